import Policies
import Posts
import Testing
import Timeline

@testable import Rules

struct RefusalCountTests {
    private func counts(_ posts: [Post], of wanted: [PostID], _ placements: [Placement]) -> [RefusalCount] {
        let docket = ReplayTests.docket(posts, horizon: .hours(6)) {
            $0.grid = .hours(1)
            $0.pace = PaceSettings(spacing: .hours(2))
            $0.goodwill = GoodwillSettings(start: 3)
        }
        let subjects = wanted.compactMap { docket.subjectOfPost[0][$0] }
        return RefusalCount.count(subjects, on: 0, placements: placements, replay: Replay(docket))
    }

    @Test func `slots look back over the plan up to but not including themselves`() {
        let posts = [Stage.post("a"), Stage.post("b"), Stage.post("sale", "promo")]
        // Slots at 08, 09, ..., 13. The post at 10:00 makes 11:00 too near, and brings goodwill from 11:00 on.
        let found = counts(posts, of: ["sale", "b"], Stage.placements("a here 2026-11-23T10:00Z"))
        #expect(found.map { $0.slots(of: "goodwill") } == [3, 0])
        #expect(found.map { $0.slots(of: "spacing") } == [1, 1])
        #expect(found.map(\.outranked) == [2, 5])
        #expect(found.map(\.slots) == [6, 6])
        #expect(found.first?.entries.map(\.rule) == ["goodwill", "spacing"])
        #expect(
            found.first?.entries.first?.example as? GoodwillRefusal == GoodwillRefusal(balance: 3, cost: 4))
        #expect(found.first?.entries.first?.exampleAt == ReplayTests.now)
        #expect(found.first?.entries.last?.exampleAt == Stage.at("2026-11-23T11:00Z"))
    }

    @Test func `plans of other accounts and what no plan could hold do not count`() {
        let posts = [Stage.post("a"), Stage.post("b")]
        let found = counts(
            posts, of: ["b"],
            Stage.placements(
                "a there 2026-11-23T10:00Z", "gone here 2026-11-23T10:00Z", "a here 2026-11-23T07:00Z"))
        #expect(found.map(\.outranked) == [6])
        #expect(found.first?.entries.isEmpty == true)
    }

    @Test func `a pinned post has its own instant too, and only it`() {
        var pinned = Stage.post("pinned")
        pinned.pin = .everywhere(.instant(Stage.at("2026-11-23T10:07Z")))
        let found = counts(
            [Stage.post("a"), Stage.post("b"), pinned], of: ["b", "pinned"],
            Stage.placements("a here 2026-11-23T10:00Z"))
        #expect(found.map(\.slots) == [6, 7])
        #expect(found.map { $0.slots(of: "spacing") } == [1, 2])
    }

    @Test func `a pinned post is refused at its instant by what stands there, any other post is not`() {
        var pinned = Stage.post("pinned")
        pinned.pin = .everywhere(.instant(Stage.at("2026-11-23T10:00Z")))
        let found = counts(
            [Stage.post("a"), Stage.post("b"), pinned], of: ["b", "pinned"],
            Stage.placements("a here 2026-11-23T10:00Z"))
        #expect(found.map { $0.slots(of: "slot") } == [0, 1])
        #expect(found.map(\.outranked) == [5, 0])
        #expect(
            found.last?.entries.first { $0.rule == "slot" }?.example as? SlotRefusal
                == .taken(Stage.at("2026-11-23T10:00Z"), by: "a"))
    }

    @Test func `no post asks nothing`() {
        #expect(counts([], of: [], []).isEmpty)
    }
}
