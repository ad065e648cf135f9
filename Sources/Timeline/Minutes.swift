/// A length of time in whole minutes.
///
/// A day in a duration is always 24 hours; calendar days belong to `LocalDate`.
public struct Minutes: Hashable, Comparable, Sendable {
    /// Number of minutes; may be negative.
    public var count: Int

    /// `count` minutes.
    @inlinable public init(_ count: Int) { self.count = count }

    /// `count` minutes.
    @inlinable public static func minutes(_ count: Int) -> Minutes { Minutes(count) }
    /// `count` hours of 60 minutes.
    @inlinable public static func hours(_ count: Int) -> Minutes { Minutes(count * 60) }
    /// `count` days of 24 hours.
    @inlinable public static func days(_ count: Int) -> Minutes { Minutes(count * 1440) }

    /// Reads `15m`, `2h`, `36h`, `14d` or `1d12h`: whole numbers with a unit, the larger unit first.
    ///
    /// Nil for anything else, and for more than 100 years.
    public init?(parsing text: String) {
        var total = 0
        var number: Int?
        var lastUnit = Int.max
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let next = (number ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
                guard next <= 100_000_000 else { return nil }
                number = next
            case UInt8(ascii: "d"), UInt8(ascii: "h"), UInt8(ascii: "m"):
                let unit = byte == UInt8(ascii: "d") ? 1440 : byte == UInt8(ascii: "h") ? 60 : 1
                guard let value = number, unit < lastUnit else { return nil }
                total += value * unit
                number = nil
                lastUnit = unit
            default:
                return nil
            }
        }
        guard number == nil, lastUnit != Int.max, total <= 100 * 366 * 1440 else { return nil }
        count = total
    }

    /// Shorter first.
    @inlinable public static func < (a: Minutes, b: Minutes) -> Bool { a.count < b.count }
    /// The sum.
    @inlinable public static func + (a: Minutes, b: Minutes) -> Minutes { Minutes(a.count + b.count) }
    /// The difference.
    @inlinable public static func - (a: Minutes, b: Minutes) -> Minutes { Minutes(a.count - b.count) }
}

extension Minutes: CustomStringConvertible {
    /// `14d`, `36h`, `1h30m` or `45m`: days only for whole days from two on.
    public var description: String {
        if count < 0 { return "-" + Minutes(-count).description }
        if count == 0 { return "0m" }
        if count % 1440 == 0 && count >= 2880 { return "\(count / 1440)d" }
        if count % 60 == 0 { return "\(count / 60)h" }
        if count < 60 { return "\(count)m" }
        return "\(count / 60)h\(count % 60)m"
    }
}
