import Foundation
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
    /// Milliseconds that a call may take beyond what it is given, before the process is ended.
    static let grace = 10_000

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
    var hasTime: Bool { surroundings.steady() < deadline && !surroundings.isStopping() }

    /// Sends a planned delivery, or goes on with one that is half out.
    ///
    /// - Parameters:
    ///   - facts: What history needs to know of a message that is made now.
    ///   - admits: Asked right before each claim while no part is out: what comes before it, such as uploads, may take minutes. If it says no,
    ///     the delivery stays planned.
    ///   - build: Makes the message, unless it is frozen already.
    func send(
        _ delivery: Delivery, _ facts: DeliveryFacts? = nil, on line: inout AccountLine,
        admits: (Delivery) throws -> Bool = { _ in true }, build: () throws -> Message
    ) async throws -> Delivery {
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
            } catch let fault as PassingFault {
                return try apply(delivery, .notSent("\(fault)"), line: line).delivery
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
            composedMicroseconds: composed, facts: composed == nil ? nil : facts, now: surroundings.now)
        return try await carry(
            begun, message: message, digest: digest, on: &line, resendWithin: nil, admits: admits)
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

    /// Writes down what the evidence makes of a delivery.
    func apply(_ delivery: Delivery, _ evidence: Evidence, line: AccountLine) throws -> (
        delivery: Delivery, action: NextAction
    ) {
        var (move, action) = surroundings.machine.decide(delivery, evidence)
        if delivery.state == .sending, evidence.isRefusal, let flight = delivery.flight {
            let refused = [Publisher.refusal(of: flight.step): "\(flight.firstSent)"]
            move.handles = (move.handles ?? delivery.handles).merging(refused) { old, _ in old }
        }
        let moved = try land(delivery, move)
        if case .holdAccount(let why) = action {
            try surroundings.checkpoint("hold")
            try surroundings.ledger.setHold(
                Hold(account: delivery.account, since: surroundings.now, why: why, origin: .network))
        }
        return (moved, action)
    }

    /// Writes down a move of a delivery. An outcome that the ledger cannot take is kept where there is room for it.
    ///
    /// - Throws: `OutcomeKept` in that case: nothing more may be sent.
    func land(_ delivery: Delivery, _ move: DeliveryMove) throws -> Delivery {
        do {
            try surroundings.checkpoint("outcome")
            return try surroundings.ledger.finish(delivery, move, now: surroundings.now)
        } catch let error as LedgerError {
            switch error {
            case .moved: throw error
            case .forbidden:
                guard let given = move.remoteID else { throw error }
                // Two deliveries cannot be one post there. What came of this one is a person's to say; that it was sent
                // must be written down all the same, or it would be sent again.
                return try surroundings.ledger.finish(
                    delivery,
                    DeliveryMove(
                        .needsResolve, reason: "the network gave it the id of another delivery: \(given)",
                        handles: move.handles, flight: delivery.flight), now: surroundings.now)
            default:
                guard let outcome = KeptOutcome(delivery, move) else { throw error }
                try surroundings.checkpoint("reserve")
                guard (try? surroundings.reserve.keep(outcome)) != nil else { throw error }
                throw OutcomeKept(delivery: delivery.id, cause: error)
            }
        }
    }

    /// The handle that says when a call of `step` was first made that the network refused, in epoch seconds.
    static func refusal(of step: String) -> String { "refused.\(step)" }

    /// One sentence for what a network complains about.
    static func text(_ complaints: [Complaint]) -> String {
        complaints.map(\.message).joined(separator: "; ")
    }
}

/// The ledger could not take an outcome; it is kept outside, and the next tick writes it down before anything else.
public struct OutcomeKept: Error, Hashable, Sendable {
    /// The delivery.
    public var delivery: Int
    /// What the ledger said.
    public var cause: LedgerError
}
