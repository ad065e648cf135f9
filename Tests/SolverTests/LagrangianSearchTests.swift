import TestSupport
import Testing

@testable import Solver

struct LagrangianSearchTests {
    private func solve(_ model: SolverModel, _ effort: Effort = Effort(iterations: 200_000)) -> Solution {
        var admission = TinyAdmission(model)
        return LagrangianSearch().solve(model, admission: &admission, effort: effort, observer: nil)
    }

    @Test func `tiny lanes are solved to the optimum of an exhaustive search, and the bounds hold`() {
        var numbers = SplitMix64(seed: 5)
        var found = 0
        var tight = 0
        let lanes = Seeds.sample((0..<200).map { _ in TinyLane.random(&numbers) })
        for (round, lane) in lanes.enumerated() {
            let plans = TinyLane.plans(of: lane).map { TinyLane.objective($0, on: lane) }
            let optimum = plans.max() ?? Objective(shortfall: 0, score: 0)
            let solution = solve(SolverModel(lanes: [lane]), Effort(iterations: 400_000))
            #expect(solution.objective <= optimum, "round \(round)")
            #expect(solution.floorBound <= plans.map(\.shortfall).min() ?? 0, "round \(round)")
            let best = plans.filter { $0.shortfall == solution.objective.shortfall }.map(\.score).max() ?? 0
            #expect(solution.bound >= best, "round \(round)")
            found += solution.objective == optimum ? 1 : 0
            tight += solution.bound == best ? 1 : 0
        }
        #expect(lanes.count - found <= 2)
        #expect(tight >= Seeds.share(60))
    }

    /// A lane on which constraints stand; no admission is asked. Its groups are its own unless `groups` is 0.
    private func constrained(_ seed: UInt64, groups: Int = 0) -> Lane {
        var random = RandomLane(seed: seed)
        random.slots = 16
        random.items = 6
        random.constraints = 3
        var lane = random.make()
        for item in lane.items.indices { lane.items[item].group += groups }
        return lane
    }

    /// What a lane refuses of a plan while the other lanes are as they are.
    private func refused(_ lanes: [[Assignment]], of model: SolverModel) -> Int {
        var refused = 0
        for (index, plan) in lanes.enumerated() {
            let elsewhere = model.lanes.indices.filter { $0 != index }.flatMap { other in
                lanes[other].map {
                    Sighting(
                        group: model.lanes[other].items[$0.item].group, lane: other,
                        time: model.lanes[other].times[$0.slot])
                }
            }
            let naive = NaiveConstraints(model.lanes[index], index: index, elsewhere: elsewhere)
            refused += naive.verdicts(of: plan).count { !$0.reasons.isEmpty }
        }
        return refused
    }

    @Test func `the same model and effort give the same solution, whatever lanes are done first`() {
        let model = SolverModel(lanes: (0..<12).map { constrained(60_000 + $0, groups: Int($0) / 2 * 100) })
        let first = solve(model)
        for _ in 0..<3 {
            let again = solve(model)
            #expect(first.lanes == again.lanes && first.prices == again.prices)
            #expect(first.objective == again.objective && first.statistics == again.statistics)
            #expect(first.bound == again.bound)
        }
        #expect(refused(first.lanes, of: model) == 0)
    }

    @Test func `lanes that share nothing are solved as each of them alone`() {
        let lanes = (0..<6 as Range<UInt64>).map { number in
            var lane = constrained(61_000 + number, groups: Int(number) * 100)
            // What one lane may lack depends on what the others lack.
            lane.wanted = lane.wanted.map { _ in 0 }
            lane.silence = nil
            return lane
        }
        let effort = Effort(iterations: 1_000_000_000, depth: 60, priceSteps: 100)
        let together = solve(SolverModel(lanes: lanes), effort)
        for (number, lane) in lanes.enumerated() {
            // Each lane has random numbers of its own.
            var own = effort
            own.seed &+= UInt64(number) &* 0x2545_F491_4F6C_DD1D
            let alone = solve(SolverModel(lanes: [lane]), own)
            #expect(alone.lanes[0] == together.lanes[number] && alone.prices[0] == together.prices[number])
        }
    }

    @Test func `an observer that returns false at once gets a valid plan`() {
        for seed in 62_000..<62_030 as Range<UInt64> {
            let lane = constrained(seed)
            let model = SolverModel(lanes: [lane, constrained(seed + 100, groups: 3)])
            var admission = TinyAdmission(model)
            var told = 0
            let solution = LagrangianSearch().solve(model, admission: &admission, effort: .normal) { _ in
                told += 1
                return false
            }
            #expect(told == 1)
            #expect(refused(solution.lanes, of: model) == 0, "seed \(seed)")
        }
    }

    @Test func `what lanes share keeps its distance on all of them`() {
        var shared = 0
        for seed in 63_000..<63_030 as Range<UInt64> {
            let model = SolverModel(
                lanes: (0..<3).map { number in
                    var lane = constrained(seed + 200 * UInt64(number))
                    lane.coupling = (lane.times.last ?? 0) / 7 - lane.times[0] / 7
                    return lane
                })
            let solution = solve(model, Effort(iterations: 60_000))
            #expect(refused(solution.lanes, of: model) == 0, "seed \(seed)")
            let groups = zip(model.lanes, solution.lanes).map { lane, plan in
                Set(plan.map { lane.items[$0.item].group })
            }
            shared += groups[0].intersection(groups[1]).count + groups[1].intersection(groups[2]).count
        }
        #expect(shared > 30, "\(shared)")
    }

    @Test func `things on other lanes keep their distance`() {
        let lane = Lane(
            times: [0, 60, 120], days: [0, 0, 0], items: [Lane.Item(group: 7)], worth: [30, 20, 10],
            published: [0], wanted: [0], coupling: 100)
        let solution = solve(SolverModel(lanes: [lane, lane]))
        // The first lane takes the best slot; on the second the thing may not come before it within 100 minutes,
        // and this admission asks for nothing after it.
        #expect(solution.lanes[0] == [Assignment(item: 0, slot: 0)])
        #expect(solution.lanes[1].count == 1 && solution.lanes[1][0].slot > 0)
    }

    @Test func `a model without lanes, slots or items is solved`() {
        let empty = Lane(times: [], days: [], items: [], worth: [], published: [], wanted: [])
        let bare = Lane(
            times: [0, 60], days: [0, 0], items: [], worth: [], published: [0], wanted: [2],
            silence: .init(limit: 60, start: 0, end: 180))
        #expect(solve(SolverModel(lanes: [])).objective == Objective(shortfall: 0, score: 0))
        let solution = solve(SolverModel(lanes: [empty, bare]))
        #expect(solution.objective == Objective(shortfall: 4, score: 0))
        #expect(solution.floorBound == 4 && solution.bound == 0)
    }
}
