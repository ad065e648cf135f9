import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct GoodwillTranslationTests {
    private func lane(_ goodwill: GoodwillSettings, _ kinds: [KindName], past: [KindName] = [])
        -> TranslatedLane
    {
        TranslatedLane(
            Problem(
                posts: kinds.enumerated().map { Build.post(PostID("\($1)\($0)"), $1) },
                policy: Build.policy([Build.account { $0.goodwill = goodwill }]),
                history: past.map { HistoryLine(account: "here", kind: $0, at: Build.now - .hours(1)) },
                now: Build.now))
    }

    private func automaton(_ lane: TranslatedLane) throws -> Regular {
        guard case .regular(let regular) = try #require(lane.lane.constraints.first) else {
            throw Unexpected()
        }
        return regular
    }

    struct Unexpected: Error {}

    @Test func `states are the balances, and an ask needs its cost`() throws {
        let lane = lane(.init(start: 1, cap: 3), ["curated", "own", "quote"])
        let regular = try automaton(lane)
        // 0 to 3; but nothing is ever needed beyond the one ask's 2.
        #expect(regular.states == 3 && regular.start == 1)
        #expect(regular.relaxation == .counter(effect: [-2, 0, 1], start: 1))
        #expect(
            lane.penalties([("own1", 0), ("quote2", 1), ("curated0", 2), ("own1", 3)]) == [nil, 0, 0, 0])
    }

    @Test func `a balance that history left below zero is raised by gives`() throws {
        let lane = lane(.init(start: -1), ["curated", "curated", "curated", "own"], past: ["quote"])
        let regular = try automaton(lane)
        #expect(regular.states == 4 && regular.start == 0)
        #expect(regular.relaxation == .counter(effect: [-2, 1], start: 0))
        #expect(
            lane.penalties([
                ("curated0", 0), ("curated1", 1), ("own3", 2), ("curated2", 3), ("own3", 4),
            ]) == [0, 0, nil, 0, 0])
    }

    @Test func `a balance above the cap is not taken away`() throws {
        let lane = lane(.init(start: 6, cap: 3), ["curated", "promo", "own"])
        #expect(lane.penalties([("curated0", 0), ("promo1", 1), ("own2", 2)]) == [0, 0, 0])
    }

    @Test func `without asks there is nothing to say, and with too many balances it is not said`() {
        #expect(lane(.init(start: 0), ["curated", "quote"]).lane.constraints.isEmpty)
        func asks(_ gives: Int) -> TranslatedLane {
            TranslatedLane(
                Problem(
                    posts: (0..<200).map { Build.post(PostID("p\($0)"), "promo") }
                        + (0..<gives).map { Build.post(PostID("g\($0)")) },
                    policy: Build.policy([Build.account { $0.goodwill = .init(start: 900) }], days: 20),
                    now: Build.now))
        }
        // 200 asks of 4 need 800, in steps of 4; a single give makes it steps of 1.
        #expect(asks(0).lane.constraints.count == 1 && !asks(0).lane.asks)
        #expect(asks(1).lane.constraints.isEmpty && asks(1).lane.asks)
    }
}
