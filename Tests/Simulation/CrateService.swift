import HTTP
import Networks
import Posts

/// A network in two steps, as Threads and Instagram have it: a container is made, then it is published.
final class CrateService: Service {
    private struct Crate {
        var text: String
        var parent: String?
        var made: Int
        var item: String?
    }

    private var crates: [String: Crate] = [:]
    private var isSuspended = false

    override func place(of request: Request) -> Fault.Place {
        if Wire.path(request) == "/publish" { return .publish }
        return request.method == "GET" && Wire.path(request).hasPrefix("/crates/") ? .lookup : .prepare
    }

    override func answer(_ request: Request, now: Int) -> Response {
        if isSuspended { return Response(status: 403) }
        let json = Wire.json(request)
        switch Wire.path(request) {
        case "/crates":
            let id = "c\(crates.count + 1)"
            crates[id] = Crate(text: json?["text"]?.text ?? "", parent: json?["parent"]?.text, made: now)
            return Wire.ok(.object(["id": .string(id)]), now: now)
        case "/publish":
            guard let id = json?["crate"]?.text, let crate = crates[id], crate.item == nil else {
                return Response(status: 400, json: "{\"error\":\"no such container\"}")
            }
            guard now - crate.made < 86_400 else {
                return Response(status: 400, json: "{\"error\":\"expired\"}")
            }
            let item = make(crate.text, parent: crate.parent, key: id, now: now)
            crates[id]?.item = item.id
            return Wire.ok(.object(["id": .string(item.id)]), now: now)
        case let path where path.hasPrefix("/posts/"):
            let id = path.dropFirst("/posts/".count)
            return Wire.ok(.object(["id": "link", "url": .string("https://\(host)/\(id)")]), now: now)
        case let path:
            guard let crate = crates[String(path.dropFirst("/crates/".count))] else {
                return Response(status: 404, json: "{\"error\":\"no such container\"}")
            }
            let status: JSON =
                crate.item != nil ? "PUBLISHED" : now - crate.made < 86_400 ? "FINISHED" : "EXPIRED"
            return Wire.ok(.object(["status": status, "item": .text(crate.item)]), now: now)
        }
    }

    override func refusal(_ fault: Fault, _ request: Request, now: Int) -> Response? {
        switch fault {
        case .publishRevoked, .prepareRevoked: Response(status: 401)
        case .publishSuspended:
            {
                isSuspended = true
                return Response(status: 403)
            }()
        case .publishRefused, .prepareRefused: Response(status: 422)
        default: nil
        }
    }

    override func knows(_ fault: Fault, _ request: Request) -> Bool {
        [.publishRevoked, .prepareRevoked, .publishSuspended, .publishRefused, .prepareRefused].contains(
            fault)
    }

    override func suffers(_ fault: Fault, _ request: Request) -> Bool {
        ![.publishKeyLost, .publishSameID].contains(fault)
    }

    override func mend() { isSuspended = false }
}

/// The client side of it: there is no adapter for such a network yet, so the simulation brings its own.
struct CrateNetwork: Network {
    static let profile = NetworkProfile(
        name: "crate", keys: [], tariff: Tariff(currency: "EUR", plain: 100_000, withURL: 100_000),
        putsLinkInText: false)
    let host: String

    init(_ account: NetworkAccount) throws(AccountFault) { host = account.options["host"] ?? "" }

    func settling(_ memory: Memory) -> Settling { .container }

    func complaints(about message: Message, memory: Memory) -> [Complaint] { Limits.complaints(message) }

    func next(_ errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        let parts = errand.message.parts
        guard let part = parts.indices.first(where: { errand.handles["part.\($0)"] == nil }) else {
            let id = errand.handles["part.0"] ?? ""
            // Where a post can be seen is asked for afterwards.
            if let url = errand.handles["link.url"] { return .done(Receipt(id: id, url: url)) }
            return .perform(
                Step("link", .prepares, Request(method: "GET", url: "https://\(host)/posts/\(id)")))
        }
        let errors = part == 0 ? complaints(about: errand.message, memory: memory) : []
        if !errors.isEmpty { return .impossible(errors) }
        // A container lives for a day.
        let made = errand.handles["crate.\(part).at"].flatMap { Int($0) } ?? 0
        guard let crate = errand.handles["crate.\(part)"], (0..<72_000).contains(clock - made) else {
            let parent = part > 0 ? errand.handles["part.\(part - 1)"] : nil
            let body: JSON = .object(["text": .string(parts[part]), "parent": .text(parent)])
            return .perform(
                Step("crate.\(part)", .prepares, Request(url: "https://\(host)/crates", json: body.minified)))
        }
        let body: JSON = .object(["crate": .string(crate)])
        return .perform(
            Step("part.\(part)", .publishes, Request(url: "https://\(host)/publish", json: body.minified)))
    }

    func find(_ step: String, of errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        if errand.handles[step] != nil { return .done(Receipt(id: errand.handles["part.0"] ?? "")) }
        guard let crate = errand.handles["crate.\(step.dropFirst(5))"] else { return .absent }
        return .perform(
            Step("find.\(step)", .prepares, Request(method: "GET", url: "https://\(host)/crates/\(crate)")))
    }

    func probe(memory: Memory, clock: EpochSeconds) -> Next { .done(Receipt(id: host)) }
    func inbox(memory: Memory, clock: EpochSeconds) -> Next? { nil }

    func meaning(
        of response: Response, to step: Step, of errand: Errand?, memory: Memory, clock: EpochSeconds
    ) -> Meaning {
        let json = response.jsonText.flatMap { JSON(parsing: $0) }
        if let trouble = Meaning.ofTrouble(response, to: step, clock: clock) { return trouble }
        if step.name.hasPrefix("find.") {
            switch json?["status"]?.text {
            case "PUBLISHED":
                guard let id = json?["item"]?.text else { return .later(seconds: nil, why: "no id") }
                return .keep(.init(handles: [String(step.name.dropFirst(5)): id]))
            case "FINISHED", "EXPIRED": return .absent
            default: return .later(seconds: nil, why: "a strange answer")
            }
        }
        if step.name == "link" {
            guard let url = json?["url"]?.text else { return .later(seconds: nil, why: "no url") }
            return .keep(.init(handles: ["link.url": url]))
        }
        guard let id = json?["id"]?.text else {
            return step.effect == .publishes ? .unknown(why: "no id") : .later(seconds: nil, why: "no id")
        }
        return .keep(.init(handles: [step.name: id, "\(step.name).at": "\(clock)"]))
    }
}

/// What the networks of the simulation take.
enum Limits {
    /// Texts of at most 300 characters.
    static func complaints(_ message: Message) -> [Complaint] {
        message.parts.contains { $0.count > 300 }
            ? [Complaint("text-too-long", "more than 300 characters")] : []
    }
}
