import HTTP
import Posts

/// A receiver of your own: every post is one signed request in the form of Standard Webhooks
/// (standardwebhooks.com), whose `webhook-id` stays the same for every attempt.
public struct Webhook: Network {
    /// Keys, price and name.
    public static let profile = NetworkProfile(
        name: "webhook",
        keys: [
            .init("url", .url, required: true, "Where posts are sent."),
            .init(
                "secret", .secret,
                "The signing key, `whsec_` and 24 to 64 bytes in Base64. Without it nothing is signed."),
            .init(
                "deduplicates", .word(["true", "false"]),
                "Whether the receiver promises to act only once on a `webhook-id` within three days."
            ),
            .init(
                "images", .word(["names", "data"]), "Whether images are sent along (in Base64) or named only."
            ),
        ],
        putsLinkInText: false)

    private let address: ServiceAddress
    private let key: [UInt8]?
    private let account: AccountID
    private let deduplicates: Bool
    private let sendsImages: Bool
    private let userAgent: String

    /// The receiver's promise must hold as long as an unknown outcome may be settled by repeating.
    private static let life = 3 * 86_400
    /// What Standard Webhooks advises.
    private static let longestBody = 20_000

    /// A webhook bound to one account.
    public init(_ account: NetworkAccount) throws(AccountFault) {
        guard let url = account.options["url"] else { throw AccountFault(key: "url", reason: "is missing") }
        address = try ServiceAddress(url, key: "url", allowsQuery: true)
        key = try account.secrets["secret"].map { secret throws(AccountFault) in try Webhook.key(secret) }
        self.account = account.id
        deduplicates = try Webhook.choice(account, "deduplicates", among: ["false", "true"]) == "true"
        sendsImages = try Webhook.choice(account, "images", among: ["names", "data"]) == "data"
        userAgent = account.userAgent
    }

    private static func key(_ secret: Secret) throws(AccountFault) -> [UInt8] {
        let text = secret.reveal()
        guard text.hasPrefix("whsec_"), let bytes = Base64Text.decode(text.dropFirst(6)),
            (24...64).contains(bytes.count)
        else { throw AccountFault(key: "secret", reason: "is not `whsec_` and 24 to 64 bytes in Base64") }
        return bytes
    }

    private static func choice(
        _ account: NetworkAccount, _ key: String, among words: [String]
    ) throws(AccountFault) -> String {
        guard let word = account.options[key] else { return words[0] }
        guard words.contains(word) else {
            throw AccountFault(key: key, reason: "must be one of \(words.joined(separator: ", "))")
        }
        return word
    }

    /// Repeating is harmless only where the receiver has promised so.
    public func settling(_ memory: Memory) -> Settling {
        deduplicates ? .key(lifeSeconds: Webhook.life) : .none
    }

    /// Nothing is refused; a long body is unwise.
    public func complaints(about message: Message, memory: Memory) -> [Complaint] {
        let length = payload(Errand(message: message, key: "", begunMicroseconds: 0)).utf8.count
        guard !sendsImages, length > Webhook.longestBody else { return [] }
        return [
            Complaint(
                "body-too-long",
                "makes a body of \(length) bytes, receivers of webhooks may take \(Webhook.longestBody)",
                isError: false)
        ]
    }

    /// One request, `deliver`.
    public func next(_ errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        if let id = errand.handles["deliver"] {
            return .done(Receipt(id: id, url: errand.handles["deliver.url"]))
        }
        let id = Webhook.id(errand)
        let body = Array(payload(errand).utf8)
        var headers = [
            Header("Content-Type", "application/json"), Header("User-Agent", userAgent),
            Header("webhook-id", id), Header("webhook-timestamp", String(clock)),
        ]
        if let key {
            headers.append(Header("webhook-signature", Webhook.signature(id, clock, body, key: key)))
        }
        return .perform(
            Step(
                "deliver", .publishes,
                Request(method: "POST", url: address.base, headers: headers, body: .bytes(body))))
    }

    /// Nothing can be read back from a webhook.
    public func find(_ step: String, of errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        if let id = errand.handles["deliver"] {
            return .done(Receipt(id: id, url: errand.handles["deliver.url"]))
        }
        return .cannotTell("a webhook cannot be asked what it took")
    }

    /// There is no request that a receiver would not take for a post.
    public func probe(memory: Memory, clock: EpochSeconds) -> Next {
        .done(Receipt(id: address.host))
    }

    /// Nobody writes to a webhook.
    public func inbox(memory: Memory, clock: EpochSeconds) -> Next? { nil }

    /// Any 2xx means taken, 410 that the receiver wants nothing more; the rest by status.
    ///
    /// 429 is taken at its word: by Standard Webhooks whatever is not 2xx was not taken. 502, 503 and 504 are
    /// not, since they come from gateways that may have passed the request on.
    public func meaning(
        of response: Response, to step: Step, of errand: Errand?, memory: Memory, clock: EpochSeconds
    ) -> Meaning {
        switch response.status {
        case 200..<300:
            let body = response.jsonText.flatMap { JSON(parsing: $0) }
            let location = response.header("Location").flatMap { $0.hasPrefix("https://") ? $0 : nil }
            let url = Answer.address(body?["url"]?.text) ?? Answer.address(location)
            // Our own name for it, never theirs: a receiver may call everything "ok".
            var handles = ["deliver": errand.map(Webhook.id) ?? address.host]
            if let url { handles["deliver.url"] = url }
            return .keep(.init(handles: handles))
        case 404, 405, 410:
            // Every other post would meet the same end: the address is what is wrong.
            return .held(
                why: "\(address.host) answered \(Answer.said(response)): nobody takes posts at this address")
        default: return Answer.toPublishing(response, from: address.host, clock: clock)
        }
    }
}

extension Webhook {
    /// The same for every attempt; the receiver knows a repetition by it.
    private static func id(_ errand: Errand) -> String { "hearth_\(errand.key)" }

    /// `v1,` and the Base64 of HMAC-SHA-256 over `id.timestamp.body`.
    static func signature(_ id: String, _ timestamp: EpochSeconds, _ body: [UInt8], key: [UInt8]) -> String {
        "v1," + Base64.encode(Digest.hmacSHA256(key: key, Array("\(id).\(timestamp).".utf8) + body))
    }

    /// The body: the same bytes for the same errand.
    private func payload(_ errand: Errand) -> String {
        let message = errand.message
        let data: JSON = .object([
            "id": .string(Webhook.id(errand)),
            "post": .string(message.about.post.rawValue),
            "account": .string(account.rawValue),
            "kind": .string(message.about.kind.rawValue),
            "text": .string(message.parts.joined(separator: "\n\n")),
            "parts": .texts(message.parts),
            "link": .text(message.link) ?? .null,
            "topics": .texts(message.about.topics),
            "campaign": .text(message.about.campaign?.rawValue) ?? .null,
            "via": .text(message.about.via),
            "language": .text(message.language) ?? .null,
            "warning": .text(message.warning) ?? .null,
            "visibility": .text(message.visibility?.rawValue) ?? .null,
            "images": .array(message.images.map(image)),
        ])
        return JSON.object([
            "type": "post.published",
            "timestamp": .string(Clock.text(milliseconds: errand.composedMicroseconds / 1_000)),
            "data": data,
        ]).minified
    }

    private func image(_ picture: Message.Picture) -> JSON {
        .object([
            "name": .string(picture.name),
            "media_type": .string(picture.mediaType),
            "alt": .string(picture.alt),
            "data": sendsImages ? .string(Base64.encode(picture.bytesToSend)) : nil,
        ])
    }
}
