/// Reads the dates of HTTP headers as seconds since the Unix epoch, by civil-date arithmetic alone.
enum HTTPDate {
    /// Any of the three forms of RFC 9110, section 5.6.7, or an ISO 8601 instant; nil if it is none.
    ///
    /// `now` decides the century of two-digit years: none lies more than 50 years ahead.
    static func seconds(_ text: String, now: Double) -> Double? {
        iso(text) ?? named(text, now: now)
    }

    /// `2026-11-21T09:05:00.250Z`, also with a space for `T`, an offset `+02:00` or `+0200`; without one, UTC.
    static func iso(_ text: String) -> Double? {
        var reader = Reader(text)
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2)
        else { return nil }
        var second = 0
        var fraction = 0.0
        if reader.skip(":") {
            guard let read = reader.number(2) else { return nil }
            second = read
            if reader.skip(".") {
                guard let read = reader.fraction() else { return nil }
                fraction = read
            }
        }
        var offset = 0
        if reader.skip("Z") || reader.skip("z") {
            offset = 0
        } else if let sign = reader.skip("+") ? 1 : reader.skip("-") ? -1 : nil {
            guard let hours = reader.number(2), hours < 24 else { return nil }
            _ = reader.skip(":")
            guard let minutes = reader.isAtEnd ? 0 : reader.number(2), minutes < 60 else { return nil }
            offset = sign * (hours * 60 + minutes) * 60
        }
        guard reader.isAtEnd,
            let base = epoch(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        return Double(base - offset) + fraction
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
    private static func named(_ text: String, now: Double) -> Double? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        let isC = words.count == 5 && !text.contains(",")
        guard isC || (words.count == 6 && words[5] == "GMT") else { return nil }
        let (dayText, monthText, yearText, clock) =
            isC ? (words[2], words[1], words[4], words[3]) : (words[1], words[2], words[3], words[4])
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        guard days.contains(String(words[0].prefix(3))), let month = months.firstIndex(of: monthText),
            let day = number(dayText, digits: 1...2), var year = number(yearText, digits: 2...4)
        else { return nil }
        let time = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard time.count == 3, let hour = number(time[0], digits: 2...2),
            let minute = number(time[1], digits: 2...2), let second = number(time[2], digits: 2...2)
        else { return nil }
        if yearText.utf8.count == 2 {
            let current = Int(now / 31_556_952) + 1970
            year += current - current % 100
            if year > current + 50 { year -= 100 }
        }
        return epoch(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
            .map(Double.init)
    }

    /// Seconds since 1970 of a UTC date and time; a leap second reads as the second before it.
    static func epoch(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) -> Int? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard year >= 1, (1...12).contains(month), (1...lengths[month - 1]).contains(day),
            (0..<24).contains(hour),
            (0..<60).contains(minute), (0...60).contains(second)
        else { return nil }
        // Days since 1970-01-01 with years that begin in March, so that the leap day comes last.
        let y = month > 2 ? year : year - 1
        let fromMarch = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let days = y * 365 + y / 4 - y / 100 + y / 400 + fromMarch - 719_468
        return ((days * 24 + hour) * 60 + minute) * 60 + min(second, 59)
    }

    private static func number(_ text: some StringProtocol, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    private struct Reader {
        private var rest: Substring.UTF8View

        init(_ text: String) { rest = Substring(text).utf8 }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func skip(_ character: Unicode.Scalar) -> Bool {
            guard rest.first.map(UInt32.init) == character.value else { return false }
            rest.removeFirst()
            return true
        }

        mutating func number(_ digits: Int) -> Int? {
            var value = 0
            for _ in 0..<digits {
                guard let digit = digit() else { return nil }
                value = value * 10 + digit
            }
            return value
        }

        mutating func fraction() -> Double? {
            guard var value = digit().map({ Double($0) / 10 }) else { return nil }
            var place = 0.01
            while let digit = digit() {
                value += Double(digit) * place
                place /= 10
            }
            return value
        }

        private mutating func digit() -> Int? {
            guard let byte = rest.first, (48...57).contains(byte) else { return nil }
            rest.removeFirst()
            return Int(byte) - 48
        }
    }
}

extension Response {
    /// What the server's clock showed, by its `Date` header, in epoch seconds; nil if it does not say.
    ///
    /// - Parameter clock: Our own clock, which decides the century of two-digit years.
    public func serverClock(near clock: Int) -> Int? {
        header("Date").flatMap { HTTPDate.seconds($0, now: Double(clock)) }.map { Int($0) }
    }
}
