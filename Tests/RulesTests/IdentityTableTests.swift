import Policies
import Posts
import Testing
import Timeline

@testable import Rules

@Suite struct IdentityTableTests {
    private let now = Stage.at("2026-11-23T08:00Z")

    private func docket(_ posts: [Post], _ line: HistoryLine) -> Docket {
        Docket(Problem(posts: posts, policy: Policy(accounts: [Stage.account()]), history: [line], now: now))
    }

    private func line(_ post: PostID?, of content: Post) -> HistoryLine {
        HistoryLine(
            account: "here", post: post, kind: "curated", at: now - .hours(9),
            content: content.identity.digest)
    }

    private func refusal(_ docket: Docket, of post: PostID, by rule: any Rule) -> String? {
        guard let subject = docket.subjectOfPost[0][post] else { return "no such post" }
        let candidate = docket.cases[0].candidate(subject, at: now)
        return rule.refusal(of: candidate, after: docket.pasts[0])?.sentence(in: .utc)
    }

    @Test(arguments: ["old", nil] as [PostID?])
    func `a post that was renamed after it went out is known by its words`(id: PostID?) {
        var renamed = Stage.post("new")
        #expect(refusal(docket([renamed], line(id, of: renamed)), of: "new", by: Once()) != nil)
        let before = line(id, of: renamed)
        renamed.body = ["Other words"]
        #expect(refusal(docket([renamed], before), of: "new", by: Once()) == nil)
    }

    @Test func `an after that still says the old name is satisfied`() {
        let renamed = Stage.post("new")
        var next = Stage.post("next")
        next.after = ["old"]
        #expect(refusal(docket([renamed, next], line("old", of: renamed)), of: "next", by: Order()) == nil)
    }

    @Test func `a line whose post the queue has is that post, whatever its words were`() {
        let docket = docket([Stage.post("a"), Stage.post("b")], line("a", of: Stage.post("b")))
        #expect(refusal(docket, of: "a", by: Once()) != nil)
        #expect(refusal(docket, of: "b", by: Once()) == nil)
    }
}
