import Timeline

/// How much of its reach a post keeps as it ages: 2^(-age / half-life), in whole-number arithmetic.
///
/// `exp2` of the C library differs in its last bits between machines, and a plan must not. Here the exponent's
/// fraction is written in binary, and the powers 2^(-v / 256^k) of its eight bytes are multiplied as fixed-point
/// numbers with 63 bits after the point. Each of the some 70 roundings loses less than 2^-63, so the result is below
/// the exact value by less than 2^-56; at a whole number of half-lives it is exact.
public struct Freshness: Hashable, Sendable {
    /// The fraction 2^(-r) for 0 <= r < 1, times 2^63.
    let mantissa: UInt64
    /// How often it is halved on top of that.
    let halvings: Int

    /// Nothing is lost.
    public static let full = Freshness(mantissa: 1 << 63, halvings: 0)

    private init(mantissa: UInt64, halvings: Int) {
        self.mantissa = mantissa
        self.halvings = halvings
    }

    /// After `age` with this half-life; full before its time, and for a half-life of nothing.
    public init(age: Minutes, halfLife: Minutes) {
        guard age.count > 0, halfLife.count > 0 else {
            self = .full
            return
        }
        let (whole, rest) = age.count.quotientAndRemainder(dividingBy: halfLife.count)
        self.init(
            mantissa: Freshness.power(of: UInt64(rest), over: UInt64(halfLife.count)), halvings: whole)
    }

    /// The largest whole number that is at most `amount` times the freshness.
    public func floor(times amount: Int) -> Int {
        guard amount > 0, halvings < 64 else { return 0 }
        let product = UInt64(amount).multipliedFullWidth(by: mantissa)
        return Int((product.high << 1 | product.low >> 63) >> UInt64(halvings))
    }

    /// 2^(-part / whole) times 2^63, for part < whole.
    private static func power(of part: UInt64, over whole: UInt64) -> UInt64 {
        guard part > 0 else { return 1 << 63 }
        let exponent = whole.dividingFullWidth((high: part, low: 0)).quotient
        return powers.withUnsafeBufferPointer { powers in
            var result: UInt64 = 1 << 63
            for byte in 0..<8 {
                let value = Int(exponent >> UInt64(56 - 8 * byte) & 255)
                if value != 0 { result = product(result, powers[byte << 8 | value]) }
            }
            return result
        }
    }

    private static func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high << 1 | product.low >> 63
    }

    /// For the exponent's byte number k (the highest is 0) with the value v, at `k * 256 + v`: 2^(-v / 256^(k+1)).
    private static let powers: [UInt64] = {
        var roots: [UInt64] = []
        var root: UInt64 = 1 << 62
        for _ in 0..<64 {
            root = squareRoot(root)
            roots.append(root)
        }
        var powers = [UInt64](repeating: 1 << 63, count: 8 * 256)
        for byte in 0..<8 {
            for value in 1..<256 {
                // The lowest bit that is set, times what the rest gives.
                let bit = value.trailingZeroBitCount
                powers[byte << 8 | value] = product(
                    powers[byte << 8 | (value & (value - 1))], roots[byte * 8 + 7 - bit])
            }
        }
        return powers
    }()

    /// The square root of a fixed-point number up to 1, rounded down.
    private static func squareRoot(_ number: UInt64) -> UInt64 {
        var root: UInt64 = 0
        for bit in stride(from: 63, through: 0, by: -1) {
            let next = root | 1 << UInt64(bit)
            let square = next.multipliedFullWidth(by: next)
            let target = number.multipliedFullWidth(by: 1 << 63)
            if square.high < target.high || (square.high == target.high && square.low <= target.low) {
                root = next
            }
        }
        return root
    }
}
