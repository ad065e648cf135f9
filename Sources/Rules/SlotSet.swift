/// A set of slots by their numbers, from 0 to below a limit that is given beforehand.
public struct SlotSet: Hashable, Sendable {
    @usableFromInline var words: [UInt64]

    /// No slot, of `limit` that there are.
    public init(limit: Int) { words = [UInt64](repeating: 0, count: (limit + 63) / 64) }

    /// Adds a slot.
    @inlinable
    public mutating func insert(_ slot: Int) { words[slot >> 6] |= 1 << UInt64(slot & 63) }

    /// Whether a slot is among them.
    @inlinable
    public func contains(_ slot: Int) -> Bool { words[slot >> 6] & 1 << UInt64(slot & 63) != 0 }

    /// Adds the slots of a set with the same limit.
    public mutating func formUnion(_ other: SlotSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    /// How many there are.
    public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The first of them, if there is any.
    public var first: Int? {
        for (index, word) in words.enumerated() where word != 0 {
            return index << 6 + word.trailingZeroBitCount
        }
        return nil
    }
}
