import HTTP
import Ledger
import Networks
import Posts

/// The way from a message to calls, and what they come to.
extension Publisher {
    func errand(_ delivery: Delivery, _ message: Message) -> Errand {
        Errand(
            message: message, key: delivery.key,
            begunMicroseconds: delivery.begunMicroseconds ?? surroundings.clock(),
            composedMicroseconds: delivery.composedMicroseconds, handles: delivery.handles)
    }

    /// The loop; the delivery is `planned`, or `unknown` if the call under way is to be made again.
    func carry(
        _ start: Delivery, message: Message, digest: String, on line: inout AccountLine, resendWithin: Int?,
        admits: (Delivery) throws -> Bool = { _ in true }
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
                if delivery.state == .planned, delivery.visibleSince == nil, try !admits(delivery) {
                    return delivery
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
        // What is there by now and was not before; a handle that only changes may be the time of a question.
        let hasNew = !Set(delivery.handles.keys).subtracting(start.handles.keys).isEmpty
        if !hasTime || hasNew || delivery.visibleSince != start.visibleSince { return delivery }
        return try apply(
            delivery, .inconclusive("\(Publisher.mostSteps) steps have brought nothing"), line: line
        ).delivery
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

    /// Why a call can be neither repeated nor looked up.
    static let movedAway = "its account is at another address by now"

    /// Claims, calls, and says what was seen; nil if the claim did not hold and nothing was sent.
    private func publish(
        _ step: Step, _ delivery: Delivery, _ errand: Errand, on line: inout AccountLine, within: Int?
    ) async throws -> (Delivery, Evidence)? {
        var request = step.request.frozen()
        var frozen = try FrozenRequest.freeze(request)
        if delivery.state == .unknown, let flight = delivery.flight {
            request = try FrozenRequest.thaw(flight.request, like: step.request)
            frozen = flight.request
            // The token of today is not for the server of yesterday.
            guard try FrozenRequest.isBound(flight.request, like: step.request) else {
                return (delivery, .cannotTell(Publisher.movedAway))
            }
        }
        // A process that was stopped after its claim and wakes up an hour later finds the gate shut.
        var timeouts = request.timeouts ?? .standard
        timeouts.gateClosesAt = Int64(min(deadline, surroundings.steady() + Publisher.claimLife))
        request.timeouts = timeouts
        surroundings.limit(Publisher.claimLife + timeouts.total + Publisher.grace)
        defer { surroundings.limit(nil) }
        try surroundings.checkpoint("claim")
        guard
            let claimed = try surroundings.ledger.claim(
                delivery,
                Claim(
                    step: step.name, request: frozen, message: try FrozenMessage.freeze(errand.message),
                    resendWithin: within, owner: surroundings.owner, host: Link.host(request.url)),
                now: surroundings.now)
        else { return nil }
        try surroundings.checkpoint("epoch")
        do throws(LedgerError) {
            try surroundings.epochs.save(try surroundings.ledger.epoch())
        } catch {
            return (claimed, .notSent("what is about to be sent cannot be remembered: \(error)"))
        }
        if delivery.state == .planned, let seen = try await earlier(claimed, on: &line) {
            return (claimed, seen)
        }
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

    /// What became of earlier calls of the same step, which the network said it had not taken: it may have all the same, as
    /// where a limit is counted after the post was made. Nil if nothing speaks against the call.
    ///
    /// Nobody is asked where the same call does no harm: under an id of ours, or a key that surely lives still.
    private func earlier(_ claimed: Delivery, on line: inout AccountLine) async throws -> Evidence? {
        guard let flight = claimed.flight,
            let first = claimed.handles[Publisher.refusal(of: flight.step)].flatMap({ Int($0) })
        else { return nil }
        let settling = line.network.settling(line.memory)
        if case .none = settling { return nil }
        if settling.isHarmless(after: surroundings.now - first) { return nil }
        // An earlier occurrence of a post that is repeated looks like it, and is no reason to doubt the network's "no".
        let others = try surroundings.ledger.remoteIDs(besides: claimed)
        switch try await find(claimed, on: &line, others: others) {
        case .absent, .cannotTell(_, asked: false): return nil
        case .found(let handles, let receipt):
            return try conclusion(of: claimed, handles: handles, receipt: receipt, on: line)
        case .cannotTell(let why, asked: true): return .cannotTell(why)
        case .evidence(.held(let why)): return .held(why)
        case .evidence(.later(let seconds, let why)): return .later(seconds: seconds, why)
        case .evidence(.inconclusive(let why)), .evidence(.notSent(let why)):
            return .notSent("looked for before it is sent again: \(why)")
        case .evidence: return .notSent("looked for before it is sent again, to no avail")
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
