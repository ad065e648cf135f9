/// A wall clock reading to the minute, in no particular time zone.
public struct LocalDateTime: Hashable, Comparable, Sendable {
    /// The calendar date.
    public var date: LocalDate
    /// Minutes past midnight on the wall clock, 0 to 1439.
    public var minuteOfDay: Int

    /// The reading `minuteOfDay` on `date`.
    public init(date: LocalDate, minuteOfDay: Int) {
        self.date = date
        self.minuteOfDay = minuteOfDay
    }

    /// The reading that UTC shows `epochMinutes` after the epoch.
    public init(epochMinutes: Int) {
        let day = floorDivide(epochMinutes, 1440)
        date = LocalDate(dayNumber: day)
        minuteOfDay = epochMinutes - day * 1440
    }

    /// The minutes after the epoch at which UTC shows this reading.
    @inlinable public var epochMinutes: Int { date.dayNumber * 1440 + minuteOfDay }

    /// The hour, 0 to 23.
    @inlinable public var hour: Int { minuteOfDay / 60 }
    /// The minute of the hour, 0 to 59.
    @inlinable public var minute: Int { minuteOfDay % 60 }

    /// Earlier on the wall clock first.
    public static func < (a: LocalDateTime, b: LocalDateTime) -> Bool { a.epochMinutes < b.epochMinutes }

    /// `09:05`; `24:00` for 1440.
    public static func clockText(_ minuteOfDay: Int) -> String {
        "\(padded(minuteOfDay / 60, 2)):\(padded(minuteOfDay % 60, 2))"
    }

    /// Reads `07:00` to `23:59` as minutes past midnight, and `24:00` as 1440 where `allowing24` says so.
    public static func minuteOfDay(parsing text: some StringProtocol, allowing24: Bool = false) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let hour = digits(bytes[0..<2]),
            let minute = digits(bytes[3..<5]), minute < 60
        else { return nil }
        let value = hour * 60 + minute
        return value < 1440 || (allowing24 && value == 1440) ? value : nil
    }
}

extension LocalDateTime: CustomStringConvertible {
    /// `2026-11-23T09:05`.
    public var description: String { "\(date)T\(LocalDateTime.clockText(minuteOfDay))" }
}
