/// A constructive start, then random moves under a falling threshold, lane by lane.
///
/// Lanes are coupled only by things that keep a distance from themselves on other lanes: while one lane is worked on
/// the others stand still, and the admission knows what is on them.
public struct LocalSearch: SearchStrategy {
    /// A local search.
    public init() {}
    var pool: [Assignment] = []
    var priceOf: [Int] = []

    /// A plan that `admission` admits, the best found with `effort`; see `SearchStrategy`.
    public func solve<A: Admission>(
        _ model: SolverModel, admission: inout A, effort: Effort, observer: ((SearchProgress) -> Bool)?
    ) -> Solution {
        var lanes = model.lanes.map(\.fixed)
        let checkers = model.lanes.map(SequenceChecker.init)
        var objectives = model.lanes.map { _ in Objective(shortfall: 0, score: 0) }
        var statistics = Solution.Statistics()
        var isWarm = model.lanes.map { _ in false }
        for index in model.lanes.indices {
            var editor = LaneEditor(
                model: model, lane: index, checker: checkers[index], admission: admission,
                sightings: LocalSearch.sightings(model, lanes, except: index))
            let kept = Construction(model.lanes[index]).build(&editor)
            // A plan that mostly stands is mended, not made anew: nobody wants their week reshuffled by a cron job.
            isWarm[index] = kept > 0 && 2 * kept >= editor.current.count - model.lanes[index].fixed.count
            lanes[index] = editor.assignments
            objectives[index] = editor.objective
            statistics = statistics + editor.statistics
            admission = editor.admission
        }
        let floorBound = model.lanes.reduce(0) { $0 + FloorBound.shortfall(of: $1) }
        let priced = model.lanes.map(PriceBound.init)
        var bound = zip(priced, objectives).reduce(0) {
            $0 + $1.0.bound(steps: 60, incumbent: $1.1.score)
        }
        func sum() -> Objective { objectives.reduce(Objective(shortfall: 0, score: 0), +) }
        let limits = LocalSearch.limits(model, effort: effort)
        let limit = limits.reduce(0, +)
        var done = 0
        var goesOn = observer?(.init(iterations: 0, limit: limit, objective: sum(), bound: bound)) ?? true
        for index in model.lanes.indices where goesOn && limits[index] > 0 {
            var walk = LaneWalk(
                editor: LaneEditor(
                    model: model, lane: index, checker: checkers[index], admission: admission,
                    sightings: LocalSearch.sightings(model, lanes, except: index)),
                start: lanes[index], pool: pool, seed: effort.seed &+ UInt64(index) &* 0x2545_F491_4F6C_DD1D)
            let others = objectives
            if !priceOf.isEmpty { walk.priceOf = priceOf }
            walk.run(limit: limits[index], isWarm: isWarm[index]) { work, best in
                var now = others
                now[index] = best
                let total = now.reduce(Objective(shortfall: 0, score: 0), +)
                goesOn =
                    observer?(.init(iterations: done + work, limit: limit, objective: total, bound: bound))
                    ?? true
                return goesOn
            }
            lanes[index] = walk.best
            objectives[index] = walk.bestObjective
            statistics = statistics + walk.editor.statistics
            admission = walk.editor.admission
            done += limits[index]
        }
        bound = min(
            bound,
            zip(priced, objectives).reduce(0) { $0 + $1.0.bound(steps: 200, incumbent: $1.1.score) })
        return Solution(
            lanes: lanes, objective: sum(), bound: bound, floorBound: floorBound, statistics: statistics)
    }

    /// Bounds of a model on which nothing was searched.
    public static func bounds(of model: SolverModel) -> (score: Int, shortfall: Int) {
        model.lanes.reduce((0, 0)) { sum, lane in
            (
                sum.0 + PriceBound(lane).bound(steps: 200, incumbent: 0),
                sum.1 + FloorBound.shortfall(of: lane)
            )
        }
    }

    /// What is on all lanes but one.
    private static func sightings(_ model: SolverModel, _ lanes: [[Assignment]], except index: Int)
        -> [Sighting]
    {
        lanes.indices.filter { $0 != index }.flatMap { other in
            lanes[other].map {
                Sighting(
                    group: model.lanes[other].items[$0.item].group, lane: other,
                    time: model.lanes[other].times[$0.slot])
            }
        }
    }

    /// The effort by lane: in proportion to its days and things, and no more than a small lane can use.
    private static func limits(_ model: SolverModel, effort: Effort) -> [Int] {
        let sizes = model.lanes.map { lane in
            lane.items.isEmpty || lane.times.isEmpty
                ? 0 : lane.published.count * 8 + min(lane.items.count, lane.published.count * 20)
        }
        let total = max(1, sizes.reduce(0, +))
        // A lane of 14 days and 40 things has 152 and uses at most 1.5 million.
        return sizes.map { min($0 * 10_000_000, effort.iterations / total * $0) }
    }
}
