import Posts
import Testing

struct WordingTests {
    @Test func `an account's wording comes before its network's, a variant and the body`() {
        var post = Post(id: "a", kind: "answer", body: ["Body."])
        #expect(Wording.parts(of: post, account: "m", network: "mastodon") == ["Body."])
        post.variants = [["V0."], ["V1.", "more"]]
        #expect(Wording.parts(of: post, account: "m", network: "mastodon") == ["V0."])
        #expect(Wording.parts(of: post, account: "m", network: "mastodon", repeat: 3) == ["V1.", "more"])
        post.texts = ["mastodon": ["Network."]]
        #expect(Wording.parts(of: post, account: "m", network: "mastodon", repeat: 1) == ["Network."])
        post.texts["m"] = ["Account."]
        #expect(Wording.parts(of: post, account: "m", network: "mastodon") == ["Account."])
        #expect(Wording.parts(of: post, account: "n", network: "bluesky") == ["V0."])
    }

    @Test func `a link ends the first part unless some part has it`() {
        let link = "https://a.example"
        #expect(Wording.withLink(link, in: ["One.", "Two."]) == ["One.\n\nhttps://a.example", "Two."])
        #expect(
            Wording.withLink(link, in: ["One.", "See https://a.example."]) == [
                "One.", "See https://a.example.",
            ])
        #expect(Wording.withLink(link, in: [""]) == [link])
        #expect(Wording.withLink(nil, in: ["One."]) == ["One."])
    }
}
