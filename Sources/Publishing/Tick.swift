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

    var ledger: LedgerDatabase { surroundings.ledger }
    /// The minute to plan from: the next one, in second 0 too, for what is due at this one was dealt with a moment ago.
    var instant: Instant { minute + .minutes(1) }
    /// The minute that holds this second: at it things go out. Cron begins a second or three after the slot, which must
    /// not make it the minute after.
    var minute: Instant { Instant(minutes: floorDivide(surroundings.now, 60)) }

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
        report.isStopped = surroundings.isStopping()
        report.isOutOfTime = !report.isStopped && !publisher.hasTime
        try surroundings.checkpoint("end")
        try ledger.endTick(tick, ended: surroundings.now, outcome: report.outcome)
        return report
    }

    /// Writes down the outcome that an earlier tick could not write down.
    private func applyKept(_ publisher: Publisher, _ report: inout TickReport) throws {
        guard let kept = try surroundings.reserve.kept() else { return }
        if let delivery = try kept.delivery(in: ledger) {
            report.add(try publisher.land(delivery, kept.move))
        }
        try surroundings.checkpoint("clear")
        try surroundings.reserve.clear()
    }

    /// Why nothing may be sent.
    func obstacles() throws -> [LedgerTrouble] {
        var found: [LedgerTrouble] = []
        let remembered = surroundings.epochs.load()
        let standing = try ledger.standing(remembered.epochs)
        if standing != .known { found.append(.notAdopted(standing)) }
        found += remembered.faults.map { .epochUnreadable($0) }
        if let room = try surroundings.headroom(), !room.isEnough { found.append(.noRoom(room)) }
        return found
    }

    /// Whether the clock can be believed.
    func look() throws -> TickClock {
        TickClock.look(
            try ledger.heartbeats(believed: TickClock.usual), now: surroundings.now,
            boot: surroundings.steady(),
            bootID: surroundings.bootID, confirmed: try ledger.clockAccepted(),
            isSynchronised: surroundings.isSynchronised)
    }

    private func perform(_ publisher: Publisher, _ report: inout TickReport) async throws {
        let reconciler = Reconciler(publisher: publisher)
        try applyKept(publisher, &report)
        try ledger.countCrashes()
        let orphans = try reconciler.adoptOrphans()
        guard case .accepted(let isRecovery) = report.clock else {
            orphans.forEach { report.add($0) }
            return
        }
        report.obstacles = try obstacles()
        do throws(LedgerError) {
            try surroundings.reserve.prepare()
        } catch {
            report.obstacles.append(.noReserve(error))
        }
        let isSending = !isRecovery && report.obstacles.isEmpty
        // What is in doubt is settled even if the queue cannot be read; only nothing is sent again then.
        let read = Result { try work.load() }
        // A call that is made again is its account's post of this tick.
        var called: Set<AccountID> = []
        let lacksCalls = report.obstacles.contains { if case .notAdopted = $0 { true } else { false } }
        let settled = try await reconciler.settle(lacksCalls: lacksCalls) { delivery, settling in
            let found = try await unlessMoved(delivery.id, &report) { _ in
                if let aside = try setAside(delivery) { return aside }
                return try await atWork(.delivery(delivery.id)) {
                    try await settling(
                        try permission(toResend: delivery, isSending ? try? read.get() : nil))
                }
            }
            if let found, found.attempt > delivery.attempt {
                called.insert(found.account)
                // What it says of the host is not kept: that learns from first calls.
                try note(found, after: delivery, .untouched)
            } else if let found, found.state == .posted || found.visibleSince != delivery.visibleSince {
                try ledger.noteFailure(nil, on: found.account, now: surroundings.now)
            }
            return found
        }
        for delivery in settled { report.add(delivery, settled: true) }
        for orphan in orphans where !settled.contains(where: { $0.id == orphan.id }) { report.add(orphan) }

        let load = try read.get()
        try noteUnusable(load.problem.policy)
        try ledger.note(serving: load.problem.policy.accounts.map(\.id), now: surroundings.now)
        try await readInboxes(load.problem, publisher, &report)
        var pending = try ledger.deliveries(in: [.planned])
        if report.obstacles.isEmpty {
            try forgetEditedRefusals(load, &report)
            try beginDue(load.problem)
            pending = try sortOut(load, isRecovery: isRecovery, &report)
        }
        try await replan(load, pending: pending, &report)
        if isSending { try await sendDue(load, publisher, except: called, &report) }
    }

    /// Whoever asks how things stand shall hear of accounts that cannot be used before something is due there.
    private func noteUnusable(_ policy: Policy) throws {
        let faults = policy.accounts.compactMap { account in
            surroundings.fault(of: account.id).map { (account.id, $0) }
        }
        try ledger.note(unusable: Dictionary(faults) { first, _ in first }, now: surroundings.now)
    }

    // MARK: - Planning

    /// Whether there is no plan, or one of something else, or one that is worn out.
    func isOutdated(_ fingerprint: String, _ problem: Problem) throws -> Bool {
        guard let plan = try ledger.plan(), plan.fingerprint == fingerprint else { return true }
        return try PlanWear(plan, horizon: problem.policy.horizon, now: minute).isWornOut(in: problem, ledger)
    }

    /// Plans anew if queue, policy, history, holds or the day changed since the stored plan, or it does not reach far enough
    /// any more.
    private func replan(_ load: Workload, pending: [Delivery], _ report: inout TickReport) async throws {
        let fingerprint = try load.planFingerprint(ledger, now: instant)
        guard try isOutdated(fingerprint, load.problem) else { return try ledger.note(planFailure: nil) }
        func fail(_ why: String) throws {
            report.events.append(.planFailed(why))
            try ledger.note(planFailure: why)
        }
        // Without their posts the plan would give slots away.
        guard load.unread.isEmpty else { return try fail(load.unread.joined(separator: "; ")) }
        let problem = try load.problem.with(
            ledger, now: instant, pending: pending, at: minute, isRighting: true)
        guard try ledger.crashes(at: .plan(fingerprint)) < Tick.mostCrashes else {
            return try fail("the program died twice while it planned from this queue")
        }
        let draft: PlanDraft
        try surroundings.checkpoint("work")
        try ledger.begin(.plan(fingerprint))
        do {
            draft = try await work.plan(problem)
        } catch {
            try ledger.end(.plan(fingerprint))
            return try fail("\(error)")
        }
        try surroundings.checkpoint("done")
        try ledger.end(.plan(fingerprint))
        try surroundings.checkpoint("plan")
        try ledger.store(
            StoredPlan(
                json: draft.json, fingerprint: fingerprint, now: problem.now, stored: surroundings.now,
                placements: draft.placements.map {
                    PlannedSlot(post: $0.post, account: $0.account, at: $0.at)
                }))
        try ledger.note(planFailure: nil)
        report.events.append(.planned(draft.placements.count))
    }
}
