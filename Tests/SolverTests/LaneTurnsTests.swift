import Testing

@testable import Solver

struct LaneTurnsTests {
    private func solve(_ lanes: [Lane]) -> Solution {
        let model = SolverModel(lanes: lanes)
        var admission = TinyAdmission(model)
        return LagrangianSearch().solve(
            model, admission: &admission, effort: Effort(iterations: 400_000), observer: nil)
    }

    /// A lane of one day with an item per row of `worth`.
    private func lane(
        groups: [Int], worth: [[Int32]], wanted: Int, coupling: Int = 2000, pins: [Int?] = []
    ) -> Lane {
        Lane(
            times: worth[0].indices.map { $0 * 60 }, days: worth[0].map { _ in 0 },
            items: groups.enumerated().map { number, group in
                Lane.Item(group: group, pin: pins.isEmpty ? nil : pins[number])
            }, worth: worth.flatMap { $0 }, published: [0], wanted: [wanted], coupling: coupling, asks: false)
    }

    @Test func `a lane that lacks something has its way with what another does not need`() {
        // Both want one; the first would rather have the only thing that the second may have.
        let first = lane(groups: [1, 2], worth: [[900, 900], [10, 10]], wanted: 1)
        let second = lane(groups: [1], worth: [[5, 5]], wanted: 1)
        var one = first
        one.maxPerDay = 1
        let solution = solve([one, second])
        #expect(solution.objective == Objective(shortfall: 0, score: 15))
        #expect(
            solution.lanes == [[Assignment(item: 1, slot: solution.lanes[0][0].slot)], solution.lanes[1]])
    }

    @Test func `of pins that shut each other out the lane that lacks more has its own`() {
        let first = lane(groups: [1, 2], worth: [[50, Lane.never], [10, 10]], wanted: 1, pins: [0, nil])
        let second = lane(groups: [1], worth: [[Lane.never, 50]], wanted: 1, pins: [1])
        let solution = solve([first, second])
        #expect(solution.objective == Objective(pins: 1, shortfall: 0, score: 60))
        #expect(solution.lanes[1] == [Assignment(item: 0, slot: 1)])
    }

    @Test func `what must stay on a lane stays whoever lacks something`() {
        var first = lane(groups: [1, 2], worth: [[900, 900], [10, 10]], wanted: 1)
        first.fixed = [Assignment(item: 0, slot: 0)]
        let solution = solve([first, lane(groups: [1], worth: [[5, 5]], wanted: 1)])
        #expect(solution.lanes[0].contains(Assignment(item: 0, slot: 0)) && solution.lanes[1].isEmpty)
        #expect(solution.objective.shortfall == 1)
    }
}
