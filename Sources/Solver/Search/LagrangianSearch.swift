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
        let components = Coupling.components(model)
        let checkers = model.lanes.map(SequenceChecker.init)
        let start = admission
        let limits = LagrangianSearch.limits(model, effort: effort)
        let floors = model.lanes.map(FloorBound.shortfall)
        return withoutActuallyEscaping(observer ?? { _ in true }) { observer in
            // Prices take about half the time that moves do.
            let pricing = limits.map { $0 / 2 }
            let board = SearchBoard(
                lanes: model.lanes.count, limit: limits.reduce(0, +) + pricing.reduce(0, +),
                observer: observer)
            // A first plan of everything.
            parallel(components.count) { number in
                var placed: [Int: [Assignment]] = [:]
                for index in components[number] {
                    var editor = LaneEditor(
                        model: model, lane: index, checker: checkers[index], admission: start,
                        sightings: Coupling.sightings(model, placed, except: index))
                    let kept = Construction(model.lanes[index]).build(&editor)
                    placed[index] = editor.assignments
                    // A plan that mostly stands is mended, not made anew: nobody wants their week reshuffled.
                    let fresh = editor.current.count - model.lanes[index].fixed.count
                    board.begin(
                        index, editor.assignments, editor.objective, isWarm: kept > 0 && 2 * kept >= fresh)
                }
            }
            board.report()
            let slack = board.total.shortfall - floors.reduce(0) { $0 + $1.posts + $1.hours }
            parallel(model.lanes.count) { index in
                board.price(
                    index,
                    LagrangianSearch.bound(
                        model.lanes[index], board.lane(index), effort,
                        goesOn: { board.pricing(index, work: pricing[index] * $0 / $1) },
                        lacking: floors[index].posts + max(0, slack)))
            }
            board.report()
            parallel(components.count) { number in
                var placed = Dictionary(
                    uniqueKeysWithValues: components[number].map { ($0, board.lane($0).assignments) })
                for index in components[number] where board.goesOn && limits[index] > 0 {
                    let lane = board.lane(index)
                    var walk = LaneWalk(
                        editor: LaneEditor(
                            model: model, lane: index, checker: checkers[index], admission: start,
                            sightings: Coupling.sightings(model, placed, except: index)),
                        start: lane.assignments, pool: lane.bound?.pool ?? [],
                        prices: lane.bound?.prices ?? [],
                        seed: effort.seed &+ UInt64(index) &* 0x2545_F491_4F6C_DD1D)
                    walk.run(limit: limits[index], isWarm: lane.isWarm, enough: lane.bound?.score) {
                        work, best in
                        board.progress(index, work: pricing[index] + work, best)
                    }
                    placed[index] = walk.best
                    board.finish(
                        index, walk.best, walk.bestObjective, walk.editor.statistics,
                        work: pricing[index] + limits[index])
                }
            }
            return board.solution(floorBound: floors.reduce(0) { $0 + $1.posts + $1.hours })
        }
    }

    private static func bound(
        _ lane: Lane, _ state: SearchBoard.LaneState, _ effort: Effort,
        goesOn: (_ step: Int, _ steps: Int) -> Bool, lacking: Int
    ) -> LaneBound {
        let held = state.assignments.filter { step in
            lane.items[step.item].pin == step.slot || lane.fixed.contains(step)
        }
        return LaneBound(
            lane, held: held, lacking: lacking, incumbent: state.objective.score, effort: effort,
            isWarm: state.isWarm, goesOn: goesOn)
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
