import Timeline

/// Times of day in the texts that networks exchange.
enum Clock {
    /// `2026-11-23T08:00:05.250Z`.
    static func text(milliseconds: Int) -> String {
        let seconds = floorDivide(milliseconds, 1_000)
        let minutes = floorDivide(seconds, 60)
        let utc = Instant(minutes: minutes).utc
        return "\(utc):\(padded(seconds - minutes * 60, 2)).\(padded(milliseconds - seconds * 1_000, 3))Z"
    }

    /// Seconds since the epoch of an RFC 3339 time, cut to the minute; nil if it is none.
    static func seconds(_ text: String?) -> EpochSeconds? {
        guard let text, let instant = Instant(rfc3339: text) else { return nil }
        return instant.minutes * 60
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
