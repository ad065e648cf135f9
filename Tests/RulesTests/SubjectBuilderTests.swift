import Policies
import Posts
import Testing
import Timeline

@testable import Rules

struct SubjectBuilderTests {
    /// The prices of these lines on an account that pays 1 without and 13 with a URL.
    private func prices(_ lines: [HistoryLine], posts: [Post], putsLinkInText: Bool) -> [Int] {
        let network = NetworkProfile(
            name: "net", keys: [], tariff: Tariff(currency: "USD", plain: 1, withURL: 13),
            putsLinkInText: putsLinkInText)
        let account = Account(id: "here", network: network, settings: Settings())
        let problem = Problem(
            posts: posts, policy: Policy(accounts: [account]), history: lines, now: ReplayTests.now)
        return Docket(problem).pasts[0].postings.map(\.subject.price)
    }

    private func line(_ post: PostID?, link: String? = nil) -> HistoryLine {
        HistoryLine(account: "here", post: post, kind: "curated", at: ReplayTests.now, link: link)
    }

    @Test func `a line that names a post cost what the post costs, its thread and the URLs in it included`() {
        var thread = Stage.post("thread")
        thread.body = ["One.", "Two, see https://a.example/x", "Three."]
        #expect(prices([line("thread")], posts: [thread], putsLinkInText: false) == [15])
        // A draft, or a post that no longer goes to the account, was sent all the same.
        thread.isDraft = true
        thread.accounts = ["there"]
        #expect(prices([line("thread")], posts: [thread], putsLinkInText: false) == [15])
    }

    @Test func `any other line is one post, dear with a link that goes into the text`() {
        let lines = [line(nil, link: "https://a.example"), line("gone")]
        #expect(prices(lines, posts: [], putsLinkInText: true).sorted() == [1, 13])
        #expect(prices(lines, posts: [], putsLinkInText: false) == [1, 1])
    }

    @Test func `what is barred here does not bind what follows it here`() {
        var second = Stage.post("second")
        second.after = ["first"]
        var problem = Problem(
            posts: [Stage.post("first"), second], policy: Policy(accounts: [Stage.account()]),
            now: ReplayTests.now)
        #expect(Docket(problem).subjectOfPost[0]["second"]?.after.map(\.post) == ["first"])
        problem.barred = ["here": ["first": "dropped", "unknown": "dropped"]]
        let docket = Docket(problem)
        #expect(docket.subjectOfPost[0]["second"]?.after.isEmpty == true)
        #expect(docket.subjectOfPost[0]["first"] == nil)
        #expect(docket.barred[0].mapValues(\.reason) == ["first": "dropped"])
    }
}
