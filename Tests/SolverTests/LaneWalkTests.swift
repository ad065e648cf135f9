import Testing

@testable import Solver

struct LaneWalkTests {
    /// Three days with a slot each; what is silent for more than a day costs.
    private func lane(start: [Assignment] = []) -> Lane {
        Lane(
            times: [0, 1440, 2880], days: [0, 1, 2], items: (0..<3).map { Lane.Item(group: $0) },
            worth: [90, 20, 20, 20, 90, 20, 20, 20, 90], published: [0, 0, 0], wanted: [1, 1, 1],
            silence: .init(limit: 1440, start: 0, end: 4320), start: start, asks: false)
    }

    private func walk(_ lane: Lane, limit: Int, isWarm: Bool, goal: Objective?) -> LaneWalk<TinyAdmission> {
        let model = SolverModel(lanes: [lane])
        let editor = LaneEditor(
            model: model, lane: 0, checker: SequenceChecker(lane), admission: TinyAdmission(model),
            sightings: [])
        var walk = LaneWalk(editor: editor, start: lane.start, pool: [], prices: [], seed: 1)
        walk.run(limit: limit, isWarm: isWarm, goal: goal) { _, _ in true }
        return walk
    }

    private let best = Objective(shortfall: 0, score: 270)

    @Test func `a walk finds what is best, and ends when nothing can be better`() {
        let free = walk(lane(), limit: 60_000, isWarm: false, goal: nil)
        #expect(free.bestObjective == best && free.editor.work >= 60_000)
        let proved = walk(lane(), limit: 60_000, isWarm: false, goal: best)
        #expect(proved.bestObjective == best && proved.editor.work < 10_000)
    }

    @Test func `it ends too where the floor cannot be met, but not while it may be`() {
        var lane = lane()
        lane.wanted = [3, 1, 1]
        let least = Objective(shortfall: 2, score: 270)
        #expect(walk(lane, limit: 60_000, isWarm: false, goal: least).editor.work < 10_000)
        let unknown = Objective(shortfall: 0, score: 270)
        #expect(walk(lane, limit: 60_000, isWarm: false, goal: unknown).editor.work >= 60_000)
    }

    @Test func `what is warm is mended, and nothing is moved for nothing`() {
        // Two things may change places at no cost; they stay.
        var lane = lane(start: [0, 1, 2].map { Assignment(item: $0, slot: $0) })
        lane.worth = lane.worth.map { _ in 50 }
        let walk = walk(
            lane, limit: 60_000, isWarm: true, goal: Objective(shortfall: 0, score: 1000))
        #expect(walk.best == lane.start && walk.editor.work < 30_000)
    }

    @Test func `what is warm but lacks too much is made anew`() {
        // The one that has to go first is worth more than all that comes then.
        let lane = lane(start: [Assignment(item: 0, slot: 1)])
        let walk = walk(lane, limit: 60_000, isWarm: true, goal: best)
        #expect(walk.bestObjective == best)
    }
}
