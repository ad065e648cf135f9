import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct BudgetTranslationTests {
    @Test func `each month of UTC has its own limit, the first less what it has spent`() throws {
        let now = Build.at("2026-11-30T20:00Z")
        let linked = (0..<3).map { number in
            Build.post(PostID("l\(number)")) { $0.link = "https://a.example/\(number)" }
        }
        let past = HistoryLine(
            account: "here", kind: "curated", at: Build.at("2026-11-01T00:00Z"), link: "https://b.example")
        let before = HistoryLine(
            account: "here", kind: "curated", at: Build.at("2026-10-31T23:59Z"), link: "https://c.example")
        let lane = TranslatedLane.hourly(
            linked + TranslatedLane.posts, past: [past, before], budget: 215, now: now)
        guard case .total(let total) = try #require(lane.lane.constraints.first) else { return }
        #expect(total.limits == [115, 215])
        #expect(
            lane.penalties([("l0", 0), ("l1", 1), ("p0", 2), ("p1", 3), ("l1", 4), ("l2", 5)])
                == [0, nil, 0, nil, 0, 0])
    }
}
