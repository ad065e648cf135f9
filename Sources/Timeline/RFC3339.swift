extension Instant {
    /// Reads an RFC 3339 date and time with an offset or `Z`; seconds are cut off.
    ///
    /// Nil for anything else: a time without an offset is not an instant, see `Stamp`.
    public init?(rfc3339 text: some StringProtocol) {
        guard let (local, rest) = LocalDateTime.parsing(text), let offset = Instant.offset(rest) else {
            return nil
        }
        minutes = local.epochMinutes - offset
    }

    /// `2026-11-23T08:00:00Z`.
    public var rfc3339: String { "\(utc):00Z" }

    /// Minutes east of UTC from `Z`, `z`, `+01:00` or `-08:00`.
    static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        let b = Array(bytes)
        if b.count == 1, b[0] == UInt8(ascii: "Z") || b[0] == UInt8(ascii: "z") { return 0 }
        guard b.count == 6, b[3] == UInt8(ascii: ":"), let hour = digits(b[1..<3]),
            let minute = digits(b[4..<6]),
            hour < 24, minute < 60
        else { return nil }
        switch b[0] {
        case UInt8(ascii: "+"): return hour * 60 + minute
        case UInt8(ascii: "-"): return -(hour * 60 + minute)
        default: return nil
        }
    }
}

extension LocalDateTime {
    /// Reads `2026-11-23T09:15` with optional `:SS` or `:SS.fff`; a space may stand for the `T`.
    ///
    /// Returns the reading to the minute and the bytes that follow it (an offset, or nothing).
    static func parsing(_ text: some StringProtocol) -> (LocalDateTime, ArraySlice<UInt8>)? {
        let bytes = Array(text.utf8)
        let separators: [UInt8] = [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")]
        guard bytes.count >= 16, separators.contains(bytes[10]), bytes[13] == UInt8(ascii: ":"),
            let date = LocalDate(parsing: String(decoding: bytes[0..<10], as: UTF8.self)),
            let hour = digits(bytes[11..<13]), hour < 24, let minute = digits(bytes[14..<16]), minute < 60
        else { return nil }
        var rest = bytes[16...]
        if rest.first == UInt8(ascii: ":") {
            // A leap second reads as the minute it ends; nothing here depends on single seconds.
            guard rest.count >= 3, let second = digits(rest.dropFirst().prefix(2)), second <= 60 else {
                return nil
            }
            rest = rest.dropFirst(3)
            if rest.first == UInt8(ascii: ".") {
                let fraction = rest.dropFirst().prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
                guard !fraction.isEmpty else { return nil }
                rest = rest.dropFirst(1 + fraction.count)
            }
        }
        return (LocalDateTime(date: date, minuteOfDay: hour * 60 + minute), rest)
    }
}
