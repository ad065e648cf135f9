import Testing

@testable import Solver

struct RelaxationTests {
    /// What the rows without a cap say of a sequence that is admitted: the first that does not hold.
    static func broken(_ families: [RowFamily], _ sequence: [Assignment]) -> String? {
        for (number, family) in families.enumerated() where family.cap == nil {
            let coefficients = Dictionary(
                uniqueKeysWithValues: family.members.map { ($0.item, $0.coefficient) })
            for layer in family.layers {
                for window in layer.windows {
                    var sum = 0
                    for placed in sequence where window.slots.contains(placed.slot) {
                        if family.slots?[placed.slot] == false { continue }
                        sum += coefficients[placed.item] ?? 0
                    }
                    if sum > window.most { return "family \(number), \(window): \(sum)" }
                }
            }
        }
        return nil
    }

    @Test(arguments: RandomLane.Kind.allCases, [true, false])
    func `what is admitted keeps every row, in an orderly history or not`(
        kind: RandomLane.Kind, keepsOrder: Bool
    ) {
        var rows = 0
        var binding = 0
        var failures: [String] = []
        for seed in 40_000..<40_150 as Range<UInt64> {
            var random = RandomLane(seed: seed)
            random.kinds = [kind]
            random.constraints = 2
            random.relaxes = true
            random.keepsOrder = keepsOrder
            random.slots = 20 + Int(seed % 20)
            let lane = random.make()
            let families = Relaxation(lane, dropped: StateSpace(lane).dropped).families()
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
                var tight = families
                for family in tight.indices {
                    for layer in tight[family].layers.indices {
                        for window in tight[family].layers[layer].windows.indices {
                            tight[family].layers[layer].windows[window].most -= 1
                        }
                    }
                }
                binding += RelaxationTests.broken(tight, sequence) == nil ? 0 : 1
            }
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(2).joined(separator: "\n"))")
        #expect(rows > 50 && binding > 50, "\(rows) \(binding)")
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
        let families = Relaxation(lane, dropped: []).families()
        #expect(RelaxationTests.broken(families, trial.editor.assignments) == nil)
    }
}
