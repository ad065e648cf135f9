import Dispatch

/// A constructive start, prices for a bound and as a guide, then a walk along what priced paths place.
///
/// Lanes that share nothing are worked on at the same time; what comes out does not depend on it. Lanes that do share
/// something take turns: while one is walked on, what stands on the others stands still.
public struct LagrangianSearch: SearchStrategy {
    /// A search.
    public init() {}

    /// A plan that is admitted, the best found with `effort`; see `SearchStrategy`.
    public func solve<A: Admission>(
        _ model: SolverModel, admission: inout A, effort: Effort, observer: ((SearchProgress) -> Bool)?
    ) -> Solution {
        var lanes = model.lanes
        for index in lanes.indices { lanes[index].propagate() }
        let model = SolverModel(lanes: lanes)
        let components = Coupling.components(model)
        let limits = LagrangianSearch.limits(model, effort: effort)
        let floors = model.lanes.map(FloorBound.shortfall)
        let floorBound = floors.reduce(0) { $0 + $1.posts + $1.hours }
        // Prices take about half the time that moves do.
        let pricing = limits.map { $0 / 2 }
        let turns = LaneTurns(
            model: model, checkers: model.lanes.map(SequenceChecker.init), admission: admission,
            floors: floors.map { $0.posts + $0.hours }, limits: limits, pricing: pricing,
            seed: effort.seed)
        return withoutActuallyEscaping(observer ?? { _ in true }) { observer in
            let board = SearchBoard(
                lanes: model.lanes.count, limit: limits.reduce(0, +) + pricing.reduce(0, +),
                observer: observer)
            parallel(components.count) { turns.construct(components[$0], board) }
            board.report()
            // What the first plan lacks for want of a second look the bound would have to allow for.
            parallel(components.count) { turns.meetFloors(components[$0], board) }
            let slack = max(0, board.total.shortfall - floorBound)
            parallel(model.lanes.count) { index in
                let lane = model.lanes[index]
                let state = board.lane(index)
                board.price(
                    index,
                    LaneBound(
                        lane, held: lane.held(of: state.assignments), lacking: floors[index].posts + slack,
                        incumbent: state.objective.score, effort: effort, isWarm: state.isWarm,
                        goesOn: { board.pricing(index, work: pricing[index] * $0 / $1) }))
            }
            board.report()
            parallel(components.count) { turns.walk(components[$0], board) }
            return board.solution(floorBound: floorBound)
        }
    }

    /// The moves by lane: in proportion to its days and things, and no more than a small lane can use.
    private static func limits(_ model: SolverModel, effort: Effort) -> [Int] {
        let sizes = model.lanes.map { lane in
            lane.items.isEmpty || lane.times.isEmpty
                ? 0 : lane.published.count * 8 + min(lane.items.count, lane.published.count * 20)
        }
        let total = max(1, sizes.reduce(0, +))
        return sizes.map { $0 == 0 ? 0 : min(($0 + 300) * effort.depth, effort.iterations / total * $0) }
    }

    /// Does `count` independent things, at the same time where there are cores.
    private func parallel(_ count: Int, _ body: @Sendable (Int) -> Void) {
        if count == 1 { body(0) } else { DispatchQueue.concurrentPerform(iterations: count, execute: body) }
    }
}
