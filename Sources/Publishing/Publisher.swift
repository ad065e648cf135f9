import Foundation
import HTTP
import Ledger
import Networks
import Posts

/// Performs an errand on one network: asks what comes next, does it, and writes down what came of it, until the
/// machine says stop.
///
/// Around a publishing call two commits stand: the claim before it, with everything that is sent, and the outcome
/// after it. Whatever happens between them, the ledger says that nobody knows.
struct Publisher {
    /// Steps of one errand in one tick; a network that goes round in circles ends here.
    static let mostSteps = 60
    /// The longest wait within a tick, in seconds.
    static let longestPause = 10

    /// Milliseconds within which a call must begin after its claim.
    static let claimLife = 60_000

    let surroundings: Surroundings
    /// `steady` milliseconds after which no call is begun.
    let deadline: Int

    /// What a look-up came to.
    enum Finding: Hashable {
        /// It is there; the handles say so.
        case found(handles: [String: String], Receipt)
        /// It is not there.
        case absent
        /// This network cannot tell; whether it asked the server before saying so.
        case cannotTell(String, asked: Bool)
        /// Something that the machine knows how to take.
        case evidence(Evidence)
    }

    /// Whether another call may be begun.
    var hasTime: Bool { surroundings.steady() < deadline }

    /// Sends a planned delivery, or goes on with one that is half out.
    ///
    /// - Parameter build: Makes the message, unless it is frozen already.
    func send(_ delivery: Delivery, on line: inout AccountLine, build: () throws -> Message) async throws
        -> Delivery
    {
        let message: Message
        let digest: String
        var composed: Int?
        var handles = delivery.handles
        if let frozen = delivery.message {
            message = try FrozenMessage.thaw(frozen)
            digest = delivery.messageDigest ?? ContentDigest.hex(frozen)
        } else {
            do {
                message = try build()
            } catch {
                return try apply(delivery, .refused("the message cannot be made: \(error)"), line: line)
                    .delivery
            }
            digest = ContentDigest.hex(try FrozenMessage.freeze(message))
            composed = surroundings.clock()
            // Uploads belong to the message they were made for.
            if let before = delivery.messageDigest, before != digest { handles = [:] }
        }
        try surroundings.checkpoint("begin")
        let begun = try surroundings.ledger.recordHandles(
            delivery, handles, messageDigest: digest, begunMicroseconds: surroundings.clock(),
            composedMicroseconds: composed, now: surroundings.now)
        return try await carry(begun, message: message, digest: digest, on: &line, resendWithin: nil)
    }

    /// Sends the publishing call of a delivery in doubt again, the same bytes under the same name.
    ///
    /// - Parameter within: Seconds after the first sending.
    func resend(_ delivery: Delivery, within: Int, on line: inout AccountLine) async throws -> Delivery {
        guard let frozen = delivery.message else {
            return try apply(delivery, .cannotTell("the frozen message is gone"), line: line).delivery
        }
        return try await carry(
            delivery, message: try FrozenMessage.thaw(frozen), digest: delivery.messageDigest ?? "",
            on: &line,
            resendWithin: within)
    }

    /// Looks up whether the publishing call of a delivery in doubt took effect; writes nothing about the delivery.
    func find(_ delivery: Delivery, on line: inout AccountLine) async throws -> Finding {
        guard let flight = delivery.flight, let frozen = delivery.message else {
            return .evidence(.cannotTell("nothing is known of what was sent"))
        }
        var errand = errand(delivery, try FrozenMessage.thaw(frozen))
        var hasAsked = false
        for _ in 0..<Publisher.mostSteps where hasTime {
            switch line.network.find(flight.step, of: errand, memory: line.memory, clock: surroundings.now) {
            case .done(let receipt): return .found(handles: errand.handles, receipt)
            case .absent: return .absent
            case .cannotTell(let why): return .cannotTell(why, asked: hasAsked)
            case .impossible(let complaints): return .evidence(.inconclusive(Publisher.text(complaints)))
            case .wait(let seconds):
                guard seconds <= Publisher.longestPause else { return .evidence(.busy(seconds: seconds)) }
                await surroundings.pause(seconds)
            case .perform(let step) where step.effect == .publishes:
                return .evidence(.inconclusive("the look-up would publish something"))
            case .perform(let step):
                switch try await line.perform(step, errand: errand) {
                case .notSent(let why): return .evidence(.notSent(why))
                case .unknown(let why): return .evidence(.inconclusive(why))
                case .meaning(.keep(let findings)):
                    hasAsked = true
                    errand.handles.merge(findings.handles) { _, new in new }
                case .meaning(.forget(let forgotten, _)):
                    for name in forgotten.handles { errand.handles[name] = nil }
                case .meaning(.absent): return .absent
                case .meaning(.later(let seconds, let why)): return .evidence(.later(seconds: seconds, why))
                case .meaning(.held(let why)): return .evidence(.held(why))
                case .meaning(.refused(let why)), .meaning(.unknown(let why)):
                    return .evidence(.inconclusive(why))
                case .meaning(.waiting):
                    return .evidence(.inconclusive("the answer does not fit the question"))
                }
            }
        }
        return .evidence(.inconclusive("the look-up did not come to an end"))
    }

    /// Whether what was found is all, by what the network would do next.
    func conclusion(
        of delivery: Delivery, handles: [String: String], receipt: Receipt, on line: AccountLine
    ) throws -> Evidence {
        guard let flight = delivery.flight, let frozen = delivery.message else {
            return .allOut(handles: handles, receipt)
        }
        var errand = errand(delivery, try FrozenMessage.thaw(frozen))
        errand.handles = handles
        switch line.network.next(errand, memory: line.memory, clock: surroundings.now) {
        case .done(let whole): return .allOut(handles: handles, whole)
        case .perform(let step) where step.name == flight.step:
            // The network keeps no handle for what it found: then it is the whole, unless it is a part of several.
            return errand.message.parts.count == 1
                ? .allOut(handles: handles, receipt)
                : .cannotTell("a part was found at \(receipt.url ?? receipt.id), but not how to go on")
        default: return .partOut(handles: handles)
        }
    }

    /// Writes down what the evidence makes of a delivery.
    func apply(_ delivery: Delivery, _ evidence: Evidence, line: AccountLine) throws -> (
        delivery: Delivery, action: NextAction
    ) {
        let (move, action) = surroundings.machine.decide(delivery, evidence)
        try surroundings.checkpoint("outcome")
        let moved = try land(delivery, move)
        if case .holdAccount(let why) = action {
            try surroundings.checkpoint("hold")
            try surroundings.ledger.setHold(
                Hold(account: delivery.account, since: surroundings.now, why: why, origin: .network))
        }
        return (moved, action)
    }

    private func land(_ delivery: Delivery, _ move: DeliveryMove) throws -> Delivery {
        do throws(LedgerError) {
            return try surroundings.ledger.finish(delivery, move, now: surroundings.now)
        } catch {
            guard case .forbidden = error, let given = move.remoteID else { throw error }
            // Two deliveries cannot be one post there. What came of this one is a person's to say; that it was sent must
            // be written down all the same, or it would be sent again.
            return try surroundings.ledger.finish(
                delivery,
                DeliveryMove(
                    .needsResolve, reason: "the network gave it the id of another delivery: \(given)",
                    handles: move.handles, flight: delivery.flight), now: surroundings.now)
        }
    }

    /// One sentence for what a network complains about.
    static func text(_ complaints: [Complaint]) -> String {
        complaints.map(\.message).joined(separator: "; ")
    }
}

extension Publisher {
    private func errand(_ delivery: Delivery, _ message: Message) -> Errand {
        Errand(
            message: message, key: delivery.key,
            begunMicroseconds: delivery.begunMicroseconds ?? surroundings.clock(),
            composedMicroseconds: delivery.composedMicroseconds, handles: delivery.handles)
    }

    /// The loop; the delivery is `planned`, or `unknown` if the call under way is to be made again.
    private func carry(
        _ start: Delivery, message: Message, digest: String, on line: inout AccountLine, resendWithin: Int?
    ) async throws -> Delivery {
        var delivery = start
        for _ in 0..<Publisher.mostSteps where hasTime {
            let errand = errand(delivery, message)
            let evidence: Evidence
            switch line.network.next(errand, memory: line.memory, clock: surroundings.now) {
            case .done(let receipt): evidence = .allOut(handles: delivery.handles, receipt)
            case .impossible(let complaints): evidence = .refused(Publisher.text(complaints))
            case .absent, .cannotTell: evidence = .inconclusive("the network does not know how to go on")
            case .wait(let seconds):
                if seconds <= Publisher.longestPause {
                    await surroundings.pause(seconds)
                    continue
                }
                evidence = .busy(seconds: seconds)
            case .perform(let step) where step.effect == .prepares:
                guard let seen = try await prepare(step, &delivery, errand, digest: digest, on: &line) else {
                    continue
                }
                evidence = seen
            case .perform(let step):
                if delivery.state == .unknown, step.name != delivery.flight?.step {
                    evidence = .inconclusive("the network would go on with \(step.name)")
                    break
                }
                guard
                    let (claimed, seen) = try await publish(
                        step, delivery, errand, on: &line, within: resendWithin)
                else { return try surroundings.ledger.delivery(delivery.id) }
                delivery = claimed
                evidence = seen
            }
            let (moved, action) = try apply(delivery, evidence, line: line)
            delivery = moved
            guard action == .goOn, delivery.state == .planned || delivery.state == .unknown else {
                return delivery
            }
        }
        return delivery
    }

    /// Performs a preparing step and keeps what it brought; nil to go on.
    private func prepare(
        _ step: Step, _ delivery: inout Delivery, _ errand: Errand, digest: String, on line: inout AccountLine
    ) async throws -> Evidence? {
        switch try await line.perform(step, errand: errand) {
        case .notSent(let why): return .notSent(why)
        case .unknown(let why): return .inconclusive(why)
        case .meaning(.keep(let findings)):
            if !findings.handles.isEmpty {
                try keep(&delivery, delivery.handles.merging(findings.handles) { _, new in new }, digest)
            }
            return nil
        case .meaning(.forget(let forgotten, _)):
            let left = delivery.handles.filter { !forgotten.handles.contains($0.key) }
            if left != delivery.handles { try keep(&delivery, left, digest) }
            return nil
        case .meaning(.later(let seconds, let why)): return .later(seconds: seconds, why)
        case .meaning(.refused(let why)): return .refused(why)
        case .meaning(.held(let why)): return .held(why)
        case .meaning(.unknown(let why)): return .inconclusive(why)
        case .meaning(.absent), .meaning(.waiting):
            return .inconclusive("the answer does not fit the question")
        }
    }

    private func keep(_ delivery: inout Delivery, _ handles: [String: String], _ digest: String) throws {
        try surroundings.checkpoint("keep")
        delivery = try surroundings.ledger.recordHandles(
            delivery, handles, messageDigest: digest, begunMicroseconds: surroundings.clock(),
            now: surroundings.now)
    }

    /// Claims, calls, and says what was seen; nil if the claim did not hold and nothing was sent.
    private func publish(
        _ step: Step, _ delivery: Delivery, _ errand: Errand, on line: inout AccountLine, within: Int?
    ) async throws -> (Delivery, Evidence)? {
        var request = step.request.frozen()
        var frozen = try FrozenRequest.freeze(request)
        if delivery.state == .unknown, let flight = delivery.flight {
            request = try FrozenRequest.thaw(flight.request, like: step.request)
            frozen = flight.request
        }
        // A process that was stopped after its claim and wakes up an hour later finds the gate shut.
        var timeouts = request.timeouts ?? .standard
        timeouts.gateClosesAt = Int64(min(deadline, surroundings.steady() + Publisher.claimLife))
        request.timeouts = timeouts
        try surroundings.checkpoint("claim")
        guard
            let claimed = try surroundings.ledger.claim(
                delivery,
                Claim(
                    step: step.name, request: frozen, message: try FrozenMessage.freeze(errand.message),
                    resendWithin: within, owner: surroundings.owner),
                now: surroundings.now)
        else { return nil }
        let answer = try await line.perform(step, as: request, errand: errand)
        switch answer {
        case .notSent(let why): return (claimed, .notSent(why))
        case .unknown(let why): return (claimed, .doubt(why))
        case .meaning(.keep(let findings)):
            let handles = delivery.handles.merging(findings.handles) { _, new in new }
            return (claimed, try conclusion(of: claimed, handles: handles, on: line))
        case .meaning(.later(let seconds, let why)): return (claimed, .later(seconds: seconds, why))
        case .meaning(.forget(let forgotten, _)):
            return (
                claimed, .forgotten(handles: delivery.handles.filter { !forgotten.handles.contains($0.key) })
            )
        case .meaning(.refused(let why)): return (claimed, .refused(why))
        case .meaning(.held(let why)): return (claimed, .held(why))
        case .meaning(.unknown(let why)): return (claimed, .doubt(why))
        case .meaning(.absent), .meaning(.waiting):
            return (claimed, .doubt("the answer does not fit the question"))
        }
    }

    /// After a publishing step that did its work: whether that was all.
    private func conclusion(of delivery: Delivery, handles: [String: String], on line: AccountLine) throws
        -> Evidence
    {
        guard let flight = delivery.flight, let frozen = delivery.message else {
            return .doubt("the message is gone")
        }
        var errand = errand(delivery, try FrozenMessage.thaw(frozen))
        errand.handles = handles
        switch line.network.next(errand, memory: line.memory, clock: surroundings.now) {
        case .done(let receipt): return .allOut(handles: handles, receipt)
        // It says it did its work and wants to do it again: that is a doubt, not a licence to post twice.
        case .perform(let step) where step.name == flight.step:
            return .doubt("the answer did not say what it made")
        default: return .partOut(handles: handles)
        }
    }
}
