import HTTP
import Networks
import Posts

/// A server with the Mastodon API: statuses, uploads that take a while, keys that are written after the status.
final class MastodonService: Service {
    /// What software it says it is, and how long it keeps an idempotency key, in seconds; 0 if it keeps none.
    struct Software {
        var name: String?
        var keyLife: Int
    }

    private let software: Software
    private var keys: [String: (id: String, at: Int)] = [:]
    private var uploads: [String: (at: Int, ready: Int, isUsed: Bool)] = [:]
    private var token = World.canary
    private var isSuspended = false
    private var recent: [Int] = []

    init(account: AccountID, host: String, software: Software) {
        self.software = software
        super.init(account: account, host: host)
    }

    override func place(of request: Request) -> Fault.Place {
        let path = Wire.path(request)
        if path == "/api/v1/statuses" { return .publish }
        return path.hasSuffix("/statuses") ? .lookup : .prepare
    }

    override func answer(_ request: Request, now: Int) -> Response {
        let path = Wire.path(request)
        switch path {
        case "/.well-known/nodeinfo":
            guard software.name != nil else { return error(404, "Not found", now) }
            let link: JSON = .object([
                "rel": "http://nodeinfo.diaspora.software/ns/schema/2.0",
                "href": .string("https://\(host)/nodeinfo/2.0"),
            ])
            return Wire.ok(.object(["links": .array([link])]), now: now)
        case "/nodeinfo/2.0":
            return Wire.ok(
                .object(["software": .object(["name": .text(software.name), "version": "4"])]), now: now)
        case "/api/v2/instance":
            let statuses: JSON = .object([
                "max_characters": .integer(500), "max_media_attachments": .integer(4),
                "characters_reserved_per_url": .integer(23),
            ])
            return Wire.ok(
                .object(["version": "4.5.0", "configuration": .object(["statuses": statuses])]), now: now)
        default: break
        }
        guard Wire.bearer(request) == token else { return error(401, "The access token is invalid", now) }
        if isSuspended { return error(403, "Your login is currently disabled", now) }
        switch path {
        case "/api/v1/accounts/verify_credentials":
            return Wire.ok(
                .object([
                    "id": "77", "acct": .string("\(account)"), "url": .string("https://\(host)/@\(account)"),
                    "source": .object(["privacy": "public"]),
                ]), now: now)
        case "/api/v2/media": return upload(now)
        case "/api/v1/statuses": return post(request, now)
        case "/api/v1/notifications": return Wire.ok(.array([]), now: now)
        case "/api/v1/accounts/77/statuses":
            let shown = visible(now: now).suffix(40).reversed().map { status($0) }
            return Wire.ok(.array(Array(shown)), now: now)
        case let path where path.hasPrefix("/api/v1/media/"):
            guard let upload = uploads[String(path.dropFirst("/api/v1/media/".count))] else {
                return error(404, "Record not found", now)
            }
            return Wire.ok(
                .object(["id": .string(String(path.dropFirst("/api/v1/media/".count)))]),
                status: now >= upload.ready ? 200 : 206, now: now)
        default: return error(404, "Not found", now)
        }
    }

    override func refusal(_ fault: Fault, _ request: Request, now: Int) -> Response? {
        let isOpen = ["/.well-known/nodeinfo", "/nodeinfo/2.0", "/api/v2/instance"].contains(
            Wire.path(request))
        switch fault {
        case .publishRevoked, .prepareRevoked, .lookupRevoked:
            if isOpen { return nil }
            token = "another"
            return error(401, "The access token was revoked", now)
        case .publishSuspended:
            isSuspended = true
            return error(403, "Your login is currently disabled", now)
        case .publishRefused, .prepareRefused: return error(422, "Validation failed: Text is wrong", now)
        case .publishMediaGone:
            guard Wire.json(request)?["media_ids"] != nil else { return nil }
            uploads = [:]
            return error(422, "Validation failed: media not found", now)
        case .publishMediaUnready:
            guard let id = Wire.json(request)?["media_ids"]?.items?.first?.text else { return nil }
            uploads[id]?.ready = now + 40
            return error(
                422, "Cannot attach files that have not finished processing. Try again in a moment!", now)
        case .prepareMediaWorking:
            guard Wire.path(request) == "/api/v2/media" else { return nil }
            return upload(now, takes: 90)
        case .publishRedirect, .prepareRedirect, .lookupRedirect: return Response(status: 301)
        default: return nil
        }
    }

    override func knows(_ fault: Fault, _ request: Request) -> Bool {
        switch fault {
        case .publishRevoked, .publishSuspended, .publishRefused, .publishRedirect, .prepareRedirect,
            .lookupRedirect, .lookupRevoked:
            true
        case .prepareRevoked:
            !["/.well-known/nodeinfo", "/nodeinfo/2.0", "/api/v2/instance"].contains(Wire.path(request))
        case .prepareRefused: Wire.path(request) == "/api/v2/media"
        case .publishMediaGone, .publishMediaUnready: Wire.json(request)?["media_ids"] != nil
        case .prepareMediaWorking: Wire.path(request) == "/api/v2/media"
        default: false
        }
    }

    override func suffers(_ fault: Fault, _ request: Request) -> Bool {
        switch fault {
        case .publishKeyLost: software.keyLife > 0
        default: true
        }
    }

    override func mend() {
        token = World.canary
        isSuspended = false
    }

    private func error(_ status: Int, _ words: String, _ now: Int) -> Response {
        Wire.ok(.object(["error": .string(words)]), status: status, now: now)
    }

    private func upload(_ now: Int, takes: Int = 0) -> Response {
        let id = "\(5_000 + uploads.count)\(now % 1_000)"
        uploads[id] = (now, now + takes, false)
        return Wire.ok(.object(["id": .string(id)]), status: takes > 0 ? 202 : 200, now: now)
    }

    private func post(_ request: Request, _ now: Int) -> Response {
        let key = request.headers.first(named: "Idempotency-Key")
        if software.keyLife > 0, let key, let known = keys[key], now - known.at < software.keyLife,
            let item = items.first(where: { $0.id == known.id })
        {
            return Wire.ok(status(item), now: now)
        }
        guard let json = Wire.json(request) else { return error(400, "no JSON", now) }
        let text = json["status"]?.text ?? ""
        let media = json["media_ids"]?.items?.compactMap(\.text) ?? []
        guard !text.isEmpty || !media.isEmpty, text.count <= 500 else {
            return error(422, "Validation failed", now)
        }
        for id in media {
            guard let upload = uploads[id], !upload.isUsed else {
                return error(422, "Validation failed: media not found", now)
            }
            guard now >= upload.ready else {
                return error(422, "Cannot attach files that have not finished processing.", now)
            }
        }
        let parent = json["in_reply_to_id"]?.text
        if let parent, !items.contains(where: { $0.id == parent }) {
            return error(404, "Record not found", now)
        }
        recent = recent.filter { now - $0 < 3 * 3_600 } + [now]
        guard recent.count <= 300 else { return error(429, "Too many requests", now) }
        for id in media { uploads[id]?.isUsed = true }
        let item = make(text, parent: parent, media: media, key: key, now: now)
        // Written after the status stands: a crash in between loses it.
        if let key, software.keyLife > 0, !losesKey { keys[key] = (item.id, now) }
        losesKey = false
        return Wire.ok(status(item), now: now)
    }

    private func status(_ item: Item) -> JSON {
        let escaped = item.text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
            ">", with: "&gt;")
        let paragraphs = escaped.split(separator: "\n\n").map {
            "<p>\($0.replacing("\n", with: "<br />"))</p>"
        }
        return .object([
            "id": .string(item.id), "created_at": .string(Wire.time(item.at)),
            "in_reply_to_id": .text(item.parent) ?? .null, "spoiler_text": "",
            "content": .string(paragraphs.joined()), "url": .string("https://\(host)/@\(account)/\(item.id)"),
            "media_attachments": .array(item.media.map { .object(["id": .string($0)]) }),
        ])
    }
}
