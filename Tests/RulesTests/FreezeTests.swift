import Policies
import Posts
import Rules
import Testing
import Timeline

struct FreezeTests {
    private let posts = [Stage.post("a"), Stage.post("b"), Stage.post("c"), Stage.post("sale", "promo")]

    private func frozen(
        history: [HistoryLine] = [], horizon: Minutes = .days(2), _ stored: [Placement],
        _ change: (inout Settings) -> Void = { _ in }
    ) -> [Placement] {
        Freeze.frozen(ReplayTests.docket(posts, history: history, stored: stored, horizon: horizon, change))
    }

    @Test func `stored placements from now to just before the freeze's end stay`() {
        let stored = Stage.placements(
            "b here 2026-11-23T19:45Z", "a here 2026-11-23T08:00Z", "c here 2026-11-23T20:00Z",
            "a there 2026-11-23T07:45Z", "a here 2026-11-23T08:00Z")
        #expect(frozen(stored) == Stage.placements("a here 2026-11-23T08:00Z", "b here 2026-11-23T19:45Z"))
    }

    @Test func `nothing beyond the horizon is frozen`() {
        let stored = Stage.placements("a here 2026-11-23T09:00Z", "b here 2026-11-23T12:00Z")
        #expect(frozen(horizon: .hours(4), stored) == Stage.placements("a here 2026-11-23T09:00Z"))
    }

    @Test func `what a rule now refuses is let go, and is no past for those after it`() {
        let stored = Stage.placements(
            "a here 2026-11-23T09:00Z", "b here 2026-11-23T10:00Z", "c here 2026-11-23T11:30Z")
        let line = HistoryLine(account: "here", kind: "curated", at: ReplayTests.now - .minutes(30))
        // The post of 07:30 drives out 09:00, which therefore does not drive out 10:00; that does 11:30.
        #expect(
            frozen(history: [line], stored) { $0.pace = PaceSettings(spacing: .hours(2)) }
                == Stage.placements("b here 2026-11-23T10:00Z"))
    }

    @Test func `what no plan could hold any more is let go`() {
        let stored = Stage.placements(
            "gone here 2026-11-23T09:00Z", "a nowhere 2026-11-23T09:00Z", "a here 2026-11-23T09:07Z",
            "b here 2026-11-23T10:00Z", "c here 2026-11-23T10:00Z")
        #expect(frozen(stored) == Stage.placements("b here 2026-11-23T10:00Z"))
    }

    @Test func `gives that are frozen earn for asks that are`() {
        let stored = Stage.placements(
            "a here 2026-11-23T09:00Z", "sale here 2026-11-23T10:00Z", "sale there 2026-11-23T10:00Z")
        #expect(
            frozen(stored) { $0.goodwill = GoodwillSettings(start: 3) } == Array(stored.prefix(2)))
    }
}
