import Ledger
import Policies
import Posts
import Rules
import Timeline

/// Sending what is due.
extension Tick {
    /// At most one post per account: a thread that is half out first, then by slot. While a thread waits, nothing else of
    /// its account is sent.
    ///
    /// - Parameter called: Accounts that have had their post of this tick.
    func sendDue(
        _ load: Workload, _ publisher: Publisher, except called: Set<AccountID>, _ report: inout TickReport
    ) async throws {
        let problem = load.problem
        let planned = try ledger.deliveries(in: [.planned])
        let threads = Set(planned.filter { $0.visibleSince != nil }.map(\.account))
        let due = planned.filter {
            !$0.isWaiting(surroundings.now) && !load.mayHide($0.post)
                && ($0.visibleSince != nil || !threads.contains($0.account) && !isEarly($0))
        }
        for account in Set(due.map(\.account)).subtracting(called).sorted() {
            if let why = surroundings.fault(of: account) {
                report.events.append(.accountUnusable(account, why))
            }
            if let circuit = try pause(of: account) {
                report.events.append(.paused(account, circuit))
                continue
            }
            if let pause = try ledger.askedPause(of: account, surroundings.now) {
                report.events.append(.askedToPause(pause))
                continue
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
                // Who moved it may have seen a part of it go out: then that was the post of this tick.
                let isNext = try await unlessMoved(delivery.id, &report) { report in
                    try await isDealtWith(delivery, problem, publisher, &line, &report)
                }
                guard isNext == true else { break }
            }
        }
    }

    /// Sends a delivery, unless something speaks against it: then the next one has its turn.
    private func isDealtWith(
        _ delivery: Delivery, _ problem: Problem, _ publisher: Publisher, _ line: inout AccountLine,
        _ report: inout TickReport
    ) async throws -> Bool {
        if let aside = try setAside(delivery) ?? giveUp(delivery) {
            report.add(aside)
            return true
        }
        return try await atWork(.delivery(delivery.id)) {
            if try refuse(delivery, problem, &report) { return true }
            line.forgetContact()
            let facts = problem.posts.first { $0.id == delivery.post }?.deliveryFacts
            let asked = minute
            var isTooLate = false
            let sent = try await publisher.send(
                delivery, facts, on: &line,
                admits: {
                    if minute != asked { isTooLate = try !refusals(of: $0, problem).isEmpty }
                    return !isTooLate
                },
                build: { try work.message(delivery.post, delivery.account, delivery.occurrence) })
            // A hold that came meanwhile is the claim's affair.
            if isTooLate, sent.state == .planned, try !isHeld(sent.account),
                try refuse(sent, problem, &report)
            {
                return true
            }
            report.add(sent)
            try note(sent, after: delivery, line.contact)
            return false
        }
    }

    /// Why nothing is sent on the account for a while, if attempts there, or on its host, came to nothing.
    ///
    /// Accounts are asked one after the other, in the order of their names, and each attempt is counted before the next
    /// account is asked: when a host's pause is over, one of them goes first, and the others wait for what it finds.
    func pause(of account: AccountID) throws -> Circuit? {
        try ledger.openCircuits(surroundings.now, at: try places(of: account)).first
    }

    /// The account, and the host that its last publishing call went to.
    private func places(of account: AccountID) throws -> [Circuit.Place] {
        let host = try ledger.host(of: account)
        return [.account(account)] + (host.map { [.host($0)] } ?? [])
    }

    /// Counts attempts that come to nothing over all posts of an account: one that cannot be reached for days misses slot
    /// after slot, and none of them fails often enough to say so.
    ///
    /// - Parameter contact: What the last call told about the host; nil if none was made, which says nothing about
    ///   account or host. A host that answers "later" to one account is up for the others.
    func note(_ sent: Delivery, after before: Delivery, _ contact: AccountLine.Contact?) throws {
        let now = surroundings.now
        let account = Circuit.Place.account(sent.account)
        if sent.failures > before.failures || sent.state == .unknown {
            if contact != nil { try ledger.note(failure: sent.reason ?? "", at: [account], now: now) }
        } else if sent.state == .posted || sent.state == .rejected || sent.visibleSince != before.visibleSince
        {
            try ledger.note(failure: nil, at: [account], now: now)
        }
        // A log-in, say, may be another host's, for which nothing waits.
        if let host = try ledger.host(of: sent.account) {
            if contact == .up(host: host) { try ledger.note(failure: nil, at: [.host(host)], now: now) }
            if contact == .failing(host: host) {
                try ledger.note(failure: sent.reason ?? "", at: [.host(host)], now: now)
            }
        }
        if sent.state == .posted || sent.visibleSince != before.visibleSince {
            try ledger.noteFailure(nil, on: sent.account, now: surroundings.now)
        } else if sent.failures > before.failures
            || (sent.attempt > before.attempt && sent.state == .unknown)
        {
            // What is in doubt may never have been: if it was not, its slot is over, and its failures with it.
            try ledger.noteFailure(sent.reason ?? "", on: sent.account, now: surroundings.now)
        }
    }

    /// Whether its slot is still to come: a clock that was ahead has begun it.
    private func isEarly(_ delivery: Delivery) -> Bool {
        delivery.plannedAt.minutes * 60 > surroundings.now + TickClock.tolerance
    }

    /// Whether the account is on hold at this moment; the claim asks once more.
    func isHeld(_ account: AccountID) throws -> Bool {
        try ledger.holds().contains { $0.account == nil || $0.account == account }
    }

    private func refusals(of delivery: Delivery, _ problem: Problem) throws -> [String] {
        let state = try problem.with(ledger, now: minute, isRighting: true)
        return Admission(state, delivery: delivery, now: minute).refusals(of: delivery)
    }

    /// Asks the rules again; sends the delivery back to the planner if one refuses.
    func refuse(_ delivery: Delivery, _ problem: Problem, _ report: inout TickReport) throws -> Bool {
        // What is half out was admitted when it began.
        guard delivery.visibleSince == nil else { return false }
        let refusals = try refusals(of: delivery, problem)
        guard !refusals.isEmpty else { return false }
        try surroundings.checkpoint("refuse")
        let post = problem.posts.first { $0.id == delivery.post }
        let missed = try ledger.finish(
            delivery, miss(delivery, post, problem, why: refusals.joined(separator: "; ")),
            now: surroundings.now)
        report.events.append(.refusedByRules(missed, refusals))
        return true
    }
}
