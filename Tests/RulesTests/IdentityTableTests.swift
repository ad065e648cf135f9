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

    @Test func `a line whose words no post has is the post that has its name: it was edited`() {
        var before = Stage.post("a")
        before.body = ["Words that were mended since"]
        let docket = docket([Stage.post("a"), Stage.post("b")], line("a", of: before))
        #expect(refusal(docket, of: "a", by: Once()) != nil)
        #expect(refusal(docket, of: "b", by: Once()) == nil)
    }

    @Test func `a line is the post that has its words, even where another one has taken its name`() {
        let docket = docket([Stage.post("a"), Stage.post("b")], line("a", of: Stage.post("b")))
        #expect(refusal(docket, of: "a", by: Once()) == nil)
        #expect(refusal(docket, of: "b", by: Once()) != nil)
    }

    @Test func `where names are shifted, each line is the post that has its words`() {
        let rows = [("1", "new"), ("2", "one"), ("3", "two")].map { id, words in
            var post = Stage.post(PostID(id))
            post.body = [words]
            return post
        }
        let history = [line("1", of: rows[1]), line("2", of: rows[2])]
        let docket = Docket(
            Problem(posts: rows, policy: Policy(accounts: [Stage.account()]), history: history, now: now))
        #expect(refusal(docket, of: "1", by: Once()) == nil)
        #expect(refusal(docket, of: "2", by: Once()) != nil)
        #expect(refusal(docket, of: "3", by: Once()) != nil)
    }

    @Test func `what follows a name follows the post that has it now`() {
        var next = Stage.post("next")
        next.after = ["a"]
        let docket = docket([Stage.post("a"), Stage.post("b"), next], line("a", of: Stage.post("b")))
        #expect(refusal(docket, of: "next", by: Order()) != nil)
        next.after = ["b"]
        let other = self.docket([Stage.post("a"), Stage.post("b"), next], line("a", of: Stage.post("b")))
        #expect(refusal(other, of: "next", by: Order()) == nil)
    }

    @Test func `of posts with the same words the one that has the name is meant`() {
        var twin = Stage.post("b")
        twin.body = Stage.post("a").body
        twin.link = Stage.post("a").link
        let recognition = Recognition([Stage.post("a"), twin])
        let words = twin.identity.digest
        #expect(recognition.post("b", content: words) == "b")
        #expect(recognition.post("gone", content: words) == "a")
        #expect(recognition.stranger("b", content: words) == nil)
    }
}
