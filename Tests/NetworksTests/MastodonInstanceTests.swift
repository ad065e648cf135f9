import Testing

@testable import Networks

@Suite struct MastodonInstanceTests {
    private func instance(_ facts: [String: String]) -> MastodonInstance {
        MastodonInstance(Memory(facts: facts), host: "social.example")
    }

    @Test func `until the server was asked, what Mastodon documents holds`() {
        let unknown = instance([:])
        #expect(unknown.maxCharacters == 500)
        #expect(unknown.measure == .graphemes(urlLength: 23))
        #expect(unknown.pictures.count == 4)
        #expect(unknown.pictures.alt == 1_500)
        #expect(unknown.settling == .readBack(authoritative: false, lagSeconds: 120))
    }

    @Test(arguments: [
        ("mastodon", Settling.key(lifeSeconds: 3_600)), ("glitch", .key(lifeSeconds: 3_600)),
        ("akkoma", .key(lifeSeconds: 21_600)),
        ("gotosocial", .readBack(authoritative: true, lagSeconds: 120)),
        ("snac", .readBack(authoritative: false, lagSeconds: 120)),
        ("", .readBack(authoritative: false, lagSeconds: 120)),
    ])
    func `only software that is known to keep the key is trusted with it`(
        _ software: String, _ settling: Settling
    ) {
        #expect(instance(["software": software]).settling == settling)
    }

    @Test func `the newer and the older description of a server are read`() throws {
        let newer = try #require(
            JSON(
                parsing: #"""
                    {"version":"4.5.0","configuration":{"statuses":{"max_characters":5000,"max_media_attachments":6,
                    "characters_reserved_per_url":25},"media_attachments":{"supported_mime_types":["image/png"],
                    "description_limit":1500,"image_size_limit":41943040,"image_matrix_limit":0}}}
                    """#))
        #expect(
            MastodonInstance.facts(instance: newer) == [
                "max_characters": "5000", "max_media": "6", "url_length": "25", "media_types": "image/png",
                "alt_length": "1500", "image_bytes": "41943040",
            ])
        let pleroma = try #require(
            JSON(
                parsing:
                    #"{"version":"2.7.2 (compatible; Akkoma 3)","max_toot_chars":5000,"upload_limit":16000000}"#
            ))
        #expect(
            MastodonInstance.facts(instance: pleroma) == [
                "max_characters": "5000", "image_bytes": "16000000",
            ])
        #expect(MastodonInstance.facts(instance: .object(["hello": "there"])) == nil)
    }
}
