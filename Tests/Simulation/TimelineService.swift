import HTTP
import Networks
import Posts

/// A network that knows neither keys nor ids of the client's, but shows an account its own posts, a little late.
final class TimelineService: Service {
    private var isSuspended = false
    private var sendsOneID = false

    override init(account: AccountID, host: String) {
        super.init(account: account, host: host)
        lag = 20
    }

    override func place(of request: Request) -> Fault.Place {
        if request.method == "GET" { return .lookup }
        return Wire.path(request) == "/posts" ? .publish : .prepare
    }

    override func answer(_ request: Request, now: Int) -> Response {
        if isSuspended { return Response(status: 403) }
        let json = Wire.json(request)
        if Wire.path(request) == "/pictures" {
            return Wire.ok(.object(["id": .string("m\(now)")]), now: now)
        }
        guard request.method == "POST" else {
            let posts = visible(now: now).suffix(50).map { item -> JSON in
                .object([
                    "id": .string(item.id), "text": .string(item.text), "parent": .text(item.parent),
                    "at": .integer(item.at),
                ])
            }
            return Wire.ok(.object(["posts": .array(posts), "now": .integer(now)]), now: now)
        }
        if let parent = json?["parent"]?.text, !items.contains(where: { $0.id == parent }) {
            return Response(status: 404)
        }
        let first = items.first { !$0.isByHand }?.id
        let item = make(json?["text"]?.text ?? "", parent: json?["parent"]?.text, now: now)
        let told = sendsOneID ? first ?? item.id : item.id
        sendsOneID = false
        return Wire.ok(.object(["id": .string(told)]), now: now)
    }

    override func refusal(_ fault: Fault, _ request: Request, now: Int) -> Response? {
        switch fault {
        case .publishRevoked, .prepareRevoked, .lookupRevoked: return Response(status: 401)
        case .publishSuspended:
            isSuspended = true
            return Response(status: 403)
        case .publishRefused, .prepareRefused: return Response(status: 422)
        case .publishSameID:
            // It acts, and calls what it made by the name of another post.
            guard items.contains(where: { !$0.isByHand }) else { return nil }
            sendsOneID = true
            isConfused = true
            return answer(request, now: now)
        default: return nil
        }
    }

    override func knows(_ fault: Fault, _ request: Request) -> Bool {
        switch fault {
        case .publishRevoked, .prepareRevoked, .lookupRevoked, .publishSuspended, .publishRefused,
            .prepareRefused:
            true
        case .publishSameID: items.contains { !$0.isByHand }
        default: false
        }
    }

    override func suffers(_ fault: Fault, _ request: Request) -> Bool {
        ![.publishKeyLost, .publishSameID].contains(fault)
    }

    override func mend() { isSuspended = false }
}

/// The client side of it.
struct TimelineNetwork: Network {
    static let profile = NetworkProfile(name: "chronicle", keys: [], putsLinkInText: true)
    let host: String

    init(_ account: NetworkAccount) throws(AccountFault) { host = account.options["host"] ?? "" }

    /// What it says of its own promises; a test makes it lie.
    var promise = Settling.readBack(authoritative: true, lagSeconds: 100)
    /// Whether it hangs the parts of a thread below each other; a test makes it forget.
    var knowsItsPlace = true

    func settling(_ memory: Memory) -> Settling { promise }

    func complaints(about message: Message, memory: Memory) -> [Complaint] { Limits.complaints(message) }

    func next(_ errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        let parts = errand.message.parts
        guard let part = parts.indices.first(where: { errand.handles["part.\($0)"] == nil }) else {
            return .done(Receipt(id: errand.handles["part.0"] ?? ""))
        }
        let errors = part == 0 ? complaints(about: errand.message, memory: memory) : []
        if !errors.isEmpty { return .impossible(errors) }
        if part == 0,
            let missing = errand.message.images.indices.first(where: { errand.handles["media.\($0)"] == nil })
        {
            return .perform(
                Step("media.\(missing)", .prepares, Request(url: "https://\(host)/pictures", json: "{}")))
        }
        let parent = parent(of: part, errand)
        let body: JSON = .object(["text": .string(parts[part]), "parent": .text(parent)])
        return .perform(
            Step("part.\(part)", .publishes, Request(url: "https://\(host)/posts", json: body.minified)))
    }

    func find(_ step: String, of errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        if errand.handles[step] != nil { return .done(Receipt(id: errand.handles["part.0"] ?? "")) }
        if let doubt = errand.handles["doubt.\(step)"] { return .cannotTell(doubt) }
        return .perform(
            Step("find.\(step)", .prepares, Request(method: "GET", url: "https://\(host)/posts")))
    }

    func probe(memory: Memory, clock: EpochSeconds) -> Next { .done(Receipt(id: host)) }
    func inbox(memory: Memory, clock: EpochSeconds) -> Next? { nil }

    func meaning(
        of response: Response, to step: Step, of errand: Errand?, memory: Memory, clock: EpochSeconds
    ) -> Meaning {
        let json = response.jsonText.flatMap { JSON(parsing: $0) }
        if let trouble = Meaning.ofTrouble(response, to: step, clock: clock) { return trouble }
        if step.name.hasPrefix("find."), let errand {
            return found(json, String(step.name.dropFirst(5)), errand, clock)
        }
        guard let id = json?["id"]?.text else {
            return step.effect == .publishes ? .unknown(why: "no id") : .later(seconds: nil, why: "no id")
        }
        return .keep(.init(handles: [step.name: id]))
    }

    /// One post with these words, younger than the beginning, is proof; two, or an older one, are a doubt.
    private func found(_ json: JSON?, _ step: String, _ errand: Errand, _ clock: EpochSeconds) -> Meaning {
        guard let posts = json?["posts"]?.items, let there = json?["now"]?.integer,
            let part = Int(step.dropFirst(5)), errand.message.parts.indices.contains(part)
        else { return .later(seconds: nil, why: "no list") }
        let parent = parent(of: part, errand)
        let alike = posts.filter {
            $0["text"]?.text == errand.message.parts[part] && $0["parent"]?.text == parent
        }
        let begun = errand.begunMicroseconds / 1_000_000 - 120 - max(0, clock - there)
        let young = alike.filter { ($0["at"]?.integer ?? 0) >= begun }
        if alike.isEmpty {
            return posts.count < 50 || old(posts, begun) ? .absent : .later(seconds: nil, why: "cut")
        }
        guard alike.count == 1, let id = young.first?["id"]?.text else {
            return .keep(.init(handles: ["doubt.\(step)": "\(alike.count) posts are alike"]))
        }
        return .keep(.init(handles: [step: id]))
    }

    private func parent(of part: Int, _ errand: Errand) -> String? {
        part > 0 && knowsItsPlace ? errand.handles["part.\(part - 1)"] : nil
    }

    private func old(_ posts: [JSON], _ begun: Int) -> Bool {
        posts.contains { ($0["at"]?.integer ?? 0) < begun }
    }
}
