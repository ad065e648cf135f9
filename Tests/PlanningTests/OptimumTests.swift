import Posts
import Rules
import TestSupport
import Testing
import Timeline

@testable import Planning
@testable import Solver

/// Plans of tiny workspaces against every valid plan.
struct OptimumTests {
    struct Instance: Sendable {
        let seed: UInt64
        let problem: Problem
        /// What every valid plan is worth.
        let plans: [Objective]
        let optimum: Objective
        let rules: Set<RuleName>
    }

    /// Tiny workspaces that have more than a few plans.
    static let instances: [Instance] = (1...700 as ClosedRange<UInt64>).compactMap { seed in
        let problem = TinyWorkspace.make(seed: seed)
        guard let all = ExhaustiveSearch(problem, most: 3000), all.plans.count > 2,
            let optimum = all.plans.max()
        else { return nil }
        if all.invalid > 0 { Issue.record("seed \(seed): the exhaustive search is wrong") }
        return Instance(seed: seed, problem: problem, plans: all.plans, optimum: optimum, rules: all.rules)
    }

    /// What a plan is worth, judged by a replay.
    private func objective(_ plan: Plan, of problem: Problem) -> Objective {
        ExhaustiveSearch.objective(Replay.judge(plan.bare, docket: Docket(problem)))
    }

    @Test func `the workspaces are many, and all rules have a say in them`() {
        let instances = OptimumTests.instances
        let plans = instances.reduce(0) { $0 + $1.plans.count }
        #expect(instances.count > 250 && plans > 10_000, "\(instances.count) \(plans)")
        #expect(instances.count { $0.optimum.pins > 0 } > 40)
        #expect(instances.count { $0.optimum.shortfall > 0 } > 60)
        #expect(instances.count { Set($0.plans.map(\.shortfall)).count > 1 } > 100)
        #expect(instances.count { !Freeze.frozen(Docket($0.problem)).isEmpty } > 20)
        let rules = instances.reduce(into: Set<RuleName>()) { $0.formUnion($1.rules) }
        let wanted: Set<RuleName> = [
            "once", "window", "hours", "spacing", "pace", "goodwill", "mix", "apart", "spread", "order",
            "stagger",
            "campaign", "budget", "gate", "hold", "silence",
        ]
        #expect(wanted.isSubset(of: rules), "\(wanted.subtracting(rules))")
    }

    /// A plan of an instance; a disagreement is a failure.
    private func plan(
        _ instance: Instance, _ effort: Effort, _ failures: inout [String],
        observer: ((Planner.Progress) -> Bool)? = nil
    ) -> (plan: Plan, found: Objective)? {
        do throws(PlannerDisagreement) {
            let plan = try Planner.plan(instance.problem, effort: effort, observer: observer)
            return (plan, objective(plan, of: instance.problem))
        } catch {
            failures.append("seed \(instance.seed): \(error)")
            return nil
        }
    }

    @Test(arguments: [Effort(iterations: 2000), .quick])
    func `no plan is better than the optimum, and no bound is passed by it`(effort: Effort) {
        var failures: [String] = []
        var proved = 0
        for instance in OptimumTests.instances {
            guard let (plan, found) = plan(instance, effort, &failures) else { continue }
            let alike = instance.plans.filter { $0.pins == found.pins && $0.shortfall == found.shortfall }
            let highest = alike.map(\.score).max() ?? .min
            let least = instance.plans.map(\.shortfall).min() ?? 0
            func fail(_ text: String) { failures.append("seed \(instance.seed): \(text)") }
            if found > instance.optimum { fail("\(found) > \(instance.optimum)") }
            if found.shortfall != plan.floorShortfall || found.score != plan.score {
                fail("told \(plan.score), not \(found)")
            }
            if plan.bound < highest { fail("bound \(plan.bound) < \(highest)") }
            if plan.floorBound > least { fail("floor bound \(plan.floorBound) > \(least)") }
            guard plan.status == .optimal else { continue }
            proved += 1
            if found != instance.optimum { fail("\(found) is called optimal, \(instance.optimum) is") }
        }
        #expect(failures.isEmpty, "\(failures.count): \(failures.prefix(20).joined(separator: "\n"))")
        #expect(proved > 20, "\(proved)")
    }

    @Test func `priced paths are worth no less than any plan that lacks as little`() {
        var failures: [String] = []
        var tight = 0
        var asked = 0
        for instance in OptimumTests.instances {
            let replay = Replay(Docket(instance.problem))
            let model = Translation(replay, frozen: Freeze.frozen(replay)).model
            guard model.lanes.count == 1, let lane = model.lanes.first else { continue }
            var bound = LagrangianBound(lane, lacksNothing: false)
            let least = instance.plans.map(\.shortfall).min() ?? 0
            for lacking in [least, least + 1, least + 4] {
                let best = instance.plans.filter { $0.shortfall <= lacking }.map(\.score).max() ?? .min
                // What is silent does not count for a path, so it may lack less than the plan.
                let (prices, outcome) = bound.startingPrices(lacking: lacking)
                var volume = VolumeAlgorithm(
                    prices: prices, value: outcome.value, excess: outcome.excess, patience: 4)
                for _ in 0..<60 where !volume.isStuck {
                    volume.propose(target: bound.scaled(best))
                    let outcome = bound.evaluate(volume.prices, lacking: lacking)
                    volume.learn(value: outcome.value, excess: outcome.excess)
                }
                let value = bound.score(volume.best)
                if value < best {
                    failures.append("seed \(instance.seed): \(value) < \(best), lacking \(lacking)")
                }
                asked += 1
                tight += value <= best + 1 ? 1 : 0
            }
        }
        #expect(failures.isEmpty, "\(failures.count): \(failures.prefix(20).joined(separator: "\n"))")
        #expect(asked > 300 && tight > 100, "\(asked) \(tight)")
    }

    /// The seeds whose optimum is missed with `effort`, and by what.
    ///
    /// A search ends here as soon as its best plan is worth what the optimum is; that saves the time of proofs.
    private func missed(_ effort: Effort, of instances: [Instance]) -> [String] {
        var missed: [String] = []
        for instance in instances {
            let best = instance.optimum
            let plan = plan(instance, effort, &missed) { progress in
                progress.score != best.score || progress.floorShortfall != best.shortfall
            }
            guard let found = plan?.found, found != best else { continue }
            missed.append("seed \(instance.seed): \(found) instead of \(best)")
        }
        return missed
    }

    @Test func `a thorough search finds the optimum`() {
        let missed = missed(.thorough, of: Seeds.sample(OptimumTests.instances))
        #expect(missed.isEmpty, "\(missed.count) missed: \(missed.joined(separator: "\n"))")
    }

    @Test func `a normal search finds nearly all optima`() {
        let missed = missed(.normal, of: OptimumTests.instances)
        #expect(
            missed.count * 100 <= OptimumTests.instances.count,
            "\(missed.count) missed: \(missed.joined(separator: "\n"))")
    }
}
