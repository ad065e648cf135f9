import Posts
import Rules
import Testing
import Timeline

@testable import Planning

struct PlanDiffTests {
    private func placement(_ post: PostID, _ hours: Int, _ account: AccountID = "here") -> Placement {
        Placement(post: post, account: account, at: Build.now + .hours(hours))
    }

    @Test func `placements are added, removed, moved and kept`() {
        let diff = PlanDiff(
            from: [placement("a", 1), placement("b", 2), placement("c", 3)],
            to: [placement("a", 1), placement("b", 5), placement("d", 4)], now: Build.now)
        #expect(diff.kept == [placement("a", 1)])
        #expect(diff.added == [placement("d", 4)])
        #expect(diff.removed == [placement("c", 3)])
        #expect(
            diff.moved == [
                .init(post: "b", account: "here", from: Build.now + .hours(2), to: Build.now + .hours(5))
            ])
        #expect(!diff.isEmpty)
    }

    @Test func `what is due already is over, what is due now is not`() {
        let diff = PlanDiff(from: [placement("a", -1), placement("b", 0)], to: [], now: Build.now)
        #expect(diff.removed == [placement("b", 0)])
    }

    @Test func `repeats of a post are matched by their time first`() {
        let diff = PlanDiff(
            from: [placement("a", 1), placement("a", 9)], to: [placement("a", 9), placement("a", 20)],
            now: Build.now)
        #expect(diff.kept == [placement("a", 9)])
        #expect(diff.moved.map(\.from) == [Build.now + .hours(1)])
        #expect(diff.moved.map(\.to) == [Build.now + .hours(20)])
    }

    @Test func `the same post on another account is another placement`() {
        let diff = PlanDiff(from: [placement("a", 1)], to: [placement("a", 1, "there")], now: Build.now)
        #expect(diff.added.map(\.account) == ["there"] && diff.removed.map(\.account) == ["here"])
        #expect(PlanDiff(from: [placement("a", 1)], to: [placement("a", 1)], now: Build.now).isEmpty)
    }
}
