import Ledger
import Networks

/// Settles deliveries in doubt, each by what its network promises.
struct Reconciler {
    /// Deliveries settled in one tick at most.
    static let mostPerTick = 20

    /// Whether a call whose outcome nobody knows may be made again.
    enum Permission {
        /// It may.
        case granted
        /// Not in this tick.
        case notNow
        /// It is too late for it, or the rules refuse it by now: it may only be looked up.
        case refused
    }

    let publisher: Publisher

    private var surroundings: Surroundings { publisher.surroundings }

    /// Deliveries left `sending` have lost their sender, since whoever asks holds the tick's lock.
    func adoptOrphans() throws -> [Delivery] {
        try surroundings.ledger.deliveries(in: [.sending]).map { delivery in
            try surroundings.checkpoint("orphan")
            return try surroundings.ledger.finish(
                delivery, surroundings.machine.orphan(delivery), now: surroundings.now)
        }
    }

    /// Settles what can be settled now.
    ///
    /// - Parameters:
    ///   - lacksCalls: Whether calls were made that the ledger knows nothing of: it would take what a later one has made for
    ///     what it has in doubt, and date it by that. Then nothing is settled.
    ///   - around: Is given each delivery and a way to settle it, by whether it may be sent again if that would settle it;
    ///     nil from it leaves the delivery out.
    /// - Returns: The deliveries that were looked at, as they stand afterwards.
    func settle(
        lacksCalls: Bool,
        around: (Delivery, (Permission) async throws -> Delivery) async throws -> Delivery?
    ) async throws -> [Delivery] {
        guard !lacksCalls else { return [] }
        let now = surroundings.now
        let due = try surroundings.ledger.deliveries(in: [.unknown]).filter {
            // Nobody waits for longer than a day: what says so was written by a clock that stood wrong, and would keep the
            // account waiting until then.
            !(now + 1...now + Backoff.longestAsked).contains($0.flight?.nextLookup ?? 0)
        }
        var settled: [Delivery] = []
        var asked = 0
        for delivery in due where publisher.hasTime && asked < Reconciler.mostPerTick {
            // Who wants to hear nothing is not asked either, though the call in doubt was another one's.
            let pause = try surroundings.ledger.askedPause(of: delivery.account, surroundings.now)
            guard pause == nil else { continue }
            try surroundings.checkpoint("settle")
            guard let line = try AccountLine(delivery.account, surroundings, deadline: publisher.deadline)
            else {
                if let given = try giveUp(delivery) { settled.append(given) }
                continue
            }
            asked += 1
            let found = try await around(delivery) { permission in
                var line = line
                return try await settle(delivery, on: &line, permission)
            }
            if let found { settled.append(found) }
        }
        return settled
    }

    /// A delivery in doubt on an account that cannot be used any more is a person's after a day.
    private func giveUp(_ delivery: Delivery) throws -> Delivery? {
        let since = delivery.flight?.unknownSince ?? delivery.changed
        guard DeliveryMachine.isLong(since: since, surroundings.now) else { return nil }
        return try surroundings.ledger.finish(
            delivery,
            DeliveryMove(.needsResolve, reason: "its account cannot be used", flight: delivery.flight),
            now: surroundings.now)
    }

    private func settle(
        _ delivery: Delivery, on line: inout AccountLine, _ permission: Permission
    ) async throws -> Delivery {
        guard let flight = delivery.flight else {
            return try publisher.apply(delivery, .cannotTell("nothing is known of what was sent"), line: line)
                .delivery
        }
        let way = Settlement.of(
            line.network.settling(line.memory), flight: flight,
            mayResend: permission == .granted, now: surroundings.now)
        switch way {
        case .person(let why): return try publisher.apply(delivery, .cannotTell(why), line: line).delivery
        case .resend(let window): return try await publisher.resend(delivery, within: window, on: &line)
        case .lookThenResend(let window):
            switch try await publisher.find(delivery, on: &line) {
            // Not there, or a network that cannot be asked but keeps the key: the same again does no harm.
            case .absent, .cannotTell(_, asked: false):
                let rest = Settlement.beforeFirstScan - (surroundings.now - flight.lastSent)
                guard !(1...Settlement.beforeFirstScan).contains(rest) else {
                    return try publisher.apply(delivery, .busy(seconds: max(30, rest)), line: line).delivery
                }
                return try await publisher.resend(delivery, within: window, on: &line)
            case let finding: return try conclude(delivery, finding, absenceCounts: false, on: line)
            }
        case .look(let absenceCounts):
            let finding = try await publisher.find(delivery, on: &line)
            if permission == .notNow, case .cannotTell(_, asked: false) = finding {
                return try publisher.apply(delivery, .busy(seconds: 60), line: line).delivery
            }
            return try conclude(delivery, finding, absenceCounts: absenceCounts, on: line)
        }
    }

    private func conclude(
        _ delivery: Delivery, _ finding: Publisher.Finding, absenceCounts: Bool, on line: AccountLine
    ) throws -> Delivery {
        let evidence: Evidence =
            switch finding {
            case .found(let handles, let receipt):
                try publisher.conclusion(of: delivery, handles: handles, receipt: receipt, on: line)
            case .absent: absenceCounts ? .absent : tooEarly(delivery, line)
            case .cannotTell(let why, _): .cannotTell(why)
            case .evidence(let evidence): evidence
            }
        return try publisher.apply(delivery, evidence, line: line).delivery
    }

    /// Not found, but that proves nothing: either the list of posts is no proof at all, or it lags behind.
    private func tooEarly(_ delivery: Delivery, _ line: AccountLine) -> Evidence {
        if case .readBack(authoritative: false, _) = line.network.settling(line.memory) {
            return .inconclusive("it was not found, which proves nothing on this network")
        }
        guard let flight = delivery.flight else { return .inconclusive("it was not found") }
        if max(flight.lastSent, flight.absentAt ?? 0) > surroundings.now + TickClock.tolerance {
            // How long ago that was nobody knows, so not finding it proves nothing; in the end a person is asked.
            return .inconclusive("it was not found, and it was sent by a clock that was ahead")
        }
        // Waiting until a scan counts uses up no look-up.
        let next = max(
            flight.lastSent + Settlement.beforeFirstScan, (flight.absentAt ?? 0) + Settlement.betweenScans)
        return .busy(seconds: max(30, next - surroundings.now))
    }
}
