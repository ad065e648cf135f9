import Foundation
import HTTP
import Ledger
import Networks
import Policies
import Posts
import Rules
import Timeline

@testable import Publishing

/// A value behind a lock.
final class Box<Value: Sendable>: @unchecked Sendable {
    // Unchecked: `value` is touched under the lock only.
    private let lock = NSLock()
    private var value: Value
    init(_ value: Value) { self.value = value }
    func with<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
    var current: Value { with { $0 } }
}

/// The end of a process, at a checkpoint.
struct Crash: Error, Equatable { var at: String }

/// A service in memory: keeps what is published, deduplicates as its kind promises, and fails as it is told.
struct SimulatedServer: Sendable {
    struct Published: Hashable, Sendable {
        var id: String
        var account: String
        var key: String
        var part: Int
        var text: String
        var at: Int
    }

    /// What happens to one publishing call.
    enum Fault: Hashable, Sendable, CaseIterable {
        /// The connection is refused.
        case notSent
        /// It is published, the answer is lost.
        case answerLost
        /// The request is lost, and so is the answer.
        case requestLost
        /// 429: it documents that it did nothing.
        case tooMany
        /// 503 although it was published.
        case errorAfterwards
        /// 401: the token is old; nothing was done.
        case tokenOld
        /// 422: refused for good.
        case refused
        /// 403: the account is suspended.
        case suspended
        /// 429 although it was published.
        case tooManyAfterwards
        /// 403 although it was published.
        case suspendedAfterwards

        /// What happens to services that keep to what they say.
        static let allCases: [Fault] = [
            .notSent, .answerLost, .requestLost, .tooMany, .errorAfterwards, .tokenOld, .refused, .suspended,
        ]
    }

    var kind: Settling
    var lag = 0
    var published: [Published] = []
    var faults: [Fault] = []
    var lookupFaults: [Fault] = []
    /// What happens to the next call for the part 1.
    var secondPart: Fault?
    var publishCalls = 0
    var lookups = 0
    var uploads = 0
    var isDown = false
    /// Names have no address.
    var isOffline = false
    /// Keeps the first failure under a key for so many seconds, and gives it again.
    var failureLife: Int?
    var failures: [String: Int] = [:]
    /// Calls with these words in them come to nothing, with 500.
    var poison: String?
    /// What is answered to who asks who waits, if it is no answer.
    var inboxStatus: Int?
    var waitingSince: Int?
    /// What a 429 asks for, in seconds.
    var retryAfter = 120
    /// The id of an older post alike, by which a look-up that finds nothing else is in doubt.
    var twin: String?
    /// The id of a post in other words, which a look-up that finds nothing else sees from the minutes of the call.
    var stranger: String?
    /// What it calls everything that is published, if it makes no difference.
    var onlyID: String?
    /// Total time-outs of the calls, in milliseconds.
    var timeouts: [Int] = []

    /// Commits a call, unless the service knows that it did so before.
    mutating func commit(account: String, key: String, part: Int, text: String, now: Int) -> String {
        let known = published.first { $0.account == account && $0.key == key && $0.part == part }
        switch kind {
        case .clientID, .container: if let known { return known.id }
        case .key(let life): if let known, now - known.at < life { return known.id }
        default: break
        }
        let id = "p\(published.count + 1)"
        published.append(Published(id: id, account: account, key: key, part: part, text: text, at: now))
        return id
    }
}

/// The network of the simulated server: logs in, uploads pictures, publishes part by part.
struct SimulatedNetwork: Network {
    static let profile = NetworkProfile(name: "sim", keys: [], putsLinkInText: false)
    var account: AccountID
    var kind: Settling
    /// Whether the server's answer to a look-up can be had at all.
    var canLook: Bool { if case .none = kind { false } else { looks } }
    var looks = true
    var hasInbox = true
    var base = "https://sim.example"

    init(_ account: NetworkAccount) throws(AccountFault) { self.init(account: account.id, kind: .none) }
    init(account: AccountID, kind: Settling, looks: Bool = true) {
        self.account = account
        self.kind = kind
        self.looks = looks
    }

    func settling(_ memory: Memory) -> Settling { kind }

    func complaints(about message: Message, memory: Memory) -> [Complaint] {
        message.parts.contains { $0.utf8.count > 100 }
            ? [Complaint("text-too-long", "more than 100 bytes")] : []
    }

    private func request(_ path: String, _ text: String = "", token: String?) -> Request {
        Request(
            method: "POST", url: "\(base)/\(account)/\(path)",
            headers: token.map { [.bearer(Secret($0))] } ?? [], body: .bytes(Array(text.utf8)))
    }

    func next(_ errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        let count = errand.message.parts.count
        if errand.handles["part.\(count - 1)"] != nil {
            return .done(
                Receipt(
                    id: errand.handles["part.0"] ?? "",
                    url: "https://sim.example/\(errand.handles["part.0"] ?? "")"))
        }
        let errors = complaints(about: errand.message, memory: memory)
        if !errors.isEmpty { return .impossible(errors) }
        guard let token = memory.session["accessToken"] else {
            return .perform(Step("login", .prepares, request("login", token: nil)))
        }
        for index in errand.message.images.indices where errand.handles["media.\(index)"] == nil {
            return .perform(Step("media.\(index)", .prepares, request("media.\(index)", token: token)))
        }
        let part = (0..<count).first { errand.handles["part.\($0)"] == nil } ?? 0
        let text = "\(errand.key)|\(part)|\(errand.message.parts[part])"
        return .perform(Step("part.\(part)", .publishes, request("part.\(part)", text, token: token)))
    }

    func find(_ step: String, of errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        if let id = errand.handles[step] { return .done(Receipt(id: id)) }
        if let twin = errand.handles["older"] {
            return errand.others.contains(twin) ? .absent : .cannotTell("a post like it is there, but older")
        }
        if let stranger = errand.handles["stranger"] {
            guard let calls = errand.calls, !calls.known.contains(stranger) else { return .absent }
            return .cannotTell("a post in other words is there")
        }
        guard canLook else { return .cannotTell("it cannot be asked") }
        return .perform(Step("find.\(step)", .prepares, request("find.\(step)", errand.key, token: "t")))
    }

    func probe(memory: Memory, clock: EpochSeconds) -> Next { .done(Receipt(id: account.rawValue)) }

    func inbox(memory: Memory, clock: EpochSeconds) -> Next? {
        guard hasInbox else { return nil }
        return .perform(Step("inbox", .prepares, request("inbox", token: "t")))
    }

    func meaning(
        of response: Response, to step: Step, of errand: Errand?, memory: Memory, clock: EpochSeconds
    ) -> Meaning {
        switch response.status {
        case 200: break
        case 401: return .forget(.init(accessToken: true), why: "the token is old")
        case 403: return .held(why: "the account is suspended")
        case 404: return .absent
        case 422: return .refused(why: "not like this")
        case 429: return .later(seconds: Int(response.text ?? "") ?? 120, why: "too many requests")
        default: return .unknown(why: "status \(response.status)")
        }
        let text = response.text ?? ""
        if step.name == "login" { return .keep(.init(session: ["accessToken": text, "refreshToken": "r"])) }
        if step.name == "inbox" { return .waiting(since: Int(text)) }
        if step.name.hasPrefix("find."), text.hasPrefix("older ") {
            return .keep(.init(handles: ["older": String(text.dropFirst(6))]))
        }
        if step.name.hasPrefix("find."), text.hasPrefix("stranger ") {
            return .keep(.init(handles: ["stranger": String(text.dropFirst(9))]))
        }
        if step.name.hasPrefix("find.") {
            return .keep(.init(handles: [String(step.name.dropFirst(5)): text]))
        }
        return .keep(.init(handles: [step.name: text]))
    }
}

/// The door to the simulated server.
struct SimulatedTransport: Transport {
    let server: Box<SimulatedServer>
    let now: @Sendable () -> Int

    func send(_ request: Request) async throws(TransportFailure) -> Response {
        let fields = request.url.split(separator: "/").map(String.init)
        guard fields.count == 4, case .bytes(let bytes) = request.body else { return Response(status: 400) }
        let (account, path, body) = (fields[2], fields[3], String(decoding: bytes, as: UTF8.self))
        let outcome = server.with { server -> Result<Response, TransportFailure> in
            server.timeouts.append(request.timeouts?.total ?? 0)
            return answer(account, path, body, &server)
        }
        return try outcome.get()
    }

    private func answer(
        _ account: String, _ path: String, _ body: String, _ server: inout SimulatedServer
    ) -> Result<Response, TransportFailure> {
        func ok(_ text: String) -> Result<Response, TransportFailure> {
            .success(Response(status: 200, body: Array(text.utf8)))
        }
        if server.isOffline { return .failure(.notSent(.resolve, .init())) }
        if server.isDown { return .failure(.notSent(.connect, .init())) }
        if path == "login" { return ok("token") }
        if path == "inbox", let status = server.inboxStatus {
            return .success(Response(status: status, body: Array("\(server.retryAfter)".utf8)))
        }
        if path == "inbox" { return ok(server.waitingSince.map(String.init) ?? "") }
        if path.hasPrefix("media.") {
            server.uploads += 1
            return ok("m\(server.uploads)")
        }
        if path.hasPrefix("find.part.") {
            server.lookups += 1
            if !server.lookupFaults.isEmpty, let status = lookupFailure(server.lookupFaults.removeFirst()) {
                return status
            }
            let part = Int(path.dropFirst(10))
            let hit = server.published.first {
                $0.account == account && $0.key == body && $0.part == part && now() - $0.at >= server.lag
            }
            let twin = server.twin.map { Response(status: 200, body: Array("older \($0)".utf8)) }
            let stranger = server.stranger.map {
                Response(status: 200, body: Array("stranger \($0)".utf8))
            }
            return hit.map { ok($0.id) } ?? .success(twin ?? stranger ?? Response(status: 404))
        }
        server.publishCalls += 1
        let parts = body.split(separator: "|", maxSplits: 2).map(String.init)
        func commit(_ server: inout SimulatedServer) -> String {
            server.commit(
                account: account, key: parts[0], part: Int(parts[1]) ?? 0, text: parts[2], now: now())
        }
        if let words = server.poison, parts[2].contains(words) { return .success(Response(status: 500)) }
        if let life = server.failureLife {
            let since = server.failures[parts[0]] ?? now()
            server.failures[parts[0]] = since
            if now() - since < life { return .success(Response(status: 500)) }
        }
        var special: SimulatedServer.Fault?
        if parts[1] == "1" { swap(&special, &server.secondPart) }
        guard let fault = special ?? (server.faults.isEmpty ? nil : server.faults.removeFirst()) else {
            let id = commit(&server)
            return ok(server.onlyID ?? id)
        }
        switch fault {
        case .notSent: return .failure(.notSent(.connect, .init()))
        case .answerLost:
            _ = commit(&server)
            return .failure(.unknown(.noAnswer, .init()))
        case .requestLost: return .failure(.unknown(.connectionLost, .init()))
        case .tooMany: return .success(Response(status: 429, body: Array("\(server.retryAfter)".utf8)))
        case .errorAfterwards:
            _ = commit(&server)
            return .success(Response(status: 503))
        case .tokenOld: return .success(Response(status: 401))
        case .refused: return .success(Response(status: 422))
        case .suspended: return .success(Response(status: 403))
        case .tooManyAfterwards:
            _ = commit(&server)
            return .success(Response(status: 429, body: Array("\(server.retryAfter)".utf8)))
        case .suspendedAfterwards:
            _ = commit(&server)
            return .success(Response(status: 403))
        }
    }

    private func lookupFailure(_ fault: SimulatedServer.Fault) -> Result<Response, TransportFailure>? {
        switch fault {
        case .notSent: .failure(.notSent(.connect, .init()))
        case .tooMany: .success(Response(status: 429))
        case .requestLost, .answerLost: .failure(.unknown(.timeout, .init()))
        default: .success(Response(status: 503))
        }
    }
}

/// Sessions in memory.
struct SessionsInMemory: SessionStore {
    let box = Box<[AccountID: [String: String]]>([:])
    let bad = Box<AccountID?>(nil)
    func load(_ account: AccountID) throws -> [String: String] {
        if bad.current == account { throw LedgerError.openToOthers(path: "sessions/x.json", mode: 0o644) }
        return box.with { $0[account] ?? [:] }
    }
    func save(_ session: [String: String], of account: AccountID) throws {
        box.with { $0[account] = session }
    }
}

/// What is remembered outside the ledger, in memory.
struct EpochsInMemory: EpochStore {
    let box = Box<[Epoch]>([])
    let fault = Box<LedgerError?>(nil)
    let unread = Box<[LedgerError]>([])
    func load() -> EpochReading { EpochReading(epochs: box.current, faults: unread.current) }
    func save(_ epoch: Epoch) throws(LedgerError) {
        if let fault = fault.current { throw fault }
        box.with { $0 = [epoch] }
    }
}

/// Room for one outcome, in memory.
struct ReserveInMemory: OutcomeReserve {
    let box = Box<KeptOutcome?>(nil)
    let fault = Box<LedgerError?>(nil)
    func prepare() throws(LedgerError) { if let fault = fault.current { throw fault } }
    func keep(_ outcome: KeptOutcome) throws(LedgerError) {
        if let fault = fault.current { throw fault }
        box.with { $0 = outcome }
    }
    func kept() throws(LedgerError) -> KeptOutcome? { box.current }
    func clear() throws(LedgerError) { box.with { $0 = nil } }
}

/// A ledger, a server, a clock, a queue and a simple planner.
final class World: Sendable {
    static let start = Instant(minutes: 29_700_000)  // a quarter of an hour begins

    struct State: Sendable {
        var micros = World.start.minutes * 60 * 1_000_000
        var boot = 1_000_000
        var isSynchronised: Bool?
        var seed: UInt64 = 1
        var posts: [Post] = []
        var settings = Settings()
        var accounts: [AccountID] = ["home"]
        var queueFingerprint = "1"
        var crashAt: Int?
        /// What happens there instead of the end of the process.
        var refusal: LedgerError?
        /// Dies before every step of this name.
        var crashAtName: String?
        var checkpoints: [String] = []
        var plans = 0
        var planFails = false
        /// Messages cannot be made, because of this.
        var messageFault: (any Error)?
        var headroom: Headroom?
        /// The ledger fails so at the next checkpoint of this name.
        var fault: (at: String, error: LedgerError)?
        var late = Minutes.minutes(30)
        var horizon: Minutes?
        var unread: [String] = []
        var hasInbox = true
        /// What somebody does at the next checkpoint of this name.
        var meanwhile: (at: String, what: @Sendable () -> Void)?
    }

    let ledger: LedgerDatabase
    let server: Box<SimulatedServer>
    let state: Box<State>
    let sessions = SessionsInMemory()
    let epochs = EpochsInMemory()
    let reserve = ReserveInMemory()
    let kind: Settling
    let looks: Bool

    init(
        _ kind: Settling = .readBack(authoritative: true, lagSeconds: 0), looks: Bool = true,
        posts: [Post] = [World.tea], identity: String = "world"
    )
        throws
    {
        ledger = try LedgerDatabase.inMemory(identity: identity, now: 0)
        server = Box(SimulatedServer(kind: kind))
        state = Box(State(posts: posts))
        self.kind = kind
        self.looks = looks
    }

    static let tea = Post(id: "tea", kind: "curated", body: ["Tea is good"])
    static let thread = Post(id: "thread", kind: "curated", body: ["One", "Two", "Three"])

    var now: Int { state.with { $0.micros } / 1_000_000 }
    var instant: Instant { Instant(roundingUpSeconds: now) }
    func sleep(_ seconds: Int) {
        state.with {
            $0.micros += seconds * 1_000_000
            $0.boot += seconds * 1000
        }
    }
    func queueChanges(_ change: (inout State) -> Void) {
        state.with {
            change(&$0)
            $0.queueFingerprint += "+"
        }
    }

    var problem: Problem {
        let state = state.current
        var policy = Policy(
            accounts: state.accounts.map {
                Account(id: $0, network: SimulatedNetwork.profile, settings: state.settings)
            })
        if let horizon = state.horizon { policy.horizon = horizon }
        return Problem(posts: state.posts, policy: policy, now: instant)
    }

    func surroundings() -> Surroundings {
        let state = state
        let hasInbox = state.current.hasInbox
        let networks = state.current.accounts.map { account -> (AccountID, SimulatedNetwork) in
            var network = SimulatedNetwork(account: account, kind: kind, looks: looks)
            network.hasInbox = hasInbox
            return (account, network)
        }
        return Surroundings(
            ledger: ledger, networks: Dictionary(networks) { first, _ in first },
            transport: SimulatedTransport(server: server) { state.with { $0.micros } / 1_000_000 },
            sessions: sessions, clock: { state.with { $0.micros } }, steady: { state.with { $0.boot } },
            bootID: "boot", isSynchronised: { state.with { $0.isSynchronised } }, owner: "test",
            random: { range in
                state.with { state in
                    state.seed = state.seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return range.lowerBound + Int(state.seed >> 33) % range.count
                }
            }, pause: { _ in }, epochs: epochs, reserve: reserve, headroom: { state.with { $0.headroom } },
            checkpoint: { name in
                let meanwhile = state.with { state -> (@Sendable () -> Void)? in
                    guard let found = state.meanwhile, found.at == name else { return nil }
                    state.meanwhile = nil
                    return found.what
                }
                meanwhile?()
                try state.with { state in
                    if state.crashAt == state.checkpoints.count { throw state.refusal ?? Crash(at: name) }
                    state.checkpoints.append(name)
                    if state.crashAtName == name { throw Crash(at: name) }
                    if let fault = state.fault, fault.at == name {
                        state.fault = nil
                        throw fault.error
                    }
                }
            })
    }

    /// Every post that is not history goes on the next quarters of an hour, in the order of their ids.
    static func plan(_ problem: Problem) -> [Placement] {
        problem.policy.accounts.flatMap { account -> [Placement] in
            guard !problem.held.contains(account.id) else { return [] }
            let quarter = floorDivide(problem.now.minutes, 15) * 15
            // It knows no post by its words: what is not sent again for these is refused by the rules.
            let recognition = Recognition(problem.posts)
            let out = problem.history.filter { $0.account == account.id }.compactMap { line in
                line.post.flatMap {
                    recognition.stranger($0, content: line.content) == nil ? $0 : nil
                }
            }
            let open = problem.posts.filter {
                $0.goes(to: account.id) && !out.contains($0.id) && problem.barred[account.id]?[$0.id] == nil
            }
            return open.enumerated().map { index, post in
                let earliest = problem.earliest(post.id, on: account.id)?.minutes ?? 0
                let wait = max(0, -floorDivide(quarter - earliest, 15) * 15)
                return Placement(
                    post: post.id, account: account.id,
                    at: Instant(minutes: quarter + max(15 * (index + 1), wait + 15 * index)))
            }.filter { $0.at < problem.end }
        }
    }

    func work() -> TickWork {
        TickWork(
            load: { [self] in
                Workload(
                    problem: problem, fingerprint: state.with { $0.queueFingerprint },
                    unread: state.with { $0.unread })
            },
            plan: { [self] problem in
                try state.with { state in
                    if state.planFails { throw Crash(at: "planner") }
                    state.plans += 1
                }
                return PlanDraft(placements: World.plan(problem), json: "{}")
            },
            message: { [self] post, _, occurrence in
                if let fault = state.with({ $0.messageFault }) { throw fault }
                let found = state.current.posts.first { $0.id == post }
                return Message(
                    parts: found?.variants.isEmpty == false
                        ? found?.variants[occurrence % (found?.variants.count ?? 1)] ?? []
                        : found?.body ?? [],
                    images: (found?.images ?? []).map {
                        .init(
                            name: $0.file, mediaType: "image/png", bytes: [1, 2, 3], size: nil, alt: $0.alt)
                    }, about: .init(post: post, kind: "curated"))
            }, late: state.current.late)
    }

    @discardableResult
    func tick() async throws -> TickReport { try await Tick(surroundings(), work()).run() }

    /// Ticks every five minutes until the clock shows `minutes` after the start.
    @discardableResult
    func run(until minutes: Int) async throws -> [TickReport] {
        var reports: [TickReport] = []
        while now < World.start.minutes * 60 + minutes * 60 {
            reports.append(try await tick())
            sleep(300)
        }
        return reports
    }

    func delivery(_ post: PostID = "tea", occurrence: Int = 0) throws -> Delivery? {
        try ledger.deliveries(in: Set(DeliveryState.allCases)).first {
            $0.post == post && $0.occurrence == occurrence
        }
    }

    /// How often each part of each message stands on the server.
    var doubles: [SimulatedServer.Published] {
        let all = server.current.published
        return all.filter { one in all.filter { $0.key == one.key && $0.part == one.part }.count > 1 }
    }
}
