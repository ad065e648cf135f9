import Synchronization
import Testing

@testable import Solver

struct SearchBoardTests {
    /// What an observer was told.
    private final class Heard: Sendable {
        let all = Mutex<[SearchProgress]>([])
    }

    private func board(lanes: Int, stopsAfter: Int = .max) -> (SearchBoard, Heard) {
        let heard = Heard()
        let board = SearchBoard(lanes: lanes, limit: 100) { progress in
            heard.all.withLock { all in
                all.append(progress)
                return all.count < stopsAfter
            }
        }
        return (board, heard)
    }

    private let effort = Effort(iterations: 10)

    /// What a lane that cannot be worth anything is known to be worth.
    private var nothing: LaneBound {
        LaneBound(
            Lane(times: [], days: [], items: [], worth: [], published: [], wanted: []), held: [], lacking: 0,
            incumbent: 0, effort: effort, isWarm: false, goesOn: { _, _ in true })
    }

    @Test func `what lanes have is added up`() {
        let (board, heard) = board(lanes: 2)
        board.begin(
            0, [Assignment(item: 3, slot: 4)], Objective(pins: 1, shortfall: 2, score: 30), isWarm: true)
        board.begin(1, [], Objective(shortfall: 5, score: -7), isWarm: false)
        #expect(board.total == Objective(pins: 1, shortfall: 7, score: 23))
        #expect(board.lane(0).isWarm && !board.lane(1).isWarm)
        #expect(board.progress(1, work: 40, Objective(shortfall: 4, score: 0)))
        #expect(board.progress(0, work: 2, Objective(pins: 1, shortfall: 0, score: 31)))
        let last = heard.all.withLock { $0.last }
        #expect(last?.objective == Objective(pins: 1, shortfall: 4, score: 31))
        #expect(last?.iterations == 42 && last?.limit == 100)
    }

    @Test func `a bound is known when every lane has one`() {
        let (board, heard) = board(lanes: 2)
        board.price(1, nothing)
        #expect(heard.all.withLock { $0.last?.bound ?? 0 } >= SearchProgress.unknownBound / 2)
        board.price(0, nothing)
        #expect(heard.all.withLock { $0.last?.bound } == 0)
        #expect(board.solution(floorBound: 3).bound == 0)
    }

    @Test func `an observer that returns false ends it and is not told again`() {
        let (board, heard) = board(lanes: 1, stopsAfter: 2)
        board.report()
        #expect(board.goesOn)
        #expect(!board.progress(0, work: 1, Objective(shortfall: 0, score: 1)))
        #expect(!board.goesOn)
        #expect(!board.progress(0, work: 2, Objective(shortfall: 0, score: 2)))
        board.report()
        #expect(heard.all.withLock { $0.count } == 2)
        // What came in later counts all the same.
        #expect(board.total.score == 2)
    }

    @Test func `the solution is what the lanes have at the end`() {
        let (board, _) = board(lanes: 2)
        var statistics = Solution.Statistics()
        statistics.moves = 5
        board.begin(0, [], Objective(shortfall: 9, score: 0), isWarm: false)
        board.finish(
            0, [Assignment(item: 0, slot: 0)], Objective(shortfall: 1, score: 10), statistics, work: 50)
        board.finish(
            1, [Assignment(item: 1, slot: 2)], Objective(shortfall: 0, score: 4), statistics, work: 50)
        let solution = board.solution(floorBound: 1)
        #expect(solution.lanes == [[Assignment(item: 0, slot: 0)], [Assignment(item: 1, slot: 2)]])
        #expect(solution.objective == Objective(shortfall: 1, score: 14))
        #expect(solution.floorBound == 1 && solution.statistics.moves == 10)
    }
}
