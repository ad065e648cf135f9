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
        for round in 0..<200 {
            let lane = TinyLane.random(&numbers)
            let plans = TinyLane.plans(of: lane).map { TinyLane.objective($0, on: lane) }
            let optimum = plans.max() ?? Objective(shortfall: 0, score: 0)
            let solution = solve(SolverModel(lanes: [lane]))
            #expect(solution.objective <= optimum, "round \(round)")
            #expect(solution.floorBound <= plans.map(\.shortfall).min() ?? 0, "round \(round)")
            let best = plans.filter { $0.shortfall == solution.objective.shortfall }.map(\.score).max() ?? 0
            #expect(solution.bound >= best, "round \(round)")
            found += solution.objective == optimum ? 1 : 0
            tight += solution.bound == best ? 1 : 0
        }
        #expect(found >= 198)
        #expect(tight >= 60)
    }

    @Test func `the same model and effort give the same solution`() {
        var numbers = SplitMix64(seed: 9)
        let model = SolverModel(lanes: (0..<3).map { _ in TinyLane.random(&numbers) })
        let first = solve(model)
        let second = solve(model)
        #expect(first.lanes == second.lanes)
        #expect(first.objective == second.objective && first.statistics == second.statistics)
    }

    @Test func `an observer that returns false ends the search with a valid plan`() {
        var numbers = SplitMix64(seed: 3)
        let model = SolverModel(lanes: [TinyLane.random(&numbers)])
        var admission = TinyAdmission(model)
        let solution = LagrangianSearch().solve(
            model, admission: &admission, effort: .normal, observer: { _ in false })
        #expect(TinyLane.objective(solution.lanes[0], on: model.lanes[0]) == solution.objective)
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
