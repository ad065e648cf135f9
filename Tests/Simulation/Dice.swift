/// The only source of chance in a run: SplitMix64, so that a seed gives the same numbers on every machine.
public struct Dice: Sendable {
    private var state: UInt64

    /// Dice of a seed.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from `range`.
    public mutating func roll(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next().multipliedFullWidth(by: UInt64(range.count)).high)
    }

    /// True in so many of a hundred cases.
    public mutating func chance(_ percent: Int) -> Bool { roll(1...100) <= percent }

    /// One of `items`, which must not be empty.
    public mutating func pick<Item>(_ items: [Item]) -> Item { items[roll(0...items.count - 1)] }
}
