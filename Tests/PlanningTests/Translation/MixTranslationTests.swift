import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct MixTranslationTests {
    static let asks = Selector([.side(.ask)])

    private func lane(_ limit: MixLimit, spacing: Int? = nil, past: [KindName] = []) -> TranslatedLane {
        let account = Build.account {
            $0.mix = [limit]
            if let spacing { $0.pace = PaceSettings(spacing: .hours(spacing)) }
        }
        return TranslatedLane(
            Problem(
                posts: (0..<8).flatMap {
                    [Build.post(PostID("g\($0)")), Build.post(PostID("a\($0)"), "own")]
                },
                policy: Build.policy([account]),
                history: past.enumerated().map {
                    HistoryLine(account: "here", kind: $1, at: Build.now - .hours(past.count - $0))
                }, now: Build.now))
    }

    @Test func `one in six posts is six states and, by the spacing, one in a window of time`() throws {
        let lane = lane(.init(of: MixTranslationTests.asks, atMost: .count(1), over: .posts(6)), spacing: 2)
        guard case .regular(let regular) = try #require(lane.lane.constraints.first) else {
            Issue.record("no automaton")
            return
        }
        #expect(regular.states == 6)
        #expect(regular.relaxation == .among(classes: [false, true], length: 6 * 120, most: 1))
        let gives = (0..<5).map { (post: PostID("g\($0)"), hour: 1 + $0) }
        #expect(
            lane.penalties([("a0", 0)] + gives.prefix(4) + [("a1", 5)] + gives.suffix(1) + [("a1", 6)])
                == [0, 0, 0, 0, 0, nil, 0, 0])
    }

    @Test func `what may be broken costs its weight and counts all the same`() throws {
        let entry = MixLimit(
            of: MixTranslationTests.asks, atMost: .count(1), over: .posts(2), level: .should(weight: 7))
        let lane = lane(entry, past: ["own"])
        #expect(lane.penalties([("a0", 0), ("a1", 1), ("g0", 2), ("a2", 3)]) == [7, 7, 0, 0])
        guard case .regular(let regular) = try #require(lane.lane.constraints.first) else { return }
        #expect(regular.states == 2 && regular.relaxation == .none)
    }

    @Test func `a share over posts of a short history is of what there is`() {
        let entry = MixLimit(of: MixTranslationTests.asks, atMost: .percent(50), over: .posts(4))
        #expect(lane(entry).penalties([("a0", 0), ("g0", 1), ("a0", 2), ("a1", 3)]) == [nil, 0, 0, nil])
        #expect(
            lane(entry, past: ["own", "curated"]).penalties([("a0", 0), ("g0", 1), ("a0", 2)])
                == [nil, 0, 0])
    }

    @Test func `a window over time ends with the post that is asked about`() {
        let count = MixLimit(of: MixTranslationTests.asks, atMost: .count(1), over: .time(.hours(3)))
        #expect(lane(count).penalties([("a0", 0), ("a1", 2), ("a1", 3)]) == [0, nil, 0])
        #expect(lane(count, past: ["own"]).penalties([("a0", 1), ("a0", 2)]) == [nil, 0])
        let share = MixLimit(of: MixTranslationTests.asks, atMost: .percent(34), over: .time(.hours(3)))
        #expect(lane(share).penalties([("g0", 0), ("g1", 1), ("a0", 3), ("a0", 4)]) == [0, 0, nil, nil])
        #expect(lane(share).penalties([("g0", 0), ("g1", 1), ("a0", 2)]) == [0, 0, 0])
    }

    @Test func `what never refuses says nothing, and what remembers too much is asked`() {
        let all = lane(.init(of: MixTranslationTests.asks, atMost: .count(4), over: .posts(4)))
        #expect(all.lane.constraints.isEmpty && !all.lane.asks)
        let long = lane(.init(of: MixTranslationTests.asks, atMost: .count(1), over: .posts(64)))
        #expect(long.lane.constraints.isEmpty && long.lane.asks && long.map.rules.musts.count == 1)
        let wide = lane(
            .init(
                of: MixTranslationTests.asks, atMost: .percent(50), over: .posts(40),
                level: .should(weight: 1)))
        #expect(wide.lane.constraints.isEmpty && wide.lane.asks && wide.map.rules.shoulds.count == 1)
    }
}
