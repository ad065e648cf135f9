import Posts

/// The record of one part of a message, `app.bsky.feed.post`: the same bytes for the same errand and handles.
enum BlueskyRecord {
    /// The collection, which is the record's type too.
    static let collection = "app.bsky.feed.post"

    /// Values of `com.atproto.label.defs#selfLabels` that a warning may be, word for word.
    static let labels = ["porn", "sexual", "nudity", "graphic-media"]

    /// The texts of the parts. Pictures and a link card exclude each other, so beside pictures the link
    /// stands in the text. There is no free-text warning, so one that is no label begins the first part.
    static func texts(_ message: Message) -> [String] {
        var parts = message.images.isEmpty ? message.parts : Wording.withLink(message.link, in: message.parts)
        if let warning = message.warning, !labels.contains(warning.lowercased()), let first = parts.first {
            parts[0] = first.isEmpty ? "CW: \(warning)" : "CW: \(warning)\n\n\(first)"
        }
        return parts
    }

    /// The key of a part: the microsecond in which the errand was begun, one later for each part, on a clock
    /// that its key chooses.
    static func key(_ errand: Errand, _ index: Int) -> String {
        let digest = Digest.sha256(Array(errand.key.utf8))
        return TID.text(
            microseconds: errand.begunMicroseconds + index, clock: Int(digest[0]) << 8 | Int(digest[1]))
    }

    /// When a part was written: never in the future, and later than the part before it.
    static func created(_ errand: Errand, _ index: Int) -> String {
        Clock.text(milliseconds: errand.composedMicroseconds / 1_000 + index)
    }

    /// The record; mentions whose handle no server knows stay plain text.
    static func record(_ errand: Errand, _ index: Int, language: String?) -> JSON {
        let message = errand.message
        let text = texts(message)[index]
        let facets = Facets.find(in: text).compactMap { facet($0, errand.handles) }
        let tongue = message.language ?? language
        let label = message.warning.map { $0.lowercased() }.flatMap { labels.contains($0) ? $0 : nil }
        return .object([
            "$type": .string(collection),
            "text": .string(text),
            "createdAt": .string(created(errand, index)),
            "facets": facets.isEmpty ? nil : .array(facets),
            "reply": reply(errand.handles, index),
            "embed": index > 0 ? nil : embed(message, errand.handles),
            "langs": tongue.map { .texts([$0]) },
            "labels": label.map {
                .object([
                    "$type": "com.atproto.label.defs#selfLabels",
                    "values": .array([.object(["val": .string($0)])]),
                ])
            },
        ])
    }

    private static func facet(_ facet: Facets.Facet, _ handles: [String: String]) -> JSON? {
        let feature: JSON
        switch facet.feature {
        case .link(let address):
            feature = .object(["$type": "app.bsky.richtext.facet#link", "uri": .string(address)])
        case .tag(let tag):
            feature = .object(["$type": "app.bsky.richtext.facet#tag", "tag": .string(tag)])
        case .mention(let handle):
            guard let did = handles["mention.\(handle)"], !did.isEmpty else { return nil }
            feature = .object(["$type": "app.bsky.richtext.facet#mention", "did": .string(did)])
        }
        let index: JSON = .object([
            "byteStart": .integer(facet.bytes.lowerBound), "byteEnd": .integer(facet.bytes.upperBound),
        ])
        return .object(["index": index, "features": .array([feature])])
    }

    private static func reply(_ handles: [String: String], _ index: Int) -> JSON? {
        guard index > 0 else { return nil }
        func reference(_ part: Int) -> JSON {
            .object(["uri": .text(handles["part.\(part)"]), "cid": .text(handles["part.\(part).cid"])])
        }
        return .object(["root": reference(0), "parent": reference(index - 1)])
    }

    private static func embed(_ message: Message, _ handles: [String: String]) -> JSON? {
        if !message.images.isEmpty {
            let images = message.images.enumerated().map { index, picture -> JSON in
                .object([
                    "image": handles["image.\(index)"].flatMap { JSON(parsing: $0) },
                    "alt": .string(picture.alt),
                    "aspectRatio": picture.size.map {
                        .object(["width": .integer($0.width), "height": .integer($0.height)])
                    },
                ])
            }
            return .object(["$type": "app.bsky.embed.images", "images": .array(images)])
        }
        guard let link = message.link else { return nil }
        let external: JSON = .object([
            "uri": .string(link),
            "title": .string(title(of: message, link)),
            "description": .string(message.card?.description ?? ""),
            "thumb": handles["card.thumb"].flatMap { JSON(parsing: $0) },
        ])
        return .object(["$type": "app.bsky.embed.external", "external": external])
    }

    private static func title(of message: Message, _ link: String) -> String {
        if let title = message.card?.title, !title.isEmpty { return title }
        return Link.source(link) ?? link
    }
}
