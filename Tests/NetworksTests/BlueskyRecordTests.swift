import Testing

@testable import Networks

@Suite struct BlueskyRecordTests {
    private let blob = #"{"$type":"blob","ref":{"$link":"bafkreiabc"},"mimeType":"image/png","size":69}"#

    @Test func `the same errand gives the same bytes`() {
        let errand = errand(
            ["Grüße an @bob.test #a11y"], link: "https://www.w3.org/WAI/",
            handles: ["mention.bob.test": "did:plc:bob"])
        #expect(
            BlueskyRecord.record(errand, 0, language: "de").minified == """
                {"$type":"app.bsky.feed.post","text":"Grüße an @bob.test #a11y",\
                "createdAt":"2026-11-23T09:15:00.250Z","facets":[{"index":{"byteStart":11,"byteEnd":20},"features":\
                [{"$type":"app.bsky.richtext.facet#mention","did":"did:plc:bob"}]},{"index":{"byteStart":21,\
                "byteEnd":26},"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"a11y"}]}],"embed":\
                {"$type":"app.bsky.embed.external","external":{"uri":"https://www.w3.org/WAI/","title":"w3.org",\
                "description":""}},"langs":["de"]}
                """)
    }

    @Test func `beside pictures the link ends the text, with a facet`() throws {
        let errand = errand(
            ["Look."], link: "https://a.example/b", images: [picture()], handles: ["image.0": blob])
        let record = BlueskyRecord.record(errand, 0, language: nil)
        #expect(record["text"]?.text == "Look.\n\nhttps://a.example/b")
        #expect(record["facets"]?.items?.count == 1)
        #expect(
            record["embed"]?.minified == """
                {"$type":"app.bsky.embed.images","images":[{"image":\(blob),"alt":"Two buttons, one readable",\
                "aspectRatio":{"width":1,"height":1}}]}
                """)
    }

    @Test func `a card says what its author wrote`() {
        let card = Message.Card(title: "Designing", description: "Tips.", thumbnail: picture())
        let errand = errand(["x"], link: "https://a.example/", card: card, handles: ["card.thumb": blob])
        let external = BlueskyRecord.record(errand, 0, language: nil)["embed"]?["external"]
        #expect(external?["title"]?.text == "Designing")
        #expect(external?["thumb"]?.minified == blob)
    }

    @Test func `a part of a thread names the first and the one before`() {
        let errand = errand(
            ["1", "2", "3"], link: "https://a.example/",
            handles: ["part.0": "at://a", "part.0.cid": "ca", "part.1": "at://b", "part.1.cid": "cb"])
        let record = BlueskyRecord.record(errand, 2, language: nil)
        #expect(
            record["reply"]?.minified
                == #"{"root":{"uri":"at://a","cid":"ca"},"parent":{"uri":"at://b","cid":"cb"}}"#)
        #expect(record["embed"] == nil)
        #expect(record["createdAt"]?.text == "2026-11-23T09:15:00.252Z")
    }

    @Test func `a warning in words begins the first part, one of the labels is a label`() {
        let words = errand(["1", "2"], warning: "eye contact")
        #expect(BlueskyRecord.texts(words.message) == ["CW: eye contact\n\n1", "2"])
        #expect(BlueskyRecord.record(words, 0, language: nil)["labels"] == nil)
        let label = errand(["1"], warning: "Nudity")
        #expect(BlueskyRecord.texts(label.message) == ["1"])
        #expect(
            BlueskyRecord.record(label, 0, language: nil)["labels"]?.minified
                == #"{"$type":"com.atproto.label.defs#selfLabels","values":[{"val":"nudity"}]}"#)
    }

    @Test func `the key is a TID that belongs to the errand and the part`() {
        let one = errand(["1", "2"])
        var other = one
        other.key = "bbcdefghijklmnopqrstuvwx"
        let keys = [BlueskyRecord.key(one, 0), BlueskyRecord.key(one, 1), BlueskyRecord.key(other, 0)]
        #expect(Set(keys).count == 3)
        #expect(keys.allSatisfy(TID.isValid))
        #expect(keys[0] < keys[1])
        #expect(keys[0].prefix(11) == keys[2].prefix(11))
    }

    @Test func `every object has the members that its lexicon demands, and no others`() throws {
        let card = Message.Card(title: "t", description: "d", thumbnail: picture())
        let linked = BlueskyRecord.record(
            errand(
                ["@bob.test #t https://a.example", "2"], link: "https://a.example", card: card,
                language: "en",
                warning: "nudity", handles: ["mention.bob.test": "did:plc:b", "card.thumb": blob]), 0,
            language: nil)
        let pictured = BlueskyRecord.record(
            errand(["x"], images: [picture()], handles: ["image.0": blob]), 0, language: nil)
        let answer = BlueskyRecord.record(
            errand(["1", "2"], handles: ["part.0": "at://a", "part.0.cid": "c"]), 1, language: nil)
        guard let post = Contracts.lexicon("app.bsky.feed.post"),
            let facet = Contracts.lexicon("app.bsky.richtext.facet"),
            let external = Contracts.lexicon("app.bsky.embed.external"),
            let images = Contracts.lexicon("app.bsky.embed.images"),
            let reference = Contracts.lexicon("com.atproto.repo.strongRef")
        else { return }
        var checks: [(JSON?, JSON?)] = []
        for record in [linked, pictured, answer] { checks.append((record, post["defs"]?["main"]?["record"])) }
        for one in linked["facets"]?.items ?? [] {
            checks.append((one, facet["defs"]?["main"]))
            checks.append((one["index"], facet["defs"]?["byteSlice"]))
            for feature in one["features"]?.items ?? [] {
                let name = feature["$type"]?.text?.split(separator: "#").last.map(String.init) ?? ""
                checks.append((feature, facet["defs"]?[name]))
            }
        }
        checks.append((linked["embed"], external["defs"]?["main"]))
        checks.append((linked["embed"]?["external"], external["defs"]?["external"]))
        checks.append((pictured["embed"], images["defs"]?["main"]))
        checks.append((pictured["embed"]?["images"]?.items?.first, images["defs"]?["image"]))
        checks.append((answer["reply"], post["defs"]?["replyRef"]))
        checks.append((answer["reply"]?["root"], reference["defs"]?["main"]))
        #expect(checks.count == 18)
        for (object, schema) in checks {
            #expect(Contracts.faults(of: try #require(object), schema: schema) == [])
        }
        let limits = post["defs"]?["main"]?["record"]?["properties"]?["text"]
        #expect(limits?["maxGraphemes"]?.integer == 300)
        #expect(limits?["maxLength"]?.integer == 3_000)
        #expect(images["defs"]?["image"]?["properties"]?["image"]?["maxSize"]?.integer == 2_000_000)
        #expect(external["defs"]?["external"]?["properties"]?["thumb"]?["maxSize"]?.integer == 1_000_000)
    }
}
