import TestSupport
import Testing

@testable import Solver

struct LagrangianBoundTests {
    /// A plan, its score, how many wanted things it lacks, and that with the hours it is silent for too long.
    private struct Worth {
        var sequence: [Assignment]
        var score: Int
        var lack: Int
        var shortfall: Int

        init(_ sequence: [Assignment], _ objective: Objective, on lane: Lane) {
            self.sequence = sequence
            score = objective.score
            lack = NaiveConstraints.lack(of: sequence, on: lane)
            shortfall = objective.shortfall
        }
    }

    /// All plans of a lane.
    private func plans(of lane: Lane) -> [Worth] {
        let naive = NaiveConstraints(lane)
        var plans: [Worth] = []
        func extend(_ sequence: [Assignment], _ penalties: Int, from slot: Int) {
            let objective = NaiveConstraints.objective(of: sequence, on: lane, penalties: penalties)
            plans.append(Worth(sequence, objective, on: lane))
            for next in slot..<max(slot, lane.times.count) {
                for item in lane.items.indices where lane.allows(item, next) {
                    let new = Assignment(item: item, slot: next)
                    guard let penalty = naive.verdict(of: new, after: sequence).penalty else { continue }
                    extend(sequence + [new], penalties + penalty, from: next + 1)
                }
            }
        }
        extend([], 0, from: 0)
        return plans
    }

    /// Checks the bound at random prices and at the best that can be found.
    ///
    /// - Returns: The least value of the bound as a score, and the best plan's; nil if no plan lacks so few.
    private func check(
        _ lane: Lane, _ plans: [Worth], lacking: Int, lacksNothing: Bool = false, seed: UInt64,
        prices huge: Int = 0, steps: Int = 80, _ prepare: (inout LagrangianBound) -> Void = { _ in }
    ) -> (bound: Int, best: Int)? {
        let counting = plans.filter { lacksNothing ? $0.shortfall == 0 : $0.lack <= lacking }
        guard let best = counting.map(\.score).max() else { return nil }
        var numbers = SplitMix64(seed: seed)
        var bound = LagrangianBound(lane, lacksNothing: lacksNothing)
        prepare(&bound)
        var least = Int.max
        let most = Int(bound.scaled(Int(lane.worth.max() ?? 1)))
        for round in 0..<8 {
            let top = huge > 0 ? huge : [10, most / 20, most / 3, 3 * most][round % 4]
            let prices = (0..<bound.rows).map { _ in
                numbers.below(3) == 0 ? Double(numbers.below(max(1, top))) : 0
            }
            least = min(least, bound.score(bound.evaluate(prices, lacking: lacking).value))
        }
        if huge > 0 { return (least, best) }
        let (prices, outcome) = bound.startingPrices(lacking: lacking)
        var volume = VolumeAlgorithm(
            prices: prices, value: outcome.value, excess: outcome.excess, patience: 4)
        least = min(least, bound.score(volume.best))
        for _ in 0..<steps where !volume.isStuck {
            volume.propose(target: bound.scaled(best))
            let outcome = bound.evaluate(volume.prices, lacking: lacking)
            volume.learn(value: outcome.value, excess: outcome.excess)
            least = min(least, bound.score(outcome.value))
        }
        return (least, best)
    }

    private func tiny(_ seed: UInt64, kinds: [RandomLane.Kind] = RandomLane.Kind.allCases) -> Lane {
        var random = RandomLane(seed: seed)
        random.slots = 6 + Int(seed % 2)
        random.items = 3 + Int(seed % 2)
        random.constraints = 2
        random.kinds = kinds
        random.relaxes = true
        return random.make()
    }

    @Test(arguments: RandomLane.Kind.allCases)
    func `whatever prices, no plan of a tiny lane is worth more`(kind: RandomLane.Kind) {
        var asked = 0
        var tight = 0
        var failures: [String] = []
        for seed in Seeds.sample(50_000..<50_060 as Range<UInt64>) {
            let lane = tiny(seed, kinds: seed % 3 == 0 ? RandomLane.Kind.allCases : [kind])
            let plans = plans(of: lane)
            let least = plans.map(\.lack).min() ?? 0
            for (lacking, lacksNothing) in [(least, false), (least + 2, false), (0, true)] {
                guard
                    let (bound, best) = check(
                        lane, plans, lacking: lacking, lacksNothing: lacksNothing, seed: seed)
                else { continue }
                asked += 1
                if bound < best { failures.append("seed \(seed): \(bound) < \(best)\n\(lane)") }
                tight += bound <= best + 2 + abs(best) / 100 ? 1 : 0
            }
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(2).joined(separator: "\n"))")
        #expect(asked > Seeds.share(100) && tight > Seeds.share(10), "\(asked) \(tight)")
    }

    @Test func `nor any sequence that a longer lane admits`() {
        var asked = 0
        var failures: [String] = []
        for seed in Seeds.sample(51_000..<51_080 as Range<UInt64>) {
            var random = RandomLane(seed: seed)
            random.slots = 20
            random.items = 7
            random.relaxes = true
            random.constraints = 3
            let lane = random.make()
            let trial = EditorTrial(lane, seed: seed)
            var plans: [Worth] = []
            for _ in 0..<250 {
                // Only upwards, so that sequences are good ones.
                let change = trial.change()
                guard !change.removed.isEmpty || !change.inserted.isEmpty else { continue }
                let score = trial.editor.objective.score
                guard trial.editor.attempt(change, value: { $0.score }, threshold: score - 20) else {
                    continue
                }
                plans.append(Worth(trial.editor.assignments, trial.editor.objective, on: lane))
            }
            for lacking in [plans.map(\.lack).min() ?? 0, 60] {
                guard let (bound, best) = check(lane, plans, lacking: lacking, seed: seed, steps: 150) else {
                    continue
                }
                asked += 1
                if bound < best { failures.append("seed \(seed): \(bound) < \(best)\n\(lane)") }
            }
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(2).joined(separator: "\n"))")
        #expect(asked > Seeds.share(100), "\(asked)")
    }

    @Test func `nor any that lacks nothing where weeks may grow`() {
        var asked = 0
        var tighter = 0
        var failures: [String] = []
        for seed in Seeds.sample(54_000..<54_060 as Range<UInt64>) {
            let lane = RandomLane.weeks(seed: seed)
            let plans = plans(of: lane)
            guard let (bound, best) = check(lane, plans, lacking: 0, lacksNothing: true, seed: seed),
                let (loose, _) = check(lane, plans, lacking: 0, seed: seed)
            else { continue }
            asked += 1
            if bound < best { failures.append("seed \(seed): \(bound) < \(best)\n\(lane)") }
            tighter += bound < loose ? 1 : 0
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(1).joined(separator: "\n"))")
        #expect(asked > Seeds.share(20) && tighter >= Seeds.share(4), "\(asked) \(tighter)")
    }

    @Test func `nor any where the later of two close ones pays, and the history has some too`() {
        var asked = 0
        var tight = 0
        var failures: [String] = []
        for seed in Seeds.sample(55_000..<55_200 as Range<UInt64>) {
            let lane = RandomLane.close(seed: seed)
            let plans = plans(of: lane)
            guard let (bound, best) = check(lane, plans, lacking: 60, seed: seed) else { continue }
            asked += 1
            if bound < best { failures.append("seed \(seed): \(bound) < \(best)\n\(lane)") }
            tight += bound <= best + 2 + abs(best) / 100 ? 1 : 0
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(1).joined(separator: "\n"))")
        #expect(asked > Seeds.share(100) && tight > Seeds.share(30), "\(asked) \(tight)")
    }

    @Test func `nor any that holds what is held`() {
        var asked = 0
        var lower = 0
        var failures: [String] = []
        for seed in Seeds.sample(56_000..<56_200 as Range<UInt64>) {
            let lane = tiny(seed)
            var numbers = SplitMix64(seed: seed)
            let plans = plans(of: lane)
            let held = plans[numbers.below(plans.count)].sequence.filter { _ in numbers.below(2) == 0 }
            let kept = plans.filter { plan in held.allSatisfy(plan.sequence.contains) }
            let least = kept.map(\.lack).min() ?? 0
            let prepare = { (bound: inout LagrangianBound) in bound.hold(held) }
            for (lacking, lacksNothing) in [(least, false), (60, false), (0, true)] {
                guard
                    let (bound, best) = check(
                        lane, kept, lacking: lacking, lacksNothing: lacksNothing, seed: seed, prepare)
                else { continue }
                asked += 1
                let widest = plans.filter { lacksNothing ? $0.shortfall == 0 : $0.lack <= lacking }
                if bound < best { failures.append("seed \(seed): \(bound) < \(best), \(held)\n\(lane)") }
                lower += bound < widest.map(\.score).max() ?? 0 ? 1 : 0
            }
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(1).joined(separator: "\n"))")
        #expect(asked > Seeds.share(200) && lower > Seeds.share(60), "\(asked) \(lower)")
    }

    @Test(arguments: [1 << 22, 1 << 26, 1 << 31, 1 << 40])
    func `nor at prices that overshoot`(top: Int) {
        var failures: [String] = []
        for seed in Seeds.sample(52_000..<52_040 as Range<UInt64>) {
            let lane = tiny(seed, kinds: [.share, .regular, .among, .total])
            guard let (bound, best) = check(lane, plans(of: lane), lacking: 60, seed: seed, prices: top)
            else { continue }
            if bound < best { failures.append("seed \(seed): \(bound) < \(best)\n\(lane)") }
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(1).joined(separator: "\n"))")
    }

    @Test func `nor where numbers are large`() {
        var failures: [String] = []
        for seed in Seeds.sample(53_000..<53_040 as Range<UInt64>) {
            var lane = tiny(seed, kinds: [.regular])
            let factor = 300_000
            lane.worth = lane.worth.map { $0 == Lane.never ? $0 : $0 * Int32(factor) }
            lane.aboveTarget *= factor
            var random = RandomLane(seed: seed)
            random.slots = lane.times.count
            random.items = lane.items.count
            random.kinds = [.regular]
            random.constraints = 1
            lane.constraints = random.make().constraints.map { constraint in
                guard case .regular(var regular) = constraint else { return constraint }
                regular.cost = regular.cost.map { $0 * factor }
                return .regular(regular)
            }
            guard let (bound, best) = check(lane, plans(of: lane), lacking: 60, seed: seed) else { continue }
            if bound < best { failures.append("seed \(seed): \(bound) < \(best)\n\(lane)") }
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(1).joined(separator: "\n"))")
    }

    @Test func `what automata cost is charged in full`() {
        let lane = Lane(
            times: [0, 60], days: [0, 0], items: [.init(group: 0), .init(group: 1)],
            worth: [150, 150, 150, 150],
            published: [0], wanted: [0],
            constraints: [
                .regular(
                    Regular(classOf: [0, 0], classes: 1, states: 2, start: 0, next: [1, 1], cost: [0, 100]))
            ], asks: false)
        var bound = LagrangianBound(lane, lacksNothing: false)
        let prices = [Double](repeating: 0, count: bound.rows)
        #expect(bound.score(bound.evaluate(prices, lacking: 0).value) == 200)
    }
}
