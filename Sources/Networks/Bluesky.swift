import HTTP
import Posts

/// Bluesky and other servers of the AT Protocol (atproto.com, docs.bsky.app).
///
/// Posts are records whose key we choose (`BlueskyRecord.key`) and that are written with `putRecord` and
/// `swapRecord: null`, "only if there is none": the reference server answers a repetition of the same bytes
/// with the record that is there, and anything else under that key with `InvalidSwap`. A server that reads
/// null as "no condition" replaces the record by the same bytes. Either way there is one post, however often
/// it is sent. `createRecord` is no alternative: it answers a key that is taken with 500.
public struct Bluesky: Network {
    /// Keys, price and name.
    public static let profile = NetworkProfile(
        name: "bluesky",
        keys: [
            .init("handle", .text, required: true, "The handle, such as `hearth.example`, without `@`."),
            .init("password", .secret, required: true, "An app password, not the one of the account."),
            .init("url", .url, "The server to log in at, if not `https://bsky.social`."),
            .init("language", .text, "Language of posts that name none, such as `en`."),
        ],
        putsLinkInText: false)

    private let address: ServiceAddress
    private let handle: String
    private let password: Secret
    private let language: String?
    private let userAgent: String

    /// A Bluesky account.
    public init(_ account: NetworkAccount) throws(AccountFault) {
        address = try ServiceAddress(account.options["url"] ?? "https://bsky.social", key: "url")
        guard let handle = account.options["handle"], !handle.isEmpty else {
            throw AccountFault(key: "handle", reason: "is missing")
        }
        guard
            Facets.handles(in: "@\(handle)").map(\.utf8.count) == [handle.utf8.count]
                || handle.hasPrefix("did:")
        else { throw AccountFault(key: "handle", reason: "is no handle such as hearth.example: \(handle)") }
        self.handle = handle
        guard let password = account.secrets["password"], !password.isEmpty else {
            throw AccountFault(key: "password", reason: "is missing")
        }
        self.password = password
        language = account.options["language"]
        userAgent = account.userAgent
    }

    /// We choose the key of a record, so the same record may be sent again.
    public func settling(_ memory: Memory) -> Settling { .clientID }

    /// Length in graphemes and bytes, pictures, and what Bluesky does not have.
    public func complaints(about message: Message, memory: Memory) -> [Complaint] {
        let texts = BlueskyRecord.texts(message)
        var found: [Complaint] = []
        for (index, text) in texts.enumerated() {
            let who = Complaint.part(index, of: texts.count)
            if text.count > 300 {
                found.append(
                    Complaint("text-too-long", "\(who) has \(text.count) graphemes, Bluesky takes 300"))
            } else if text.utf8.count > 3_000 {
                found.append(
                    Complaint("text-too-long", "\(who) has \(text.utf8.count) bytes, Bluesky takes 3000"))
            }
            if text.allSatisfy(\.isWhitespace), index > 0 || (message.images.isEmpty && message.link == nil) {
                found.append(Complaint("text-empty", "\(who) is empty"))
            }
        }
        let images = PictureLimits(
            who: "Bluesky", count: 4, bytes: 2_000_000, pixels: nil, alt: nil, types: [])
        found += images.complaints(about: message.images)
        for picture in message.images where (1_000_001...2_000_000).contains(picture.bytesToSend.count) {
            found.append(
                Complaint(
                    "image-large",
                    "\(picture.name) has \(picture.bytesToSend.count) bytes, "
                        + "servers from before April 2026 take 1000000",
                    isError: false))
        }
        if message.images.isEmpty, let thumbnail = message.card?.thumbnail {
            let one = PictureLimits(
                who: "a link card of Bluesky", count: 1, bytes: 1_000_000, pixels: nil, alt: nil, types: [])
            found += one.complaints(about: [thumbnail]).filter { $0.code != "missing-alt" }
        }
        if let warning = message.warning, !BlueskyRecord.labels.contains(warning.lowercased()) {
            found.append(
                Complaint(
                    "warning-in-text",
                    "Bluesky has no content warnings in words; the text begins with “CW: \(warning)”",
                    isError: false))
        }
        switch message.visibility {
        case .private:
            found.append(Complaint("visibility", "everything on Bluesky is public, this post is private"))
        case .unlisted:
            found.append(
                Complaint(
                    "visibility", "everything on Bluesky is listed, this post is unlisted", isError: false))
        case .public, nil: break
        }
        return found
    }

    // MARK: - What to do next

    /// A session, mentions, pictures, then the parts in order.
    public func next(_ errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        let count = BlueskyRecord.texts(errand.message).count
        let last = (0..<count).last { errand.handles["part.\($0)"] != nil }
        if let last, last == count - 1 { return receipt(errand) }
        if last == nil {
            let errors = complaints(about: errand.message, memory: memory).filter(\.isError)
            if !errors.isEmpty { return .impossible(errors) }
        }
        guard let session = session(memory), session.isUsable(at: clock), let token = session.accessToken
        else {
            return .perform(renewal(memory))
        }
        for text in BlueskyRecord.texts(errand.message) {
            for handle in Facets.handles(in: text) where errand.handles["mention.\(handle)"] == nil {
                let query = "com.atproto.identity.resolveHandle?handle=\(PercentEncoding.encode(handle))"
                return .perform(Step("mention.\(handle)", .prepares, get(query, session, token)))
            }
        }
        if last == nil, let step = upload(errand, session, token, clock) { return .perform(step) }
        return .perform(put(last.map { $0 + 1 } ?? 0, of: errand, session, token))
    }

    /// The record under the part's key, asked of the server that keeps the repository.
    public func find(_ step: String, of errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        if errand.handles[step] != nil { return receipt(errand) }
        if let doubt = errand.handles["doubt.\(step)"] { return .cannotTell(doubt) }
        guard let index = Bluesky.index(of: step) else { return .cannotTell("there is no step \(step)") }
        guard memory.facts["handle"] == handle, memory.facts["service"] == address.base,
            let did = memory.facts["did"], let pds = memory.facts["pds"]
        else { return .perform(renewal(memory)) }
        let query =
            "com.atproto.repo.getRecord?repo=\(PercentEncoding.encode(did))"
            + "&collection=\(BlueskyRecord.collection)&rkey=\(BlueskyRecord.key(errand, index))"
        // Repositories are public: without a token, none can have expired.
        return .perform(
            Step(
                "find.\(step)", .prepares,
                Request(method: "GET", url: "\(pds)/xrpc/\(query)", headers: [agent])))
    }

    /// Whether the session, or else the password, is good.
    public func probe(memory: Memory, clock: EpochSeconds) -> Next {
        guard let session = session(memory), session.isUsable(at: clock), let token = session.accessToken
        else {
            return .perform(renewal(memory))
        }
        if !memory.isFresh("checked.account", within: 60, clock: clock) {
            return .perform(Step("whoami", .prepares, get("com.atproto.server.getSession", session, token)))
        }
        return .done(Receipt(id: session.did, url: "https://bsky.app/profile/\(session.did)"))
    }

    /// Our latest replies and likes, then who wrote to us: mentions, replies and quotes.
    public func inbox(memory: Memory, clock: EpochSeconds) -> Next? {
        guard let session = session(memory), session.isUsable(at: clock), let token = session.accessToken
        else {
            return .perform(renewal(memory))
        }
        for (step, collection) in [
            ("inbox.replies", BlueskyRecord.collection), ("inbox.likes", "app.bsky.feed.like"),
        ]
        where !memory.isFresh("\(step).at", within: 60, clock: clock) {
            let query =
                "com.atproto.repo.listRecords?repo=\(PercentEncoding.encode(session.did))"
                + "&collection=\(collection)&limit=100"
            return .perform(Step(step, .prepares, get(query, session, token)))
        }
        let query =
            "app.bsky.notification.listNotifications?reasons=mention&reasons=reply&reasons=quote&limit=100"
        return .perform(Step("inbox", .prepares, get(query, session, token)))
    }
}

// MARK: - Requests

extension Bluesky {
    private var agent: Header { Header("User-Agent", userAgent) }

    private func session(_ memory: Memory) -> BlueskySession? {
        BlueskySession(memory, handle: handle, service: address.base)
    }

    private func get(_ query: String, _ session: BlueskySession, _ token: String) -> Request {
        Request(method: "GET", url: "\(session.pds)/xrpc/\(query)", headers: [.bearer(Secret(token)), agent])
    }

    /// New tokens for old ones; a log-in only where there is no session at all (a server allows few of them).
    private func renewal(_ memory: Memory) -> Step {
        if let session = session(memory) {
            let token = Secret(session.refreshToken)
            return Step(
                "refresh", .prepares,
                Request(
                    method: "POST", url: "\(session.pds)/xrpc/com.atproto.server.refreshSession",
                    headers: [.bearer(token), agent], secrets: [token]))
        }
        let body: JSON = .object(["identifier": .string(handle), "password": .string(password.reveal())])
        return Step(
            "login", .prepares,
            Request(
                url: "\(address.base)/xrpc/com.atproto.server.createSession", headers: [agent],
                json: body.minified,
                secrets: [password]))
    }

    /// The next picture that is not there. One that no record uses is thrown away by the server after a
    /// while.
    private func upload(
        _ errand: Errand, _ session: BlueskySession, _ token: String, _ clock: EpochSeconds
    ) -> Step? {
        var pictures = errand.message.images.enumerated().map { ("image.\($0)", $1) }
        if pictures.isEmpty, errand.message.link != nil, let thumbnail = errand.message.card?.thumbnail {
            pictures = [("card.thumb", thumbnail)]
        }
        for (name, picture) in pictures {
            let at = errand.handles["\(name).at"].flatMap { Int($0) }
            if errand.handles[name] != nil, let at, clock - at < 1_800 { continue }
            return Step(
                name, .prepares,
                Request(
                    method: "POST", url: "\(session.pds)/xrpc/com.atproto.repo.uploadBlob",
                    headers: [.bearer(Secret(token)), agent, Header("Content-Type", picture.mediaType)],
                    body: .bytes(picture.bytesToSend), timeouts: .upload))
        }
        return nil
    }

    private func put(_ index: Int, of errand: Errand, _ session: BlueskySession, _ token: String) -> Step {
        let body: JSON = .object([
            "repo": .string(session.did),
            "collection": .string(BlueskyRecord.collection),
            "rkey": .string(BlueskyRecord.key(errand, index)),
            "swapRecord": .null,
            "record": BlueskyRecord.record(errand, index, language: language),
        ])
        return Step(
            "part.\(index)", .publishes,
            Request(
                url: "\(session.pds)/xrpc/com.atproto.repo.putRecord",
                headers: [.bearer(Secret(token)), agent],
                json: body.minified))
    }

    private static func index(of step: String) -> Int? {
        step.hasPrefix("part.") ? Int(step.dropFirst(5)) : nil
    }

    private func receipt(_ errand: Errand) -> Next {
        let uri = errand.handles["part.0"] ?? ""
        let fields = uri.split(separator: "/")
        guard fields.count == 4 else { return .done(Receipt(id: uri)) }
        return .done(Receipt(id: uri, url: "https://bsky.app/profile/\(fields[1])/post/\(fields[3])"))
    }
}

// MARK: - Meanings

extension Bluesky {
    /// By the step and the name of the error; see `docs/networks.md` for the table.
    public func meaning(
        of response: Response, to step: Step, of errand: Errand?, memory: Memory, clock: EpochSeconds
    ) -> Meaning {
        let json = response.jsonText.flatMap { JSON(parsing: $0) }
        let good = (200..<300).contains(response.status) ? json : nil
        // Names of errors are part of the protocol, unlike their messages.
        let fault = (400..<500).contains(response.status) ? json?["error"]?.text : nil
        switch step.name {
        case "login", "refresh": return session(good, response, step.name, memory, clock)
        default: break
        }
        if step.name.hasPrefix("find.") {
            return found(good, fault, response, String(step.name.dropFirst(5)), errand, clock)
        }
        if let meaning = tokenTrouble(response, fault, memory, clock) { return meaning }
        let prepared = { Answer.toPreparing(response, from: self.address.host, clock: clock) }
        if step.name.hasPrefix("mention.") {
            if let did = good?["did"]?.text { return .keep(.init(handles: [step.name: did])) }
            // Nobody has this handle.
            return response.status == 400 ? .keep(.init(handles: [step.name: ""])) : prepared()
        }
        switch step.name {
        case "whoami":
            return good == nil ? prepared() : .keep(.init(facts: ["checked.account": String(clock)]))
        case "inbox.replies", "inbox.likes":
            guard let records = good?["records"]?.items else { return prepared() }
            let facts = [step.name: Bluesky.answers(records).text, "\(step.name).at": String(clock)]
            return .keep(.init(facts: facts))
        case "inbox":
            guard let notifications = good?["notifications"]?.items else {
                // Some servers of personal data know no notifications.
                return response.status == 501 ? .absent : prepared()
            }
            let kept = ["inbox.replies", "inbox.likes"].compactMap { memory.facts[$0] }.joined(separator: " ")
            return .waiting(
                since: Answered(text: kept).oldest(of: Bluesky.writers(notifications), clock: clock))
        default: break
        }
        if step.effect == .prepares {
            guard let blob = good?["blob"] else { return prepared() }
            return .keep(.init(handles: [step.name: blob.minified, "\(step.name).at": String(clock)]))
        }
        return published(good, fault, response, step.name, errand, clock)
    }

    private func session(
        _ good: JSON?, _ response: Response, _ step: String, _ memory: Memory, _ clock: EpochSeconds
    ) -> Meaning {
        let findings = BlueskySession.findings(
            good, handle: handle, service: address, pds: session(memory)?.pds, clock: clock)
        if let findings { return .keep(findings) }
        let meaning = Answer.toPreparing(response, from: address.host, clock: clock)
        switch meaning {
        case .refused(let why), .held(let why):
            // A pair of tokens is good for one renewal and for 90 days; the password is what counts.
            return step == "refresh" && response.status < 500 && response.status >= 400
                ? .forget(.init(session: true), why: why) : .held(why: why)
        default: return meaning
        }
    }

    /// What is wrong with a token: renewed once, and a renewed one that is refused is for a person to look
    /// into.
    private func tokenTrouble(
        _ response: Response, _ fault: String?, _ memory: Memory, _ clock: EpochSeconds
    ) -> Meaning? {
        let names = ["ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired"]
        guard let fault, names.contains(fault) else { return nil }
        let why = "\(address.host) answered \(Answer.said(response))"
        let isNew = session(memory).map { (0..<30).contains(clock - $0.issued) } ?? false
        // A token may well expire within seconds where a server gives it that life; then it says so.
        if isNew, fault != "ExpiredToken" { return .held(why: why) }
        return .forget(.init(accessToken: true), why: why)
    }

    private func published(
        _ good: JSON?, _ fault: String?, _ response: Response, _ step: String, _ errand: Errand?,
        _ clock: EpochSeconds
    ) -> Meaning {
        if let uri = good?["uri"]?.text, let cid = good?["cid"]?.text {
            return .keep(.init(handles: [step: uri, "\(step).cid": cid]))
        }
        let why = "\(address.host) answered \(Answer.said(response))"
        switch fault {
        // Our key is taken: by an earlier attempt, as a look-up will show.
        case "InvalidSwap": return .unknown(why: why)
        case "BlobNotFound":
            let names =
                errand?.handles.keys.filter { $0.hasPrefix("image.") || $0.hasPrefix("card.thumb") } ?? []
            return names.isEmpty ? .refused(why: why) : .forget(.init(handles: names.sorted()), why: why)
        case "AccountTakedown", "AccountDeactivated", "AccountSuspended", "RepoDeactivated", "RepoSuspended",
            "RepoTakendown":
            return .held(why: why)
        default: return Answer.toPublishing(response, from: address.host, clock: clock)
        }
    }

    private func found(
        _ good: JSON?, _ fault: String?, _ response: Response, _ step: String, _ errand: Errand?,
        _ clock: EpochSeconds
    ) -> Meaning {
        if fault == "RecordNotFound" { return .absent }
        guard let errand, let index = Bluesky.index(of: step), let value = good?["value"],
            let uri = good?["uri"]?.text, let cid = good?["cid"]?.text
        else {
            let meaning = Answer.toPreparing(response, from: address.host, clock: clock)
            guard case .refused(let why) = meaning else { return meaning }
            return .later(seconds: nil, why: why)  // not finding out is no verdict on the post
        }
        let texts = BlueskyRecord.texts(errand.message)
        guard texts.indices.contains(index), value["text"]?.text == texts[index],
            value["createdAt"]?.text == BlueskyRecord.created(errand, index)
        else { return .keep(.init(handles: ["doubt.\(step)": "another record stands at \(uri)"])) }
        return .keep(.init(handles: [step: uri, "\(step).cid": cid]))
    }
}

extension Bluesky {
    /// Whom we replied to or whose post we liked, by our own records.
    private static func answers(_ records: [JSON]) -> Answered {
        var answered = Answered()
        for record in records {
            let value = record["value"]
            let subject = value?["reply"]?["parent"]?["uri"]?.text ?? value?["subject"]?["uri"]?.text
            let fields = (subject ?? "").split(separator: "/")
            guard fields.count == 4, let at = Clock.seconds(value?["createdAt"]?.text) else { continue }
            answered.add(String(fields[1]), at: at)
        }
        return answered
    }

    /// Who wrote to us and when.
    private static func writers(_ notifications: [JSON]) -> [(id: String, at: EpochSeconds)] {
        notifications.compactMap { one in
            guard let reason = one["reason"]?.text, ["mention", "reply", "quote"].contains(reason),
                let id = one["author"]?["did"]?.text, let at = Clock.seconds(one["indexedAt"]?.text)
            else { return nil }
            return (id, at)
        }
    }
}
