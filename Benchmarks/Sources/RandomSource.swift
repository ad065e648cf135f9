/// Seeded random numbers, the same on every machine: SplitMix64 (Steele, Lea and Flood, 2014).
struct RandomSource {
    private var state: UInt64

    /// Numbers that `seed` and `stream` decide; different streams of one seed have nothing in common.
    init(seed: UInt64, stream: UInt64 = 0) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 ^ stream &* 0xD1B5_4A32_D192_ED03
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 to `count` - 1; `count` is positive.
    mutating func below(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

    /// A number of the range.
    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True in so many of a hundred cases.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// One of `values`, which is not empty.
    mutating func pick<T>(_ values: [T]) -> T { values[below(values.count)] }

    /// One of the entries, each as often as its weight says.
    mutating func pick<T>(weighted entries: [(T, Int)]) -> T {
        var left = below(entries.reduce(0) { $0 + $1.1 })
        for (value, weight) in entries {
            if left < weight { return value }
            left -= weight
        }
        return entries[entries.count - 1].0
    }

    /// `count` different numbers below `limit`, ascending.
    mutating func choose(_ count: Int, of limit: Int) -> [Int] {
        var all = Array(0..<limit)
        for index in 0..<min(count, limit) { all.swapAt(index, index + below(limit - index)) }
        return all.prefix(count).sorted()
    }
}
