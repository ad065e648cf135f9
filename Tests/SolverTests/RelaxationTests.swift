import TestSupport
import Testing

@testable import Solver

struct RelaxationTests {
    /// What the rows say of a sequence that is admitted: the first that does not hold. Parts in which a member may pay
    /// instead are left out.
    static func broken(_ families: [RowFamily], _ sequence: [Assignment]) -> String? {
        for (number, family) in families.enumerated() {
            for (index, layer) in family.layers.enumerated() where !layer.continues && family.cap == nil {
                let parts = [(family, layer)] + (index == 0 ? continued(families.dropFirst(number + 1)) : [])
                for (row, window) in layer.windows.enumerated() {
                    let sum = parts.reduce(0) { $0 + count(sequence, $1.0, $1.1.windows[row]) }
                    if sum > window.most { return "family \(number), \(window): \(sum)" }
                }
            }
        }
        return nil
    }

    /// The parts that following families add to the rows of the first layer before them.
    private static func continued(_ families: ArraySlice<RowFamily>) -> [(RowFamily, RowFamily.Layer)] {
        guard let next = families.first, next.cap == nil else { return [] }
        return next.layers.filter(\.continues).map { (next, $0) }
    }

    private static func count(
        _ sequence: [Assignment], _ family: RowFamily, _ window: RowFamily.Window
    ) -> Int {
        let coefficients = Dictionary(uniqueKeysWithValues: family.members.map { ($0.item, $0.coefficient) })
        return sequence.reduce(0) { sum, placed in
            guard window.slots.contains(placed.slot), family.slots?[placed.slot] != false else { return sum }
            return sum + (coefficients[placed.item] ?? 0)
        }
    }

    private static func tightened(_ families: [RowFamily]) -> [RowFamily] {
        families.map { family in
            var family = family
            for layer in family.layers.indices {
                for window in family.layers[layer].windows.indices {
                    family.layers[layer].windows[window].most -= 1
                }
            }
            return family
        }
    }

    @Test(arguments: RandomLane.Kind.allCases, [true, false])
    func `what is admitted keeps every row, in an orderly history or not`(
        kind: RandomLane.Kind, keepsOrder: Bool
    ) {
        var rows = 0
        var binding = 0
        var failures: [String] = []
        for seed in Seeds.sample(40_000..<40_150 as Range<UInt64>) {
            var random = RandomLane(seed: seed)
            random.kinds = [kind]
            random.constraints = 2
            random.relaxes = true
            random.keepsOrder = keepsOrder
            random.slots = 20 + Int(seed % 20)
            let lane = random.make()
            let families = Relaxation(lane, dropped: StateSpace(lane).dropped, lacksNothing: false)
                .families()
            rows += families.reduce(0) { $0 + $1.layers.reduce(0) { $0 + $1.windows.count } }
            let trial = EditorTrial(lane, seed: seed)
            for _ in 0..<8 {
                trial.run(8)
                let sequence = trial.editor.assignments
                if let text = RelaxationTests.broken(families, sequence) {
                    failures.append("seed \(seed): \(text) by \(sequence)\n\(lane.constraints)")
                    break
                }
                // With one less everywhere many rows are broken: they say something.
                binding +=
                    RelaxationTests.broken(RelaxationTests.tightened(families), sequence) == nil ? 0 : 1
            }
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(2).joined(separator: "\n"))")
        #expect(rows > Seeds.share(50) && binding > Seeds.share(50), "\(rows) \(binding)")
    }

    @Test func `what lacks nothing keeps the rows of weeks that grow`() {
        var grown = 0
        var binding = 0
        var failures: [String] = []
        for seed in Seeds.sample(41_000..<41_100 as Range<UInt64>) {
            let lane = RandomLane.weeks(seed: seed)
            let families = Relaxation(lane, dropped: [], lacksNothing: true).families()
            let growing = families.indices.filter { families[$0].layers.contains(where: \.continues) }
            grown += growing.count
            let tight = RelaxationTests.tightened(families)
            for sequence in RandomLane.plans(of: lane) {
                guard NaiveConstraints.objective(of: sequence, on: lane, penalties: 0).shortfall == 0 else {
                    continue
                }
                if let text = RelaxationTests.broken(families, sequence) {
                    failures.append("seed \(seed): \(text) by \(sequence)\n\(lane)")
                    break
                }
                for index in growing {
                    let rows = Array(tight[(index - 1)...index])
                    binding += RelaxationTests.broken(rows, sequence) == nil ? 0 : 1
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(2).joined(separator: "\n"))")
        #expect(grown > Seeds.share(20) && binding > Seeds.share(100), "\(grown) \(binding)")
    }

    @Test func `a history denser than the spacing leaves room for more members`() {
        let past = [-4, -3, -2, -1].map { Share.Event(time: $0, isMember: $0 == -1) }
        let lane = Lane(
            times: [10, 70, 200], days: [0, 0, 0], items: [.init(group: 0)], worth: [1, 1, 1], published: [0],
            wanted: [0], spacing: 60,
            constraints: [.share(.init(members: [true], length: 120, percent: 50, past: past))], asks: false)
        // Two of five.
        let trial = EditorTrial(lane, seed: 1)
        #expect(trial.attempt(Change(inserted: [.init(item: 0, slot: 0)])) && trial.outcome.failures.isEmpty)
        let families = Relaxation(lane, dropped: [], lacksNothing: false).families()
        #expect(RelaxationTests.broken(families, trial.editor.assignments) == nil)
    }

    /// A clock that is set back over midnight brings Monday back after the first minutes of Tuesday.
    @Test func `what a day wants may stand in any piece of it`() {
        let lane = Lane(
            times: [0, 60, 120, 180], days: [0, 1, 0, 1], items: [.init(group: 0), .init(group: 1)],
            worth: [Int32](repeating: 1, count: 8), published: [0, 0], wanted: [1, 1], asks: false)
        let relaxation = Relaxation(lane, dropped: [], lacksNothing: true)
        #expect(relaxation.quietTime(before: 0) == nil)
        #expect(relaxation.quietTime(before: 1) == nil)
        #expect(relaxation.quietTime(before: 2) == 120)
        #expect(relaxation.quietTime(before: 3) == 120)
    }
}
