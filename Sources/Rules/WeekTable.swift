import Timeline

/// Opening hours of a week, one bit a minute: rules ask them millions of times.
struct WeekTable: Sendable {
    private static let length = 7 * 1440
    private let bits: [UInt64]

    init(_ hours: WeeklyHours) {
        var bits = [UInt64](repeating: 0, count: (WeekTable.length + 63) / 64)
        for (day, ranges) in hours.days.enumerated() {
            for minute in ranges.joined() {
                let index = day * 1440 + minute
                bits[index / 64] |= 1 << UInt64(index % 64)
            }
        }
        self.bits = bits
    }

    /// Whether the clock reading lies in an opening.
    func contains(_ local: LocalDateTime) -> Bool {
        let index = WeekTable.index(of: local)
        return bits[index / 64] & (1 << UInt64(index % 64)) != 0
    }

    /// How many minutes in a row are open on the wall clock from this reading on; a whole week means for ever.
    func openMinutes(from local: LocalDateTime) -> Int {
        var index = WeekTable.index(of: local)
        var count = 0
        while count < WeekTable.length {
            let offset = index % 64
            let available = min(64 - offset, WeekTable.length - index)
            let open = min(available, (~(bits[index / 64] >> UInt64(offset))).trailingZeroBitCount)
            count += open
            if open < available { break }
            index += open
            if index == WeekTable.length { index = 0 }
        }
        return count >= WeekTable.length ? .max : count
    }

    /// Minutes since Monday 00:00; 1970-01-01 was a Thursday.
    private static func index(of local: LocalDateTime) -> Int {
        let day = (local.date.dayNumber + 3) % 7
        return (day < 0 ? day + 7 : day) * 1440 + local.minuteOfDay
    }
}
