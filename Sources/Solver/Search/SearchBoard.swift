import Dispatch

/// Where lanes that are worked on at the same time write what they have, and the observer is told.
///
/// `@unchecked Sendable`: every access to its variables, and every call of the observer, happens on one serial queue.
final class SearchBoard: @unchecked Sendable {
    /// What is known of one lane.
    struct LaneState: Sendable {
        var assignments: [Assignment] = []
        var objective = Objective(shortfall: 0, score: 0)
        var isWarm = false
        var bound: LaneBound?
        var work = 0
        var statistics = Solution.Statistics()
    }

    private let queue = DispatchQueue(label: "search board")
    private var lanes: [LaneState]
    private let limit: Int
    private let observer: (SearchProgress) -> Bool
    private var isStopped = false

    init(lanes: Int, limit: Int, observer: @escaping (SearchProgress) -> Bool) {
        self.lanes = Array(repeating: LaneState(), count: lanes)
        self.limit = limit
        self.observer = observer
    }

    /// Whether nobody has asked for an end.
    var goesOn: Bool { queue.sync { !isStopped } }

    /// Notes how far the prices of a lane are; false if they are to end.
    func pricing(_ index: Int, work: Int) -> Bool {
        queue.sync {
            lanes[index].work = work
            tell()
            return !isStopped
        }
    }

    /// The sum over all lanes.
    var total: Objective { queue.sync { sum } }

    func lane(_ index: Int) -> LaneState { queue.sync { lanes[index] } }

    func begin(_ index: Int, _ assignments: [Assignment], _ objective: Objective, isWarm: Bool) {
        queue.sync {
            lanes[index].assignments = assignments
            lanes[index].objective = objective
            lanes[index].isWarm = isWarm
        }
    }

    func price(_ index: Int, _ bound: LaneBound) {
        queue.sync {
            lanes[index].bound = bound
            tell()
        }
    }

    /// Notes what a walk has; false if it is to end.
    func progress(_ index: Int, work: Int, _ best: Objective) -> Bool {
        queue.sync {
            lanes[index].work = work
            lanes[index].objective = best
            tell()
            return !isStopped
        }
    }

    func finish(
        _ index: Int, _ assignments: [Assignment], _ objective: Objective, _ statistics: Solution.Statistics,
        work: Int
    ) {
        queue.sync {
            lanes[index].assignments = assignments
            lanes[index].objective = objective
            lanes[index].statistics = statistics
            lanes[index].work = work
        }
    }

    /// Tells the observer.
    func report() { queue.sync { tell() } }

    func solution(floorBound: Int) -> Solution {
        queue.sync {
            Solution(
                lanes: lanes.map(\.assignments), objective: sum, bound: bound, floorBound: floorBound,
                prices: lanes.map { $0.bound?.prices ?? [] }, rows: lanes.map { $0.bound?.rows ?? [] },
                statistics: lanes.reduce(Solution.Statistics()) { $0 + $1.statistics })
        }
    }

    private var sum: Objective { lanes.reduce(Objective(shortfall: 0, score: 0)) { $0 + $1.objective } }

    /// Before all lanes are priced nothing is known.
    private var bound: Int {
        var sum = 0
        for lane in lanes {
            guard let bound = lane.bound else { return SearchProgress.unknownBound }
            sum += bound.score
        }
        return sum
    }

    private func tell() {
        guard !isStopped else { return }
        let progress = SearchProgress(
            iterations: lanes.reduce(0) { $0 + $1.work }, limit: limit, objective: sum, bound: bound)
        if !observer(progress) { isStopped = true }
    }
}
