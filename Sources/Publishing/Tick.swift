import HTTP
import Ledger
import Networks
import Policies
import Posts
import Rules
import Timeline

/// One tick: settle what is in doubt, plan anew if something changed, send what is due, write everything down.
///
/// Whoever runs it holds the tick's lock. It may die between any two steps: the next tick goes on from what the
/// ledger says.
public struct Tick: Sendable {
    let surroundings: Surroundings
    let work: TickWork

    /// A tick in these surroundings.
    public init(_ surroundings: Surroundings, _ work: TickWork) {
        self.surroundings = surroundings
        self.work = work
    }

    private var ledger: LedgerDatabase { surroundings.ledger }
    /// The minute to plan from.
    private var instant: Instant { Instant(roundingUpSeconds: surroundings.now) }
    /// The minute that holds this second: at it things go out. Cron begins a second or three after the slot, which must
    /// not make it the minute after.
    private var minute: Instant { Instant(minutes: floorDivide(surroundings.now, 60)) }

    /// Runs the tick.
    ///
    /// - Throws: `LedgerError` if something could not be written down, in which case nothing more is sent; what `load`
    ///   throws, after deliveries in doubt were settled.
    public func run() async throws -> TickReport {
        let publisher = Publisher(
            surroundings: surroundings, deadline: surroundings.steady() + surroundings.budget)
        let clock = try look()
        var report = TickReport(clock: clock)
        var isAccepted = false
        if case .accepted = clock { isAccepted = true }
        try surroundings.checkpoint("heartbeat")
        let tick = try ledger.beginTick(
            started: surroundings.now, bootMilliseconds: surroundings.steady(), bootID: surroundings.bootID,
            isAccepted: isAccepted)
        do {
            try await perform(publisher, &report)
        } catch {
            try? ledger.endTick(tick, ended: surroundings.now, outcome: "failed: \(error)")
            throw error
        }
        report.isOutOfTime = !publisher.hasTime
        try surroundings.checkpoint("end")
        try ledger.endTick(tick, ended: surroundings.now, outcome: report.outcome)
        return report
    }

    /// Whether the clock can be believed.
    func look() throws -> TickClock {
        TickClock.look(
            try ledger.heartbeats(atLeast: 600), now: surroundings.now, boot: surroundings.steady(),
            bootID: surroundings.bootID, confirmed: try ledger.clockAccepted())
    }

    private func perform(_ publisher: Publisher, _ report: inout TickReport) async throws {
        let reconciler = Reconciler(publisher: publisher)
        let orphans = try reconciler.adoptOrphans()
        guard case .accepted(let isRecovery) = report.clock else {
            orphans.forEach { report.add($0) }
            return
        }
        // What is in doubt is settled even if the queue cannot be read; only nothing is sent again then.
        let read = Result { try work.load() }
        let settled = try await reconciler.settle {
            try permission(toResend: $0, isRecovery ? nil : try? read.get().problem)
        }
        for delivery in settled { report.add(delivery, settled: true) }
        for orphan in orphans where !settled.contains(where: { $0.id == orphan.id }) { report.add(orphan) }

        let load = try read.get()
        try await readInboxes(load.problem, publisher, &report)
        try beginDue(load.problem)
        let pending = try sortOut(load.problem, isRecovery: isRecovery, &report)
        try await replan(load, pending: pending, &report)
        if !isRecovery { try await sendDue(load.problem, publisher, &report) }
    }

    // MARK: - Due slots

    /// Makes deliveries of the slots that are due.
    private func beginDue(_ problem: Problem) throws {
        let posts = Dictionary(problem.posts.map { ($0.id, $0) }) { first, _ in first }
        for slot in try ledger.plan()?.placements ?? [] where slot.at.minutes * 60 <= surroundings.now {
            guard let post = posts[slot.post], !post.isDraft, problem.policy.account(slot.account) != nil
            else {
                continue
            }
            try surroundings.checkpoint("due")
            _ = try ledger.begin(
                slot, facts: post.deliveryFacts, repeats: post.evergreen != nil, now: surroundings.now)
        }
    }

    /// Sends late deliveries back to the planner and those whose last moment went by to rest.
    ///
    /// - Returns: What is still to be sent.
    private func sortOut(_ problem: Problem, isRecovery: Bool, _ report: inout TickReport) throws
        -> [Delivery]
    {
        var pending: [Delivery] = []
        let posts = Dictionary(problem.posts.map { ($0.id, $0) }) { first, _ in first }
        try forgetMovedPins(problem, posts)
        for delivery in try ledger.deliveries(in: [.planned, .missed]) {
            // A thread that is half out goes on however late it is.
            if delivery.visibleSince != nil {
                if isAbandoned(delivery) {
                    let why = "its account cannot be used, and a part of it is out"
                    try move(delivery, DeliveryMove(.needsResolve, reason: why), &report)
                } else {
                    pending.append(delivery)
                }
                continue
            }
            let post = posts[delivery.post]
            let zone = problem.policy.account(delivery.account)?.settings.zone
            let end = zone.flatMap { post?.notAfter?.end(in: $0) }
            if let end, surroundings.now >= end.minutes * 60 {
                try move(delivery, DeliveryMove(.expired, reason: "its last moment went by"), &report)
            } else if delivery.state == .planned {
                if isRecovery {
                    let why = "nothing ran when it was due; after a downtime nothing is sent at once"
                    try move(delivery, miss(delivery, post, problem, why: why), &report)
                } else if isTooLate(delivery) {
                    let why = delivery.reason.map { "; \($0)" } ?? ""
                    try move(
                        delivery, miss(delivery, post, problem, why: "later than \(work.late)\(why)"), &report
                    )
                } else {
                    pending.append(delivery)
                }
            } else if problem.isPin(delivery, of: post) {
                // Its hold was lifted, or it was looked up and not there.
                try move(delivery, miss(delivery, post, problem, why: delivery.reason ?? "missed"), &report)
            }
        }
        return pending
    }

    /// Whether its slot is longer ago than `late`, or will be before it may be tried again.
    func isTooLate(_ delivery: Delivery) -> Bool {
        max(surroundings.now, delivery.notBefore) - delivery.plannedAt.minutes * 60 > work.late.count * 60
    }

    /// Whether a thread that is half out has waited for a day for an account that cannot be used.
    private func isAbandoned(_ delivery: Delivery) -> Bool {
        delivery.state == .planned && surroundings.networks[delivery.account] == nil
            && surroundings.now - delivery.changed >= DeliveryMachine.longestDoubt
    }

    /// Whether a call in doubt may be made again: on the terms on which it could be made for the first time.
    ///
    /// - Parameter problem: Queue and policy; nil while nothing is sent.
    private func permission(toResend delivery: Delivery, _ problem: Problem?) throws -> Reconciler.Permission
    {
        guard let problem, try !isHeld(delivery.account) else { return .notNow }
        // What is half out was admitted when it began.
        guard delivery.visibleSince == nil else { return .granted }
        guard surroundings.now - delivery.plannedAt.minutes * 60 <= work.late.count * 60 else {
            return .refused
        }
        let state = try problem.with(ledger, now: minute, except: delivery.id)
        let refusals = Admission(state, delivery: delivery, now: minute).refusals(of: delivery)
        return refusals.isEmpty ? .granted : .refused
    }

    /// Back to the planner; a pinned post has no other time, so only a person can help it.
    private func miss(_ delivery: Delivery, _ post: Post?, _ problem: Problem, why: String) -> DeliveryMove {
        guard problem.isPin(delivery, of: post) else { return DeliveryMove(.missed, reason: why) }
        return DeliveryMove(
            .expired, reason: "its pinned time went by (\(why)): change `at:` or drop it", asksPerson: true)
    }

    /// A person has changed the pin, or taken the post out of the queue: nothing is asked any more.
    private func forgetMovedPins(_ problem: Problem, _ posts: [PostID: Post]) throws {
        for delivery in try ledger.deliveries(in: [.expired]) where delivery.asksPerson {
            if problem.isPin(delivery, of: posts[delivery.post]) { continue }
            try surroundings.checkpoint("set aside")
            try ledger.finish(
                delivery, DeliveryMove(.expired, reason: delivery.reason), now: surroundings.now)
        }
    }

    private func move(_ delivery: Delivery, _ move: DeliveryMove, _ report: inout TickReport) throws {
        try surroundings.checkpoint("set aside")
        report.add(try ledger.finish(delivery, move, now: surroundings.now))
    }

    // MARK: - Planning

    /// Plans anew if queue, policy, history, holds or the day changed since the stored plan.
    private func replan(_ load: Workload, pending: [Delivery], _ report: inout TickReport) async throws {
        let fingerprint = try load.planFingerprint(ledger, now: instant)
        guard try ledger.plan()?.fingerprint != fingerprint else { return }
        let problem = try load.problem.with(ledger, now: instant, pending: pending, at: minute)
        let draft: PlanDraft
        do {
            draft = try await work.plan(problem)
        } catch {
            report.events.append(.planFailed("\(error)"))
            return
        }
        try surroundings.checkpoint("plan")
        try ledger.store(
            StoredPlan(
                json: draft.json, fingerprint: fingerprint, now: problem.now, stored: surroundings.now,
                placements: draft.placements.map {
                    PlannedSlot(post: $0.post, account: $0.account, at: $0.at)
                }))
        report.events.append(.planned(draft.placements.count))
    }

    // MARK: - Sending

    /// At most one post per account: a thread that is half out first, then by slot.
    private func sendDue(_ problem: Problem, _ publisher: Publisher, _ report: inout TickReport) async throws
    {
        let due = try ledger.deliveries(in: [.planned]).filter { $0.notBefore <= surroundings.now }
        for account in Set(due.map(\.account)).sorted() {
            if let why = surroundings.fault(of: account) {
                report.events.append(.accountUnusable(account, why))
            }
            guard var line = try AccountLine(account, surroundings, deadline: publisher.deadline) else {
                continue
            }
            let queue = due.filter { $0.account == account }.sorted {
                ($0.visibleSince == nil ? 1 : 0, $0.plannedAt, $0.id) < (
                    $1.visibleSince == nil ? 1 : 0, $1.plannedAt, $1.id
                )
            }
            for delivery in queue where publisher.hasTime {
                if try isHeld(account) { break }
                if try refuse(delivery, problem, &report) { continue }
                let sent = try await publisher.send(delivery, on: &line) {
                    try work.message(delivery.post, delivery.account, delivery.occurrence)
                }
                report.add(sent)
                try note(sent, after: delivery)
                break
            }
        }
    }

    /// Counts attempts that come to nothing over all posts of an account: one that cannot be reached for days misses slot
    /// after slot, and none of them fails often enough to say so.
    private func note(_ sent: Delivery, after before: Delivery) throws {
        if sent.state == .posted || sent.visibleSince != before.visibleSince {
            try ledger.noteFailure(nil, on: sent.account, now: surroundings.now)
        } else if sent.failures > before.failures {
            try ledger.noteFailure(sent.reason ?? "", on: sent.account, now: surroundings.now)
        }
    }

    /// Whether the account is on hold at this moment; the claim asks once more.
    private func isHeld(_ account: AccountID) throws -> Bool {
        try ledger.holds().contains { $0.account == nil || $0.account == account }
    }

    /// Asks the rules again; sends the delivery back to the planner if one refuses.
    private func refuse(_ delivery: Delivery, _ problem: Problem, _ report: inout TickReport) throws -> Bool {
        // What is half out was admitted when it began.
        guard delivery.visibleSince == nil else { return false }
        let state = try problem.with(ledger, now: minute)
        let refusals = Admission(state, delivery: delivery, now: minute).refusals(of: delivery)
        guard !refusals.isEmpty else { return false }
        try surroundings.checkpoint("refuse")
        let post = problem.posts.first { $0.id == delivery.post }
        let missed = try ledger.finish(
            delivery, miss(delivery, post, problem, why: refusals.joined(separator: "; ")),
            now: surroundings.now)
        report.events.append(.refusedByRules(missed, refusals))
        return true
    }

    // MARK: - Who waits

    /// Finds out since when somebody waits for an answer, on accounts whose policy asks.
    private func readInboxes(_ problem: Problem, _ publisher: Publisher, _ report: inout TickReport)
        async throws
    {
        for account in problem.policy.accounts where account.settings.gate != nil && publisher.hasTime {
            guard try isInboxDue(account, problem),
                var line = try AccountLine(account.id, surroundings, deadline: publisher.deadline)
            else {
                continue
            }
            switch try await publisher.inbox(&line) {
            case .known(let since):
                try ledger.setWaiting(account.id, since: since)
                try ledger.keep([Tick.inboxFact: "\(surroundings.now)"], about: account.id)
            case .cannotTell: break
            case .failed(let why):
                report.events.append(.inboxFailed(account.id, why))
                // What was known stays, and the server is left alone for a while.
                try ledger.keep([Tick.inboxFact: "\(surroundings.now)"], about: account.id)
            }
        }
    }

    /// The fact that tells when an inbox was read, in epoch seconds.
    private static let inboxFact = "inbox.read"
    /// Seconds after which an inbox is read again although no ask is due.
    private static let inboxInterval = 30 * 60

    /// Only asks are gated: the inbox is read when one is due, and now and then so that plans know who waits. Most ticks
    /// have nothing to do, and should then bother nobody's server.
    private func isInboxDue(_ account: Account, _ problem: Problem) throws -> Bool {
        let read = try ledger.facts(of: account.id)[Tick.inboxFact].flatMap { Int($0) } ?? 0
        if !(0..<Tick.inboxInterval).contains(surroundings.now - read) { return true }
        let posts = Dictionary(problem.posts.map { ($0.id, $0) }) { first, _ in first }
        return try (ledger.plan()?.placements ?? []).contains { slot in
            guard slot.account == account.id, slot.at <= minute, minute - slot.at <= work.late,
                let post = posts[slot.post]
            else { return false }
            return LabelAudit(label: post.kind, link: post.link, policy: problem.policy)?.kind.side == .ask
        }
    }
}
