import HTTP
import Ledger
import Networks
import Planning
import Policies
import Posts
import Publishing
import Rules
import Solver
import Timeline

/// The end of a process, between two steps.
struct Crash: Error { var at: String }
/// Something in the surroundings that cannot be read or done for a while.
struct Broken: Error { var what: String }

/// A machine with a hearth on it, its clocks, the services out there, and the true time.
///
/// Unchecked: a run uses its world from one task, and never from two at once.
final class World: @unchecked Sendable {
    /// A Sunday in winter; a quarter of an hour begins. Long runs cross a change to summer time.
    static let start = Instant(minutes: 29_530_080)

    /// In every secret there is: nothing that is kept may have it.
    static let canary = "canary-5up3rs3cr3t"

    let scenario: Scenario
    /// The ledger in use; it may be lost, or an older one brought back.
    var ledger: LedgerDatabase
    var dice: Dice
    var workspace: Workspace
    var services: [Service] = []
    var oracle = Oracle()
    var census = Census()
    let trace: ((String) -> Void)?
    let sabotage: Sabotage?

    // Clocks: the true time is what servers go by; the machine's may be off.
    /// Microseconds since the epoch, in truth.
    var micros = World.start.minutes * 60_000_000
    /// Microseconds by which the machine's clock is off.
    var offset = 0
    private var bootedAt = World.start.minutes * 60_000_000 - 500_000_000_000
    private var boots = 1

    // What is wrong at the moment.
    var armed: [Scenario.Mishap] = []
    var unreachableUntil = 0
    var outageUntil = 0
    var downUntil = 0
    var unusable: Set<AccountID> = []
    var brokenSession: AccountID?
    var planFailing = false
    var crashIn: Int?
    var crashPoints: Set<CrashPoint> = []
    var holdIn: Int?
    /// What somebody will do at a bad moment of a tick.
    var meddlings: Set<Fault> = []
    var repairs: [(at: Int, repair: Repair)] = []
    var ticksTwice = false
    var refusals: [Refusal] = []
    var refusesOutcome = false
    var reserveIsTorn = false
    var reserveIsMissing = false
    var epochFails = false
    var epochIsReadable = true
    var hasRoom = true
    /// Whether the tick at work was refused something that it cannot go on without.
    var isRefused = false
    var wantsRecord = false
    var wantsDrop = false
    var wantsSettled = false
    var late: [(at: Int, service: Service, request: Request)] = []

    // What lies beside the ledger, and outlives the process.
    var epochs: [Epoch] = []
    var kept: KeptOutcome?
    var ledgers = 1
    /// Whether a ledger was ever lost, or a backup brought back.
    var isReplaced = false
    private var sessions: [AccountID: [String: String]] = [:]
    private var networks: [AccountID: any Network] = [:]
    private(set) var loaded: Problem?
    private(set) var ticks = 0
    private(set) var deaths = 0

    init(_ scenario: Scenario, sabotage: Sabotage? = nil, trace: ((String) -> Void)? = nil) throws {
        self.scenario = scenario
        self.sabotage = sabotage
        self.trace = trace
        var dice = Dice(seed: scenario.seed)
        var profiles: [NetworkProfile] = []
        var options: [[String: String]] = []
        let start = World.start
        for number in 0..<scenario.accounts {
            let id = Workspace.account(number)
            let kind =
                scenario.kind == .mixed
                ? dice.pick(ServiceKind.allCases.filter { $0 != .mixed }) : scenario.kind
            let host = "\(id).example"
            var (service, network, own) = try World.build(kind, id, host)
            if sabotage == .losesPosts { service.losesPosts = true }
            if sabotage == .liesAboutKeys, var liar = network as? TimelineNetwork {
                liar.promise = .clientID
                network = liar
            }
            if sabotage == .losesItsPlace, var lost = network as? TimelineNetwork {
                lost.knowsItsPlace = false
                network = lost
            }
            services.append(service)
            networks[id] = network
            profiles.append(type(of: network).profile)
            options.append(own)
        }
        workspace = Workspace(scenario, start: start, networks: profiles, options: options)
        self.dice = dice
        ledger = try LedgerDatabase.inMemory(identity: "simulation", now: start.minutes * 60)
        for (number, service) in services.enumerated() {
            service.witness = { [unowned self] item in oracle.see(item, on: number, in: self) }
        }
    }

    private static func build(_ kind: ServiceKind, _ id: AccountID, _ host: String) throws -> (
        Service, any Network, [String: String]
    ) {
        func bound(_ options: [String: String], _ secrets: [String: Secret]) -> NetworkAccount {
            NetworkAccount(id: id, options: options, secrets: secrets, userAgent: "hearth-simulate")
        }
        func mastodon(_ name: String?, keyLife: Int) throws -> (Service, any Network, [String: String]) {
            let options = ["url": "https://\(host)"]
            return (
                MastodonService(account: id, host: host, software: .init(name: name, keyLife: keyLife)),
                try Mastodon(bound(options, ["token": Secret(World.canary)])), options
            )
        }
        func webhook(remembers: Bool) throws -> (Service, any Network, [String: String]) {
            let options = ["url": "https://\(host)/in", "deduplicates": "\(remembers)"]
            return (
                WebhookService(account: id, host: host, remembers: remembers),
                try Webhook(bound(options, ["secret": Secret(WebhookService.secret)])), options
            )
        }
        switch kind {
        case .bluesky, .mixed:
            let options = ["url": "https://\(host)", "handle": "\(id).test"]
            return (
                BlueskyService(account: id, host: host),
                try Bluesky(bound(options, ["password": Secret(World.canary)])), options
            )
        case .mastodon: return try mastodon("mastodon", keyLife: 3_600)
        case .pleroma: return try mastodon("pleroma", keyLife: 6 * 3_600)
        case .gotosocial: return try mastodon("gotosocial", keyLife: 0)
        case .fork: return try mastodon(nil, keyLife: 0)
        case .webhook: return try webhook(remembers: false)
        case .receiver: return try webhook(remembers: true)
        case .container:
            return (CrateService(account: id, host: host), try CrateNetwork(bound(["host": host], [:])), [:])
        case .timeline:
            return (
                TimelineService(account: id, host: host), try TimelineNetwork(bound(["host": host], [:])), [:]
            )
        }
    }

    // MARK: - Time

    /// True seconds.
    var seconds: Int { micros / 1_000_000 }
    /// What the machine's clock shows, in seconds.
    var wall: Int { floorDivide(micros + offset, 1_000_000) }
    /// Minutes since the start, in truth.
    var elapsed: Int { seconds / 60 - World.start.minutes }
    var steady: Int { (micros - bootedAt) / 1_000 }
    private var bootID: String { "boot \(boots)" }

    /// Lets time pass; what servers finish meanwhile is finished.
    func pass(micros length: Int) {
        let end = micros + length
        while let first = late.indices.min(by: { late[$0].at < late[$1].at }),
            late[first].at <= end / 1_000_000
        {
            let (at, service, request) = late.remove(at: first)
            micros = max(micros, at * 1_000_000)
            oracle.isLate = true
            _ = act(service, request, now: seconds)
            oracle.isLate = false
        }
        micros = end
    }

    /// The machine starts again.
    func boot() {
        boots += 1
        bootedAt = micros - dice.roll(5...60) * 1_000_000
    }

    /// The clock that a machine shows is off by so many seconds from now on.
    func setClock(off seconds: Int) { offset = seconds * 1_000_000 }

    // MARK: - A tick

    private func surroundings() -> Surroundings {
        var usable = networks
        for account in unusable { usable[account] = nil }
        for account in workspace.gone { usable[account] = nil }
        return Surroundings(
            ledger: ledger, networks: usable,
            faults: Dictionary(uniqueKeysWithValues: unusable.sorted().map { ($0, "its secret is missing") }),
            transport: Door(world: self), sessions: Drawer(world: self),
            clock: { [unowned self] in micros + offset }, steady: { [unowned self] in steady },
            bootID: bootID,
            owner: sabotage == .keepsSecrets ? World.canary : "simulation",
            random: { [unowned self] in dice.roll($0) },
            pause: { [unowned self] in pass(micros: $0 * 1_000_000) },
            epochs: Shelf(world: self), reserve: Pocket(world: self),
            headroom: { [unowned self] in Headroom(bytes: hasRoom ? 1 << 30 : 1 << 20, inodes: nil) },
            checkpoint: { [unowned self] in try reach($0) })
    }

    private func work() -> TickWork {
        let posts = workspace.posts()
        let byID = Dictionary(posts.map { ($0.id, $0) }) { first, _ in first }
        var problem = Problem(posts: posts, policy: workspace.policy, now: Instant(minutes: 0))
        loaded = problem
        if sabotage == .forgetsLimits {
            for index in problem.policy.accounts.indices {
                problem.policy.accounts[index].settings.pace = nil
                problem.policy.accounts[index].settings.mix = []
            }
        }
        let read = problem
        let fingerprint = workspace.fingerprint
        return TickWork(
            load: { Workload(problem: read, fingerprint: fingerprint) },
            plan: { [unowned self] problem in try plan(problem) },
            message: { post, account, occurrence in
                guard let found = byID[post], let account = read.policy.account(account) else {
                    throw Broken(what: "the queue has no \(post) any more")
                }
                return Message(
                    parts: Wording.parts(
                        of: found, account: account.id, network: account.network.name, repeat: occurrence),
                    link: found.link,
                    images: found.images.map {
                        .init(
                            name: $0.file, mediaType: "image/png", bytes: Picture.bytes, size: nil,
                            alt: $0.alt)
                    },
                    about: .init(post: post, kind: found.kind, topics: found.topics, campaign: found.campaign)
                )
            }, late: sabotage == .neverLate ? .days(9) : .minutes(30))
    }

    /// Few steps: the plans need to be valid, not good.
    private static let effort = Effort(iterations: 20_000, depth: 4, priceSteps: 10, priceCells: 200_000)

    private func plan(_ problem: Problem) throws -> PlanDraft {
        if planFailing {
            census.faults[.planFails, default: 0] += 1
            throw Broken(what: "no plan today")
        }
        do {
            if sabotage == .plansNothing { throw Broken(what: "the rules admit none of it") }
            let plan = try Planner.plan(problem, effort: World.effort)
            oracle.note(plan, wall: wall, isPromise: sabotage != .isLazy)
            let kept = plan.bare.filter { slot in
                switch sabotage {
                case .forgetsPosts: (workspace.number(slot.post, nil) ?? 0) % 3 != 0
                case .skipsDays, .isLazy: slot.at.minutes / 1_440 % 2 == 0
                default: true
                }
            }
            return PlanDraft(placements: kept, json: "{}")
        } catch {
            oracle.violate(.planner, "\(error)", at: self)
            throw error
        }
    }

    /// One tick; nil if it died.
    func tick() async -> TickReport? {
        ticks += 1
        oracle.beginTick(ticks, in: self)
        isRefused = false
        if sabotage == .ignoresHolds {
            for hold in (try? ledger.holds()) ?? [] { _ = try? ledger.clearHold(hold.account, now: wall) }
        }
        defer { oracle.endTick() }
        do {
            let report = try await Tick(surroundings(), work()).run()
            oracle.judge(report, in: self)
            oracle.keepWaits()
            for event in report.events { if case .paused = event { census.pauses += 1 } }
            for obstacle in report.obstacles.compactMap({ Obstacle($0) }) {
                census.obstacles[obstacle, default: 0] += 1
            }
            if let trace {
                for event in report.events { trace("\(stamp) \(event)".prefix(400).description) }
                if case .accepted(false) = report.clock {} else { trace("\(stamp) clock \(report.clock)") }
            }
            return report
        } catch let crash as Crash {
            deaths += 1
            trace?("\(stamp) died before \(crash.at)")
            return nil
        } catch  where isRefused && (error is LedgerError || error is OutcomeKept) {
            trace?("\(stamp) ended with \(error)")
            return nil
        } catch {
            oracle.violate(.broken, "a tick ended with \(error)", at: self)
            return nil
        }
    }

    /// The heartbeat of a tick that has nothing to do.
    func beat() throws {
        let tick = try ledger.beginTick(
            started: wall, bootMilliseconds: steady, bootID: bootID, isAccepted: true)
        try ledger.endTick(tick, ended: wall, outcome: "0 posted, 0 events")
        oracle.noteBeat(in: self)
    }

    /// What the clocks show, for the trace.
    var stamp: String {
        "[\(elapsed / 1_440)d \(LocalDateTime(epochMinutes: floorDivide(wall, 60)))]"
    }

    private func reach(_ name: String) throws {
        // The outcome of what the tick was at work on is in the ledger, and with it what a network wanted.
        if name == "done" { oracle.keepWaits() }
        if wantsRecord, name == "due" || name == "plan" { try Person.recordNow(in: self) }
        if let count = holdIn {
            holdIn = count > 0 ? count - 1 : nil
            if count == 0 { Person.holdNow(in: self) }
        }
        try Person.meddle(in: self, before: name)
        if sabotage == .settlesNothing, name == "orphan" || name == "settle" { throw Crash(at: name) }
        if sabotage == .failsUnasked, name == "due" { throw LedgerError.full }
        let point = CrashPoint(checkpoint: name)
        if point == nil { census.strangers.insert(name) }
        if let count = crashIn {
            crashIn = count > 0 ? count - 1 : nil
            if count == 0 { try die(name, point) }
        }
        guard let point else { return }
        if crashPoints.remove(point) != nil { try die(name, point) }
        try refuse(point)
    }

    private func die(_ name: String, _ point: CrashPoint?) throws {
        census.faults[.crash, default: 0] += 1
        if let point { census.crashes[point, default: 0] += 1 }
        throw Crash(at: name)
    }

    // MARK: - Sessions

    /// A session as it is kept.
    func session(of account: AccountID) throws -> [String: String] {
        if brokenSession == account { throw Broken(what: "others may read the session") }
        return sessions[account] ?? [:]
    }

    /// Keeps a session; a tick may die before and after.
    func keep(_ session: [String: String], of account: AccountID) throws {
        try reach("session before")
        sessions[account] = session
        try reach("session after")
    }

    /// Its session is lost.
    func loseSession(of account: AccountID) { sessions[account] = nil }
    func hasSession(of account: AccountID) -> Bool { sessions[account] != nil }
}

/// Where sessions are.
struct Drawer: SessionStore {
    unowned let world: World
    func load(_ account: AccountID) throws -> [String: String] { try world.session(of: account) }
    func save(_ session: [String: String], of account: AccountID) throws {
        try world.keep(session, of: account)
    }
}
