/// What is known of a server with the Mastodon API: its software and its limits.
struct MastodonInstance: Sendable, Hashable {
    /// The name in nodeinfo, such as `mastodon` or `gotosocial`; nil while unknown.
    var software: String?
    /// Characters of a post, its warning included.
    var maxCharacters: Int
    /// What an address counts.
    var urlLength: Int
    /// What it takes of pictures.
    var pictures: PictureLimits

    /// The names of the facts that are learned of a server, with the times at which they were.
    static let learned = [
        "checked.instance", "instance.api", "max_characters", "url_length", "max_media", "image_bytes",
        "image_pixels", "alt_length", "media_types", "checked.software", "nodeinfo", "software",
    ]

    /// What was learned, else what Mastodon documents (docs.joinmastodon.org/user/posting).
    init(_ memory: Memory, host: String) {
        software = memory.facts["software"].flatMap { $0.isEmpty ? nil : $0 }
        maxCharacters = memory.number("max_characters") ?? 500
        urlLength = memory.number("url_length") ?? 23
        pictures = PictureLimits(
            who: host, count: memory.number("max_media") ?? 4,
            bytes: memory.number("image_bytes") ?? 16_777_216,
            pixels: memory.number("image_pixels") ?? 33_177_600, alt: memory.number("alt_length") ?? 1_500,
            types: (memory.facts["media_types"] ?? "").split(separator: ",").map(String.init))
    }

    /// GoToSocial and Takahē count code points and give no discount for addresses.
    var measure: TextMeasure {
        switch software {
        case "gotosocial", "takahe": .codePoints
        default: .graphemes(urlLength: urlLength)
        }
    }

    /// How an unknown outcome is settled. Of the servers that take an `Idempotency-Key`, only these act on
    /// it: the others were seen to post twice. A server that is not known may drop what we would recognise a
    /// post by (its warning, its text), so that not finding it proves nothing.
    var settling: Settling {
        switch software {
        case "mastodon", "hometown", "glitch": .key(lifeSeconds: 3_600)
        case "pleroma", "akkoma": .key(lifeSeconds: 6 * 3_600)
        case "gotosocial", "takahe", "pixelfed": .readBack(authoritative: true, lagSeconds: 120)
        default: .readBack(authoritative: false, lagSeconds: 120)
        }
    }

    /// Whether a post has a format, which is the one that the account prefers unless it is named. No Markdown is meant, and a
    /// post that was rendered as such could not be recognised: not found, it would go out again. Others know no formats, or
    /// no plain one (Mitra).
    var takesFormat: Bool {
        switch software {
        case "gotosocial", "pleroma", "akkoma", "glitch": true
        default: false
        }
    }

    /// Pixelfed refuses a key that it has seen even if nothing came of the first request.
    var takesKey: Bool { software != "pixelfed" }

    /// The facts in the answer of `GET /api/v2/instance` or `/api/v1/instance`; nil if it is neither.
    static func facts(instance: JSON) -> [String: String]? {
        guard instance["version"]?.text != nil else { return nil }
        let statuses = instance["configuration"]?["statuses"]
        let media = instance["configuration"]?["media_attachments"]
        let numbers: [(String, Int?)] = [
            ("max_characters", statuses?["max_characters"]?.integer ?? instance["max_toot_chars"]?.integer),
            ("url_length", statuses?["characters_reserved_per_url"]?.integer),
            ("max_media", statuses?["max_media_attachments"]?.integer),
            ("image_bytes", media?["image_size_limit"]?.integer ?? instance["upload_limit"]?.integer),
            ("image_pixels", media?["image_matrix_limit"]?.integer),
            ("alt_length", media?["description_limit"]?.integer ?? instance["description_limit"]?.integer),
        ]
        var facts: [String: String] = [:]
        // Zero is how some servers say that there is no limit.
        for (name, number) in numbers { if let number, number > 0 { facts[name] = String(number) } }
        if let types = media?["supported_mime_types"]?.items {
            facts["media_types"] = types.compactMap(\.text).joined(separator: ",")
        }
        return facts
    }
}
