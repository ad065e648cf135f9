import Ledger
import Networks

/// What was seen of a delivery.
public enum Evidence: Hashable, Sendable {
    /// The call never left the machine.
    case notSent(String)
    /// The server documents that it did nothing.
    case later(seconds: Int?, String)
    /// Something kept is no longer good; nothing was done. The handles that are left.
    case forgotten(handles: [String: String])
    /// The message is refused for good.
    case refused(String)
    /// The account is refused until a person does something.
    case held(String)
    /// Nobody knows whether the call took effect.
    case doubt(String)
    /// The part under way is out, others follow.
    case partOut(handles: [String: String])
    /// All is out.
    case allOut(handles: [String: String], Receipt)
    /// The server works on something; so many seconds.
    case busy(seconds: Int)
    /// A look-up that counts did not find it.
    case absent
    /// A look-up that proves nothing.
    case inconclusive(String)
    /// Nothing can ever be found out.
    case cannotTell(String)

    /// Whether the network has answered that it did nothing.
    var isRefusal: Bool {
        switch self {
        case .later, .refused, .held: true
        default: false
        }
    }
}

/// What the publisher does after a move.
public enum NextAction: Hashable, Sendable {
    /// Ask the network what comes next, in the same tick.
    case goOn
    /// Leave the delivery until another tick.
    case stop
    /// Stop, and stop the whole account until a person has done something.
    case holdAccount(String)
}

/// A state and evidence make the next state and an action; nothing else decides what becomes of a call.
///
/// One rule stands over all others: once a call may have taken effect, only proof, or a person, takes the delivery out
/// of `unknown` to where it could be sent anew.
public struct DeliveryMachine {
    /// Epoch seconds.
    var now: Int
    /// A number from a range.
    var random: (ClosedRange<Int>) -> Int

    /// A machine at `now` (epoch seconds) with a source of randomness.
    public init(now: Int, random: @escaping (ClosedRange<Int>) -> Int) {
        self.now = now
        self.random = random
    }

    /// How a delivery is settled that has been looked up so often, or for so long, to no avail.
    static let mostLookups = 12
    static let longestDoubt = 24 * 3600

    /// Whether so much time has passed since `then` (both in epoch seconds). A `then` that is as far ahead was written down
    /// by a clock that stood wrong, and nobody knows how long ago it is.
    static func isLong(since then: Int, _ now: Int) -> Bool { abs(now - then) >= longestDoubt }

    /// What becomes of `delivery`, and what to do then.
    public func decide(_ delivery: Delivery, _ evidence: Evidence) -> (DeliveryMove, NextAction) {
        switch delivery.state {
        case .sending: afterCall(delivery, evidence)
        case .unknown: inDoubt(delivery, evidence)
        default: before(delivery, evidence)
        }
    }

    /// A delivery found `sending` by somebody who holds the tick's lock: whoever sent it is dead.
    public func orphan(_ delivery: Delivery) -> DeliveryMove {
        doubt(delivery, "the tick that sent it did not live to see the answer")
    }

    // MARK: - Before a publishing call

    private func before(_ delivery: Delivery, _ evidence: Evidence) -> (DeliveryMove, NextAction) {
        let isHalfOut = delivery.visibleSince != nil
        switch evidence {
        case .notSent(let why), .doubt(let why), .inconclusive(let why):
            return (again(delivery, why, asked: nil), .stop)
        case .later(let seconds, let why):
            return (pausing(again(delivery, why, asked: seconds), seconds), .stop)
        case .busy(let seconds):
            return (
                DeliveryMove(.planned, reason: "the network is working on it", notBefore: now + seconds),
                .stop
            )
        case .forgotten(let handles): return (DeliveryMove(.planned, handles: handles), .goOn)
        case .refused(let why), .cannotTell(let why):
            return (DeliveryMove(isHalfOut ? .needsResolve : .rejected, reason: why), .stop)
        case .held(let why): return (DeliveryMove(.held, reason: why), .holdAccount(why))
        case .partOut(let handles): return (DeliveryMove(.planned, handles: handles), .goOn)
        case .allOut(let handles, let receipt) where isHalfOut:
            return (
                DeliveryMove(.posted, handles: handles, remoteID: receipt.id, url: receipt.url), .stop
            )
        case .allOut, .absent:
            return (
                DeliveryMove(.needsResolve, reason: "the network says it is done, but nothing was sent"),
                .stop
            )
        }
    }

    // MARK: - After a publishing call

    private func afterCall(_ delivery: Delivery, _ evidence: Evidence) -> (DeliveryMove, NextAction) {
        let isDoubted = delivery.flight?.isDoubted ?? true
        switch evidence {
        case .allOut(let handles, let receipt): return (posted(delivery, handles, receipt), .stop)
        case .partOut(let handles): return (partOut(delivery, handles), .goOn)
        case .doubt(let why), .cannotTell(let why), .inconclusive(let why):
            return (doubt(delivery, why), .stop)
        case .absent, .busy: return (doubt(delivery, "the answer does not fit the question"), .stop)
        default: break
        }
        // An earlier call may have published it: that this one did nothing proves nothing about that one.
        if isDoubted {
            switch evidence {
            case .forgotten(let handles):
                var move = doubt(delivery, "the session was renewed")
                move.handles = handles
                return (move, .goOn)
            case .held(let why): return (doubt(delivery, why), .holdAccount(why))
            case .later(let seconds, let why): return (pausing(doubt(delivery, why), seconds), .stop)
            case .notSent(let why), .refused(let why):
                return (doubt(delivery, why), .stop)
            default: return (doubt(delivery, "no answer"), .stop)
            }
        }
        return before(delivery, evidence)
    }

    // MARK: - In doubt

    private func inDoubt(_ delivery: Delivery, _ evidence: Evidence) -> (DeliveryMove, NextAction) {
        switch evidence {
        case .allOut(let handles, let receipt): return (posted(delivery, handles, receipt), .stop)
        case .partOut(let handles): return (partOut(delivery, handles), .stop)
        case .absent: return (absent(delivery), .stop)
        case .cannotTell(let why): return (DeliveryMove(.needsResolve, reason: why), .stop)
        case .held(let why): return (looked(delivery, why), .holdAccount(why))
        case .forgotten(let handles):
            return (DeliveryMove(.unknown, reason: delivery.reason, handles: handles), .goOn)
        case .busy(let seconds):
            var flight = delivery.flight
            flight?.nextLookup = now + seconds
            return (DeliveryMove(.unknown, reason: delivery.reason, flight: flight), .stop)
        case .later(let seconds, let why):
            return (pausing(looked(delivery, why), seconds), .stop)
        case .notSent(let why):
            // A look-up that did not leave the machine is none: being offline must not use them up.
            var flight = delivery.flight
            flight?.nextLookup = now + 5 * 60
            return (DeliveryMove(.unknown, reason: why, flight: flight), .stop)
        case .refused(let why), .doubt(let why), .inconclusive(let why): return (looked(delivery, why), .stop)
        }
    }

    /// A look-up found nothing, and it counts. Two of them are proof.
    private func absent(_ delivery: Delivery) -> DeliveryMove {
        guard var flight = delivery.flight else {
            return DeliveryMove(.needsResolve, reason: "nothing is known")
        }
        flight.absentScans += 1
        flight.absentAt = now
        flight.lookups += 1
        if flight.absentScans < 2 {
            flight.nextLookup = now + Settlement.betweenScans
            return DeliveryMove(
                .unknown, reason: "not found once; looked up again to be sure", flight: flight)
        }
        guard Settlement.provesAbsence(flight, now: now) else {
            let hours = (now - flight.lastSent) / 3600
            return DeliveryMove(
                .needsResolve,
                reason:
                    "not found \(hours) hours after it was sent: it never was out, or somebody deleted it",
                flight: flight)
        }
        // It goes back to the planner; a thread that is half out goes on where it stopped.
        return DeliveryMove(
            delivery.visibleSince == nil ? .missed : .planned,
            reason: "it was not published: looked up twice",
            notBefore: now, failures: delivery.failures + 1)
    }

    /// A look-up that proved nothing.
    private func looked(_ delivery: Delivery, _ why: String) -> DeliveryMove {
        guard var flight = delivery.flight else { return DeliveryMove(.needsResolve, reason: why) }
        flight.lookups += 1
        let since = flight.unknownSince ?? flight.lastSent
        // After a long time without power or network a few look-ups are owed all the same.
        if flight.lookups >= DeliveryMachine.mostLookups
            || (now - since >= DeliveryMachine.longestDoubt && flight.lookups >= 3)
        {
            return DeliveryMove(
                .needsResolve, reason: "looked up \(flight.lookups) times to no avail; \(why)", flight: flight
            )
        }
        flight.nextLookup = now + Backoff.lookup(after: flight.lookups)
        return DeliveryMove(.unknown, reason: why, flight: flight)
    }

    // MARK: - Moves

    private func doubt(_ delivery: Delivery, _ why: String) -> DeliveryMove {
        guard var flight = delivery.flight else { return DeliveryMove(.unknown, reason: why) }
        if flight.unknownSince == nil { flight.unknownSince = now }
        if flight.isDoubted {
            flight.lookups += 1
            flight.nextLookup = now + Backoff.lookup(after: flight.lookups)
        }
        if flight.lookups >= DeliveryMachine.mostLookups {
            return DeliveryMove(
                .needsResolve, reason: "tried \(flight.lookups) times to settle it; \(why)", flight: flight)
        }
        return DeliveryMove(.unknown, reason: why, flight: flight)
    }

    /// Where a call was made more than once, any of them may have published it: the last one counts, so that what keeps a
    /// distance keeps it whichever it was.
    private func posted(_ delivery: Delivery, _ handles: [String: String], _ receipt: Receipt) -> DeliveryMove
    {
        DeliveryMove(
            .posted, failures: 0, handles: handles,
            visibleSince: delivery.visibleSince ?? delivery.flight?.latestEffect(by: now) ?? now,
            remoteID: receipt.id, url: receipt.url)
    }

    private func partOut(_ delivery: Delivery, _ handles: [String: String]) -> DeliveryMove {
        DeliveryMove(
            .planned, reason: "the thread is under way", notBefore: 0, failures: 0, handles: handles,
            visibleSince: delivery.visibleSince ?? delivery.flight?.latestEffect(by: now) ?? now)
    }

    /// With the pause that the network asks for: its limits are those of the account, not of one delivery.
    private func pausing(_ move: DeliveryMove, _ asked: Int?) -> DeliveryMove {
        guard let asked, asked > 0 else { return move }
        var move = move
        let until = now + min(asked, Backoff.longestAsked)
        move.pausesUntil = until
        if move.to == .unknown, let next = move.flight?.nextLookup {
            move.flight?.nextLookup = max(next, until)
        }
        return move
    }

    private func again(_ delivery: Delivery, _ why: String, asked: Int?) -> DeliveryMove {
        let failures = delivery.failures + 1
        guard failures < Backoff.mostFailures else {
            return DeliveryMove(
                .held, reason: "\(failures) attempts came to nothing; \(why)", failures: failures)
        }
        let own = Backoff.seconds(failures: delivery.failures, random: random)
        let wait = max(own, min(max(asked ?? 0, 0), Backoff.longestAsked))
        return DeliveryMove(.planned, reason: why, notBefore: now + wait, failures: failures)
    }
}
