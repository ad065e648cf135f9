import Ledger
import Networks

/// Where a thread stands that goes out part by part: what a person says of one part says nothing of those behind it.
public struct ThreadPlace: Hashable, Sendable {
    /// The part that is in doubt, or that comes next; the first one is 1.
    public let part: Int
    /// How many parts there are.
    public let count: Int

    /// Whether the part was sent, and nobody knows whether it is out; else it was not sent.
    public let isInDoubt: Bool

    /// Whether nothing is left to be sent if the part is out.
    public var isLast: Bool { isInDoubt && part == count }

    /// The place of a delivery; nil if it is no thread, goes out in one call, or nobody knows what it said.
    public init?(_ delivery: Delivery) {
        guard let frozen = delivery.message, let message = try? FrozenMessage.thaw(frozen),
            message.parts.count > 1
        else { return nil }
        let next: String?
        if let flight = delivery.flight {
            next = flight.step
        } else {
            next = message.parts.indices.map { "part.\($0)" }.first { delivery.handles[$0] == nil }
        }
        guard let next, next.hasPrefix("part."), let index = Int(next.dropFirst("part.".count)) else {
            return nil
        }
        part = index + 1
        count = message.parts.count
        isInDoubt = delivery.flight != nil
    }
}
