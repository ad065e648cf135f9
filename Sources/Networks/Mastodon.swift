import HTTP
import Posts

/// Mastodon and the servers that speak its API (docs.joinmastodon.org).
///
/// Before the first post of a day it learns the server's limits and software and who we are. Pictures are
/// uploaded first (`media.0` …), then the parts are posted in order (`part.0` …), each an answer to the one
/// before.
///
/// `Idempotency-Key` is sent, but only Mastodon itself is known to keep it, for an hour, and even there it is
/// written after the post: a crash between the two loses it. So an unknown outcome is looked up first in our
/// own posts.
public struct Mastodon: Network {
    /// Keys, price and name.
    public static let profile = NetworkProfile(
        name: "mastodon",
        keys: [
            .init("url", .url, required: true, "The server, such as `https://social.example`."),
            .init(
                "token", .secret, required: true,
                "An access token with the scopes that `docs/networks.md` lists."),
            .init(
                "visibility", .word(Visibility.allCases.map(\.rawValue)),
                "Who may see posts that do not say so themselves; without it, what the account prefers."),
            .init("language", .text, "Language of posts that name none, such as `en`."),
        ],
        putsLinkInText: true)

    private let address: ServiceAddress
    private let token: Secret
    private let visibility: Visibility?
    private let language: String?
    private let userAgent: String
    /// Tells facts about another token or server from ours, without telling the token.
    private let fingerprint: String

    /// A Mastodon account.
    public init(_ account: NetworkAccount) throws(AccountFault) {
        guard let url = account.options["url"] else { throw AccountFault(key: "url", reason: "is missing") }
        address = try ServiceAddress(url, key: "url")
        guard let token = account.secrets["token"], !token.isEmpty else {
            throw AccountFault(key: "token", reason: "is missing")
        }
        self.token = token
        let word = account.options["visibility"]
        visibility = word.flatMap(Visibility.init)
        if let word, visibility == nil {
            throw AccountFault(key: "visibility", reason: "must be public, unlisted or private, not \(word)")
        }
        language = account.options["language"]
        userAgent = account.userAgent
        fingerprint = Base32.encode(Digest.sha256(Array("\(address.base) \(token.reveal())".utf8)).prefix(5))
    }

    /// By the software of the server.
    public func settling(_ memory: Memory) -> Settling { instance(memory).settling }

    /// Length as the server counts it, warning included; pictures.
    public func complaints(about message: Message, memory: Memory) -> [Complaint] {
        let server = instance(memory)
        let parts = Wording.withLink(message.link, in: message.parts)
        var found: [Complaint] = []
        for (index, part) in parts.enumerated() {
            let length = server.measure.length(of: (message.warning ?? "") + part)
            if length > server.maxCharacters {
                let counted = message.warning == nil ? "" : ", the warning included"
                found.append(
                    Complaint(
                        "text-too-long",
                        "\(Complaint.part(index, of: parts.count)) has \(length) characters\(counted), "
                            + "\(address.host) takes \(server.maxCharacters)"))
            }
            if part.allSatisfy(\.isWhitespace), index > 0 || message.images.isEmpty {
                found.append(Complaint("text-empty", "\(Complaint.part(index, of: parts.count)) is empty"))
            }
        }
        return found + server.pictures.complaints(about: message.images)
    }

    // MARK: - What to do next

    /// Learns, uploads, posts part by part.
    public func next(_ errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        let parts = Wording.withLink(errand.message.link, in: errand.message.parts)
        let last = parts.indices.last { errand.handles["part.\($0)"] != nil }
        if let last, last == parts.count - 1 { return receipt(errand) }
        if let step = learn(memory, maxAge: 86_400, clock: clock) { return .perform(step) }
        if last == nil {
            let errors = complaints(about: errand.message, memory: memory).filter(\.isError)
            if !errors.isEmpty { return .impossible(errors) }
            for index in errand.message.images.indices {
                if let next = upload(index, of: errand, clock: clock) { return next }
            }
        }
        let index = last.map { $0 + 1 } ?? 0
        return .perform(post(parts[index], at: index, of: errand, memory: memory))
    }

    /// Our latest posts, compared with the part.
    public func find(_ step: String, of errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        if errand.handles[step] != nil { return receipt(errand) }
        if let doubt = errand.handles["doubt.\(step)"] { return .cannotTell(doubt) }
        guard memory.facts["for"] == fingerprint, let id = memory.facts["id"] else { return .perform(whoami) }
        // What it proves that nothing is found depends on the software, and nothing is sent meanwhile that would learn it.
        if instance(memory).software == nil,
            !memory.isFresh("checked.software", within: 86_400, clock: clock)
        {
            return .perform(softwareStep(memory))
        }
        let path = "/api/v1/accounts/\(PercentEncoding.encode(id))/statuses?limit=40&exclude_reblogs=true"
        return .perform(Step("find.\(step)", .prepares, get(path)))
    }

    /// Limits, software, and whether the token is good.
    public func probe(memory: Memory, clock: EpochSeconds) -> Next {
        if let step = learn(memory, maxAge: 60, clock: clock) { return .perform(step) }
        return .done(Receipt(id: memory.facts["acct"] ?? address.host, url: memory.facts["profile"]))
    }

    /// Our latest posts first (whom have we answered?), then who mentioned us.
    public func inbox(memory: Memory, clock: EpochSeconds) -> Next? {
        guard memory.facts["for"] == fingerprint, let id = memory.facts["id"] else { return .perform(whoami) }
        if !memory.isFresh("inbox.at", within: 60, clock: clock) {
            let path = "/api/v1/accounts/\(PercentEncoding.encode(id))/statuses?limit=40&exclude_reblogs=true"
            return .perform(Step("inbox.answers", .prepares, get(path)))
        }
        return .perform(Step("inbox", .prepares, get("/api/v1/notifications?types[]=mention&limit=80")))
    }
}

// MARK: - Requests

extension Mastodon {
    private func instance(_ memory: Memory) -> MastodonInstance {
        // What was learned of another server says nothing about this one.
        let isOurs = memory.facts["for"].map { $0 == fingerprint } ?? true
        return MastodonInstance(isOurs ? memory : Memory(), host: address.host)
    }

    private var headers: [Header] { [.bearer(token), Header("User-Agent", userAgent)] }

    private func get(_ path: String) -> Request {
        Request(method: "GET", url: address.base + path, headers: headers)
    }

    private var whoami: Step { Step("whoami", .prepares, get("/api/v1/accounts/verify_credentials")) }

    /// The first thing that is not known, or was learned longer ago than `maxAge` seconds.
    private func learn(_ memory: Memory, maxAge: Int, clock: EpochSeconds) -> Step? {
        func isKnown(_ name: String) -> Bool { memory.isFresh(name, within: maxAge, clock: clock) }
        if memory.facts["for"] != fingerprint || !isKnown("checked.account") { return whoami }
        if !isKnown("checked.instance") {
            return memory.facts["instance.api"] == "v1"
                ? Step("instance.v1", .prepares, get("/api/v1/instance"))
                : Step("instance", .prepares, get("/api/v2/instance"))
        }
        return isKnown("checked.software") ? nil : softwareStep(memory)
    }

    private func softwareStep(_ memory: Memory) -> Step {
        if let path = memory.facts["nodeinfo"], !path.isEmpty {
            return Step("software", .prepares, get(path))
        }
        return Step("nodeinfo", .prepares, get("/.well-known/nodeinfo"))
    }

    /// The upload of a picture, or the wait for it; nil when it is ready.
    private func upload(_ index: Int, of errand: Errand, clock: EpochSeconds) -> Next? {
        let name = "media.\(index)"
        // Servers remove uploads that no post uses after a day.
        let isYoung =
            errand.handles["\(name).at"].flatMap { Int($0) }.map { clock - $0 < 12 * 3_600 } ?? false
        guard let id = errand.handles[name], isYoung else {
            let picture = errand.message.images[index]
            var parts = [
                Request.Part(
                    name: "file", filename: picture.name, contentType: picture.mediaType,
                    bytes: picture.bytesToSend)
            ]
            if !picture.alt.isEmpty { parts.append(Request.Part(name: "description", value: picture.alt)) }
            return .perform(
                Step(
                    name, .prepares,
                    Request(
                        method: "POST", url: address.base + "/api/v2/media", headers: headers,
                        body: .multipart(parts),
                        timeouts: .upload)))
        }
        if errand.handles["\(name).trusted"] != nil { return nil }
        if let working = errand.handles["\(name).working"] {
            // No time: it was found ready.
            guard let checked = Int(working) else { return nil }
            if clock - checked < 2, checked <= clock { return .wait(seconds: 2) }
        }
        return .perform(Step("\(name).ready", .prepares, get("/api/v1/media/\(PercentEncoding.encode(id))")))
    }

    private func post(_ text: String, at index: Int, of errand: Errand, memory: Memory) -> Step {
        let message = errand.message
        let media = index > 0 ? [] : message.images.indices.compactMap { errand.handles["media.\($0)"] }
        // The parts of a thread behind the first stand below it, not beside it, in everybody's timeline.
        let asked = message.visibility ?? visibility
        let shown = asked?.rawValue ?? memory.facts["privacy"]
        let seen =
            index > 0 && (shown ?? "public") == "public"
            ? Visibility.unlisted.rawValue : asked?.rawValue ?? (index > 0 ? shown : nil)
        let body: JSON = .object([
            // Together with media, an empty text is not allowed by the API's own description.
            "status": text.isEmpty ? nil : .string(text),
            "media_ids": media.isEmpty ? nil : .texts(media),
            "in_reply_to_id": index > 0 ? .text(errand.handles["part.\(index - 1)"]) : nil,
            "sensitive": message.warning == nil ? nil : true,
            "spoiler_text": .text(message.warning),
            "visibility": .text(seen),
            "language": .text(message.language ?? language),
            "content_type": instance(memory).takesFormat ? "text/plain" : nil,
        ])
        let key = instance(memory).takesKey ? [Header("Idempotency-Key", "\(errand.key)-\(index)")] : []
        return Step(
            "part.\(index)", .publishes,
            Request(url: address.base + "/api/v1/statuses", headers: headers + key, json: body.minified))
    }

    private func receipt(_ errand: Errand) -> Next {
        .done(Receipt(id: errand.handles["part.0"] ?? "", url: errand.handles["part.0.url"]))
    }
}

// MARK: - Meanings

extension Mastodon {
    /// By the step; see `docs/networks.md` for the table.
    public func meaning(
        of response: Response, to step: Step, of errand: Errand?, memory: Memory, clock: EpochSeconds
    ) -> Meaning {
        let json =
            (200..<300).contains(response.status) ? response.jsonText.flatMap { JSON(parsing: $0) } : nil
        switch step.name {
        case "whoami": return account(json, response, memory, clock)
        case "instance", "instance.v1":
            return instance(json, response, isV1: step.name == "instance.v1", clock)
        case "nodeinfo", "software": return software(json, response, step.name, clock)
        case "inbox.answers":
            guard let statuses = json?.items else {
                return Answer.toPreparing(response, from: address.host, clock: clock)
            }
            return .keep(
                .init(facts: ["inbox.at": String(clock), "inbox.answers": Mastodon.answers(statuses).text]))
        case "inbox":
            guard let items = json?.items else {
                return Answer.toPreparing(response, from: address.host, clock: clock)
            }
            return .waiting(
                since: Answered(text: memory.facts["inbox.answers"] ?? "").oldest(
                    of: Mastodon.writers(items), clock: clock))
        default: break
        }
        if step.name.hasPrefix("find."), let errand {
            guard let statuses = json?.items else {
                return Answer.toPreparing(response, from: address.host, clock: clock)
            }
            let drift = response.serverClock(near: clock).map { clock - $0 } ?? 0
            return found(statuses, String(step.name.dropFirst(5)), errand, drift: drift)
        }
        if step.name.hasPrefix("media.") { return media(json, response, step.name, errand, clock) }
        guard let id = json?["id"]?.id else {
            if response.status == 422, step.name == "part.0", let errand {
                // It may only be that a picture is still being worked on: asked before it is believed.
                let trusted = errand.message.images.indices.map { "media.\($0).trusted" }
                    .filter { errand.handles[$0] != nil }
                if !trusted.isEmpty {
                    return .forget(
                        .init(handles: trusted), why: "\(address.host) answered \(Answer.said(response))")
                }
            }
            return Answer.toPublishing(response, from: address.host, clock: clock)
        }
        return .keep(.init(handles: handles(step.name, id: id, status: json)))
    }

    private func handles(_ part: String, id: String, status: JSON?) -> [String: String] {
        var handles = [part: id]
        if let url = Answer.address(status?["url"]?.text) ?? Answer.address(status?["uri"]?.text) {
            handles["\(part).url"] = url
        }
        return handles
    }

    /// A wrong token is 401 on most servers, but 400 or 422 on some; each is for a person to mend.
    private func account(_ json: JSON?, _ response: Response, _ memory: Memory, _ clock: EpochSeconds)
        -> Meaning
    {
        guard let id = json?["id"]?.id else {
            let meaning = Answer.toPreparing(response, from: address.host, clock: clock)
            guard case .refused(let why) = meaning else { return meaning }
            return .held(why: why)
        }
        var facts = ["id": id, "for": fingerprint, "checked.account": String(clock)]
        if memory.facts["for"] != fingerprint {
            // Another server, or another account there: all of it is learned anew.
            for name in MastodonInstance.learned + ["inbox.at"] where memory.facts[name] != nil {
                facts[name] = ""
            }
        }
        facts["acct"] = json?["acct"]?.text
        facts["profile"] = Answer.address(json?["url"]?.text)
        facts["privacy"] = json?["source"]?["privacy"]?.text
        return .keep(.init(facts: facts))
    }

    private func instance(_ json: JSON?, _ response: Response, isV1: Bool, _ clock: EpochSeconds) -> Meaning {
        if let json, var facts = MastodonInstance.facts(instance: json) {
            facts["checked.instance"] = String(clock)
            facts["instance.api"] = ""  // next time, the newer one is asked again
            return .keep(.init(facts: facts))
        }
        guard (400..<500).contains(response.status), response.status != 429 else {
            return Answer.toPreparing(response, from: address.host, clock: clock)
        }
        // A server without the newer form, or, the second time, one that tells no limits: documented ones
        // hold.
        return .keep(
            .init(
                facts: isV1
                    ? ["checked.instance": String(clock), "instance.api": ""] : ["instance.api": "v1"]))
    }

    /// Nodeinfo says what software runs there (nodeinfo.diaspora.software). Without it only the way of
    /// settling is more careful, so nothing waits for it.
    private func software(_ json: JSON?, _ response: Response, _ step: String, _ clock: EpochSeconds)
        -> Meaning
    {
        if step == "nodeinfo" {
            let links = json?["links"]?.items ?? []
            let link = links.first { $0["rel"]?.text?.contains("/ns/schema/2.") ?? false }
            if let href = link?["href"]?.text, let path = ServiceAddress.path(of: href) {
                return .keep(.init(facts: ["nodeinfo": path]))
            }
        } else if let name = json?["software"]?["name"]?.text?.lowercased() {
            // The fork calls itself by the name of its origin.
            let isGlitch =
                name == "mastodon" && json?["software"]?["version"]?.text?.contains("glitch") == true
            return .keep(
                .init(facts: [
                    "software": isGlitch ? "glitch" : name, "nodeinfo": "", "checked.software": String(clock),
                ]))
        }
        // Asked again in an hour.
        return .keep(
            .init(facts: ["software": "", "nodeinfo": "", "checked.software": String(clock - 82_800)]))
    }

    /// Seconds after its upload for which a picture is waited for in one go; then every further wait is an attempt that came
    /// to nothing, since it may never be ready.
    private static let patience = 60

    private func media(
        _ json: JSON?, _ response: Response, _ step: String, _ errand: Errand?, _ clock: EpochSeconds
    ) -> Meaning {
        if step.hasSuffix(".ready") {
            let name = String(step.dropLast(6))
            switch response.status {
            case 206:
                let uploaded = (errand?.handles["\(name).at"]).flatMap { Int($0) } ?? clock
                if clock - uploaded > Mastodon.patience {
                    return .later(seconds: nil, why: "\(address.host) is still working on an image")
                }
                return .keep(.init(handles: ["\(name).working": String(clock)]))
            case 200..<300:  // No time: nothing more to wait for.
                return .keep(.init(handles: ["\(name).working": ""]))
            case 404:
                return .forget(
                    .init(handles: [name, "\(name).at", "\(name).working"]), why: "the uploaded image is gone"
                )
            default: return Answer.toPreparing(response, from: address.host, clock: clock)
            }
        }
        guard let id = json?["id"]?.id else {
            return Answer.toPreparing(response, from: address.host, clock: clock)
        }
        var handles = [step: id, "\(step).at": String(clock)]
        handles[response.status == 202 ? "\(step).working" : "\(step).trusted"] = String(clock)
        return .keep(.init(handles: handles))
    }

    /// One post like the part is proof. None is proof only if the list reaches back behind the beginning.
    ///
    /// A post alike that is older than the beginning may be an earlier one, or ours by a clock that disagrees: a doubt,
    /// unless it is known to be another delivery's. So is one of the minutes of a call that nobody accounts for: servers
    /// change words, and not all their ways are known.
    ///
    /// - Parameter drift: Seconds by which our clock is ahead of the server's.
    private func found(_ statuses: [JSON], _ step: String, _ errand: Errand, drift: Int) -> Meaning {
        let parts = Wording.withLink(errand.message.link, in: errand.message.parts)
        guard let index = Int(step.dropFirst(5)), parts.indices.contains(index) else {
            return .unknown(why: "there is no step \(step)")
        }
        func doubt(_ why: String) -> Meaning { .keep(.init(handles: ["doubt.\(step)": why])) }
        let likeness = MastodonLikeness(of: parts[index], at: index, in: errand)
        // Two minutes for clocks that disagree, one for the times being cut to minutes. A clock of ours that is ahead must
        // not make our own post look older than its sending.
        let earliest = errand.begunMicroseconds / 1_000_000 - 180 - max(0, drift)
        let young = statuses.filter { Clock.seconds($0["created_at"]?.text).map { $0 >= earliest } ?? false }
        let alike = young.filter { likeness.isPart($0) }
        if let status = alike.first, alike.count == 1, let id = status["id"]?.id {
            return .keep(.init(handles: handles(step, id: id, status: status)))
        }
        if alike.count > 1 { return doubt("\(alike.count) posts of the account look like it") }
        let strangers = statuses.filter { !errand.others.contains($0["id"]?.id ?? "") }
        if alike.isEmpty, strangers.contains(where: { likeness.isPart($0) }) {
            return doubt("a post like it is there, but older than its sending")
        }
        if statuses.contains(where: { likeness.mayBePart($0, drift: drift) }) {
            return doubt("a post in other words is there from the minutes of the call")
        }
        // Servers give at least 20 where there are as many.
        if young.count == statuses.count, statuses.count >= 20 {
            return doubt("more was posted since than the server lists at once")
        }
        return .absent
    }
}

extension Mastodon {
    private static func answers(_ statuses: [JSON]) -> Answered {
        var answered = Answered()
        for status in statuses {
            guard let whom = status["in_reply_to_account_id"]?.id,
                let at = Clock.seconds(status["created_at"]?.text)
            else { continue }
            answered.add(whom, at: at)
        }
        return answered
    }

    /// Who mentioned us and when. A favourite is an answer too, and bots do not wait.
    private static func writers(_ notifications: [JSON]) -> [(id: String, at: EpochSeconds)] {
        notifications.compactMap { one in
            guard one["type"]?.text == "mention", let id = one["account"]?["id"]?.id,
                let at = Clock.seconds(one["status"]?["created_at"]?.text ?? one["created_at"]?.text),
                one["account"]?["bot"]?.truth != true, one["status"]?["favourited"]?.truth != true
            else { return nil }
            return (id, at)
        }
    }
}
