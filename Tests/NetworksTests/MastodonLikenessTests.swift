import Posts
import Testing

@testable import Networks

/// What servers make of our words, and what may be ours in spite of them.
@Suite struct MastodonLikenessTests {
    private func status(
        _ html: String, id: String = "9", at: String = "2026-11-23T09:15:02.000Z", warning: String = "",
        parent: String? = nil, media: [String] = []
    ) -> JSON {
        .object([
            "id": .string(id), "created_at": .string(at), "content": .string(html),
            "spoiler_text": .string(warning),
            "in_reply_to_id": .text(parent) ?? .null,
            "media_attachments": .array(media.map { .object(["id": .string($0)]) }),
        ])
    }

    private func likeness(_ errand: Errand) -> MastodonLikeness {
        MastodonLikeness(of: errand.message.parts[0], at: 0, in: errand)
    }

    @Test(arguments: [
        // A mention gets the letters that the account has given itself, with its server or without.
        (
            "Thanks, @W3C@w3c.social!", "",
            #"<p>Thanks, <a href="https://w3c.social/@w3c" class="u-url mention">@<span>w3c</span></a>!</p>"#,
            ""
        ),
        ("Thanks, @W3C@w3c.social!", "", "<p>Thanks, @w3c@w3c.social!</p>", ""),
        // A warning is plain text, but not everywhere.
        ("Cake.", "food <3", "<p>Cake.</p>", "food <3"),
        ("Cake.", "food <3", "<p>Cake.</p>", "food &lt;3"),
        ("Cake \u{2764}\u{FE0F}", "", "<p>Cake \u{2764}</p>", ""),
    ])
    func `what a server makes of words and warnings is known again`(
        _ words: String, _ warning: String, _ html: String, _ shown: String
    ) {
        let mine = errand([words], warning: warning.isEmpty ? nil : warning)
        #expect(likeness(mine).isPart(status(html, warning: shown)))
        #expect(!likeness(mine).isPart(status(html + "<p>P.S.</p>", warning: shown)))
        #expect(!likeness(mine).isPart(status(html, warning: shown + " more")))
    }

    @Test func `a warning that reads as a tag is not none`() {
        #expect(!likeness(errand(["Cake."])).isPart(status("<p>Cake.</p>", warning: "<3")))
    }

    @Test(arguments: [("<p>food</p>", ""), ("<p>\u{1F5BC}</p>", "food"), ("", "food")])
    func `a post without words is known by its pictures, whatever stands in their place`(
        _ html: String, _ shown: String
    ) {
        let silent = errand([""], images: [picture()], warning: "food", handles: ["media.0": "5"])
        #expect(likeness(silent).isPart(status(html, warning: shown, media: ["5"])))
        #expect(!likeness(silent).isPart(status(html, warning: shown, media: ["6"])))
    }

    @Test func `what was made in the minutes of a call in doubt, and nobody accounts for, may be it`() {
        var mine = errand(["Hello."])
        #expect(!likeness(mine).mayBePart(status("<p>Hi.</p>"), drift: 0))
        mine.calls = Errand.Calls(span: morning...morning + 60, known: ["8"])
        #expect(likeness(mine).mayBePart(status("<p>Hi.</p>"), drift: 0))
        #expect(!likeness(mine).mayBePart(status("<p>Hi.</p>", id: "8"), drift: 0))
        #expect(!likeness(mine).mayBePart(status("<p>Hi.</p>", parent: "3"), drift: 0))
        #expect(!likeness(mine).mayBePart(status("<p>Hi.</p>", media: ["5"]), drift: 0))
        for (time, isNear) in [
            ("09:11:59", false), ("09:12:00", true), ("09:19:59", true), ("09:20:00", false),
        ] {
            let other = status("<p>Hi.</p>", at: "2026-11-23T\(time).000Z")
            #expect(likeness(mine).mayBePart(other, drift: 0) == isNear, "\(time)")
        }
        // By the server's clock, which is ten minutes behind ours.
        #expect(likeness(mine).mayBePart(status("<p>Hi.</p>", at: "2026-11-23T09:05:00Z"), drift: 600))
        mine.handles["part.1"] = "9"
        #expect(!likeness(mine).mayBePart(status("<p>Hi.</p>"), drift: 0))
    }
}
