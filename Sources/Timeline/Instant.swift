/// A whole minute since the Unix epoch, in UTC: the only notion of time that planning knows.
public struct Instant: Hashable, Comparable, Sendable {
    /// Minutes since 1970-01-01T00:00Z.
    public var minutes: Int

    /// The minute `minutes` after the epoch.
    @inlinable public init(minutes: Int) { self.minutes = minutes }

    /// The minute that holds or follows the second `seconds` after the epoch: a clock is rounded up.
    public init(roundingUpSeconds seconds: Int) {
        minutes = floorDivide(seconds + 59, 60)
    }

    /// Earlier first.
    @inlinable public static func < (a: Instant, b: Instant) -> Bool { a.minutes < b.minutes }
    /// `length` later.
    @inlinable public static func + (a: Instant, length: Minutes) -> Instant {
        Instant(minutes: a.minutes + length.count)
    }
    /// `length` earlier.
    @inlinable public static func - (a: Instant, length: Minutes) -> Instant {
        Instant(minutes: a.minutes - length.count)
    }
    /// The time from `b` to `a`.
    @inlinable public static func - (a: Instant, b: Instant) -> Minutes { Minutes(a.minutes - b.minutes) }

    /// The calendar fields in UTC.
    public var utc: LocalDateTime { LocalDateTime(epochMinutes: minutes) }
}

/// A half-open stretch of time `[start, end)`.
public struct TimeWindow: Hashable, Sendable {
    /// First instant inside.
    public var start: Instant
    /// First instant after it.
    public var end: Instant

    /// The stretch `[start, end)`; empty when `end <= start`.
    public init(start: Instant, end: Instant) {
        self.start = start
        self.end = end
    }

    /// Whether `instant` lies inside.
    @inlinable public func contains(_ instant: Instant) -> Bool { start <= instant && instant < end }
}

/// Division that rounds down, also for negative dividends.
@inlinable
public func floorDivide(_ a: Int, _ b: Int) -> Int {
    let quotient = a / b
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
}
