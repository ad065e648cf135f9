import HTTP
import Networks
import Posts

/// 2026-11-23T09:15:00Z.
let morning = 1_795_425_300

let key24 = "abcdefghijklmnopqrstuvwx"

func errand(
    _ parts: [String], link: String? = nil, card: Message.Card? = nil, images: [Message.Picture] = [],
    language: String? = nil, warning: String? = nil, visibility: Visibility? = nil,
    handles: [String: String] = [:]
) -> Errand {
    Errand(
        message: message(
            parts, link: link, card: card, images: images, language: language, warning: warning,
            visibility: visibility),
        key: key24, begunMicroseconds: morning * 1_000_000 + 250_000, handles: handles)
}

func message(
    _ parts: [String], link: String? = nil, card: Message.Card? = nil, images: [Message.Picture] = [],
    language: String? = nil, warning: String? = nil, visibility: Visibility? = nil
) -> Message {
    Message(
        parts: parts, link: link, card: card, images: images, language: language, warning: warning,
        visibility: visibility,
        about: .init(post: "curated/contrast", kind: "curated", topics: ["accessibility"], campaign: "spring")
    )
}

func account(_ options: [String: String], secrets: [String: String] = [:]) -> NetworkAccount {
    NetworkAccount(
        id: "fire", options: options, secrets: secrets.mapValues { Secret($0) },
        userAgent: "hearth/1.0 (+https://hearth.example)")
}

/// A PNG of one red pixel.
let redPixel: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0,
    0, 1,
    8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xDE, 0, 0, 0, 0x0C, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0xF8,
    0xCF,
    0xC0, 0, 0, 3, 1, 1, 0, 0xC9, 0xFE, 0x92, 0xEF, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60,
    0x82,
]

func picture(_ name: String = "contrast.png", alt: String = "Two buttons, one readable") -> Message.Picture {
    Message.Picture(
        name: name, mediaType: "image/png", bytes: redPixel, size: PixelSize(width: 1, height: 1), alt: alt)
}

extension Next {
    var step: Step? {
        if case .perform(let step) = self { step } else { nil }
    }
}

extension Request {
    var bodyText: String? {
        if case .bytes(let bytes) = body { String(validating: bytes, as: UTF8.self) } else { nil }
    }
    var json: JSON? { bodyText.flatMap { JSON(parsing: $0) } }
}

extension Meaning {
    var findings: Findings? {
        if case .keep(let findings) = self { findings } else { nil }
    }
    /// The case alone.
    var sort: String {
        switch self {
        case .keep: "keep"
        case .later(let seconds, _): seconds.map { "later \($0)" } ?? "later"
        case .forget(let what, _):
            "forget" + (what.accessToken ? " token" : "") + (what.session ? " session" : "")
                + what.handles.sorted().map { " " + $0 }.joined()
        case .refused: "refused"
        case .held: "held"
        case .unknown: "unknown"
        case .absent: "absent"
        case .waiting(let since): since.map { "waiting \($0)" } ?? "waiting nobody"
        }
    }
}
