import Foundation
import HTTP
import Networks
import Posts

/// A personal data server of the AT Protocol: sessions of two hours, records under keys that the client chooses.
final class BlueskyService: Service {
    private static let accessLife = 7_200
    private static let refreshLife = 90 * 86_400

    private struct Token {
        var expires: Int
    }
    private struct Record {
        var bytes: [UInt8]
        var value: JSON
        var item: Item
    }

    private var access: [String: Token] = [:]
    private var refresh: [String: Token] = [:]
    private var records: [String: Record] = [:]
    private var blobs: [String: Int] = [:]
    private var isSuspended = false
    private var isRevoked = false
    private var count = 0
    /// Log-ins so far, for a server allows few of them.
    private(set) var logins: [Int] = []

    private var did: String { "did:plc:\(account)" }

    override func place(of request: Request) -> Fault.Place {
        if request.url.contains("putRecord") { return .publish }
        return request.url.contains("getRecord") ? .lookup : .prepare
    }

    override func answer(_ request: Request, now: Int) -> Response {
        let method = String(Wire.path(request).dropFirst("/xrpc/".count))
        switch method {
        case "com.atproto.server.createSession": return login(request, now)
        case "com.atproto.server.refreshSession": return renew(request, now)
        case "com.atproto.repo.getRecord": return record(request, now)
        default: break
        }
        if let trouble = trouble(with: request, now) { return trouble }
        switch method {
        case "com.atproto.server.getSession":
            return Wire.ok(.object(["did": .string(did), "active": true]), now: now)
        case "com.atproto.repo.uploadBlob":
            guard case .bytes(let bytes) = request.body else { return fault(400, "InvalidRequest", now) }
            count += 1
            let name = "bafkrei\(Wire.name(of: bytes))\(count)"
            blobs[name] = now
            let blob: JSON = .object([
                "$type": "blob", "ref": .object(["$link": .string(name)]), "mimeType": "image/png",
                "size": .integer(bytes.count),
            ])
            return Wire.ok(.object(["blob": blob]), now: now)
        case "com.atproto.repo.putRecord": return put(request, now)
        case "com.atproto.repo.listRecords": return Wire.ok(.object(["records": .array([])]), now: now)
        case "app.bsky.notification.listNotifications":
            return Wire.ok(.object(["notifications": .array([])]), now: now)
        case "com.atproto.identity.resolveHandle": return fault(400, "InvalidRequest", now)
        default: return fault(501, "MethodNotImplemented", now)
        }
    }

    override func refusal(_ fault: Fault, _ request: Request, now: Int) -> Response? {
        let isRefresh = request.url.contains("refreshSession")
        switch fault {
        case .publishOldToken, .prepareOldToken:
            if isRefresh || request.url.contains("createSession") { return nil }
            _ = expireTokens()
            return self.fault(400, "ExpiredToken", now)
        case .publishRevoked:
            isRevoked = true
            access = [:]
            refresh = [:]
            return self.fault(401, "AuthenticationRequired", now)
        case .prepareRevoked:
            guard request.url.contains("createSession") || isRefresh else { return nil }
            isRevoked = true
            access = [:]
            refresh = [:]
            return self.fault(401, "AuthenticationRequired", now)
        case .publishSuspended:
            isSuspended = true
            return self.fault(401, "AccountTakedown", now)
        case .publishRefused, .prepareRefused: return self.fault(400, "InvalidRequest", now)
        case .publishMediaGone:
            guard request.url.contains("putRecord"), links(in: Wire.json(request)).count > 0 else {
                return nil
            }
            blobs = [:]
            return self.fault(400, "BlobNotFound", now)
        case .publishRedirect, .prepareRedirect, .lookupRedirect: return Response(status: 301)
        default: return nil
        }
    }

    override func knows(_ fault: Fault, _ request: Request) -> Bool {
        let isSession = request.url.contains("refreshSession") || request.url.contains("createSession")
        switch fault {
        case .publishOldToken, .publishRevoked, .publishSuspended, .publishRefused, .publishRedirect,
            .prepareRedirect, .lookupRedirect:
            return true
        case .prepareOldToken: return !isSession
        case .prepareRevoked: return isSession
        case .prepareRefused: return request.url.contains("uploadBlob")
        case .publishMediaGone: return !links(in: Wire.json(request)).isEmpty
        default: return false
        }
    }

    override func suffers(_ fault: Fault, _ request: Request) -> Bool {
        ![.publishKeyLost, .publishSameID].contains(fault)
    }

    override func expireTokens() -> Bool {
        defer { access = [:] }
        return !access.isEmpty
    }

    override func delete(_ item: Item) {
        super.delete(item)
        records = records.filter { $0.value.item.id != item.id }
    }

    override func mend() {
        isSuspended = false
        isRevoked = false
    }

    private func fault(_ status: Int, _ name: String, _ now: Int) -> Response {
        Wire.ok(.object(["error": .string(name), "message": "…"]), status: status, now: now)
    }

    private func trouble(with request: Request, _ now: Int) -> Response? {
        guard let token = Wire.bearer(request) else { return fault(401, "AuthMissing", now) }
        guard !isRevoked else { return fault(401, "AuthenticationRequired", now) }
        guard let known = access[token], known.expires > now else { return fault(400, "ExpiredToken", now) }
        return isSuspended ? fault(401, "AccountTakedown", now) : nil
    }

    private func login(_ request: Request, _ now: Int) -> Response {
        guard Wire.json(request)?["password"]?.text == World.canary, !isRevoked else {
            return fault(401, "AuthenticationRequired", now)
        }
        logins.append(now)
        return session(now)
    }

    /// Both tokens rotate; the old one is of no use any more.
    private func renew(_ request: Request, _ now: Int) -> Response {
        guard let token = Wire.bearer(request), let known = refresh[token], known.expires > now else {
            return fault(400, "ExpiredToken", now)
        }
        refresh[token] = nil
        return session(now)
    }

    private func session(_ now: Int) -> Response {
        count += 1
        let token = jwt(now, life: BlueskyService.accessLife)
        let other = jwt(now, life: BlueskyService.refreshLife)
        access[token] = Token(expires: now + BlueskyService.accessLife)
        refresh[other] = Token(expires: now + BlueskyService.refreshLife)
        let entry: JSON = .object([
            "id": "#atproto_pds", "type": "AtprotoPersonalDataServer",
            "serviceEndpoint": .string("https://\(host)"),
        ])
        return Wire.ok(
            .object([
                "accessJwt": .string(token), "refreshJwt": .string(other), "did": .string(did),
                "handle": .string("\(account).test"), "active": true,
                "didDoc": .object(["service": .array([entry])]),
            ]), now: now)
    }

    private func jwt(_ now: Int, life: Int) -> String {
        let claims = "{\"iat\":\(now),\"exp\":\(now + life),\"jti\":\"\(count)\"}"
        let body = Data(claims.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
        return "eyJhbGciOiJIUzI1NiJ9.\(body).\(World.canary)"
    }

    /// `swapRecord: null`: only if there is none; the same bytes once more change nothing.
    private func put(_ request: Request, _ now: Int) -> Response {
        guard let json = Wire.json(request), json["repo"]?.text == did, let key = json["rkey"]?.text,
            let value = json["record"], let text = value["text"]?.text, value["createdAt"]?.text != nil,
            key.utf8.count == 13, text.count <= 300, json["swapRecord"] == .null
        else { return fault(400, "InvalidRequest", now) }
        let bytes = Array(value.minified.utf8)
        if let record = records[key] {
            guard record.bytes == bytes else { return fault(400, "InvalidSwap", now) }
            return Wire.ok(written(record.item, bytes), now: now)
        }
        for link in links(in: json) {
            // Uploads that no record uses go away after some hours.
            guard let made = blobs[link], now - made < 4 * 3_600 else {
                return fault(400, "BlobNotFound", now)
            }
        }
        let item = make(
            text, id: "at://\(did)/app.bsky.feed.post/\(key)",
            parent: value["reply"]?["parent"]?["uri"]?.text,
            media: links(in: json), key: key, now: now)
        records[key] = Record(bytes: bytes, value: value, item: item)
        return Wire.ok(written(item, bytes), now: now)
    }

    private func written(_ item: Item, _ bytes: [UInt8]) -> JSON {
        .object(["uri": .string(item.id), "cid": .string("bafyrei\(Wire.name(of: bytes))")])
    }

    private func links(in json: JSON?) -> [String] {
        (json?["record"]?["embed"]?["images"]?.items ?? []).compactMap { $0["image"]?["ref"]?["$link"]?.text }
    }

    private func record(_ request: Request, _ now: Int) -> Response {
        guard let key = Wire.query(request, "rkey"), let record = records[key] else {
            return fault(400, "RecordNotFound", now)
        }
        return Wire.ok(
            .object([
                "uri": .string(record.item.id), "cid": .string("bafyrei\(Wire.name(of: record.bytes))"),
                "value": record.value,
            ]), now: now)
    }
}
