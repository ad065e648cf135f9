import Timeline

/// The small grammars of a policy's values. Each answers nil for a text that does not have its form.
enum PolicyTexts {
    /// What durations look like, for messages.
    static let duration = "a duration such as 30m, 2h or 14d"
    /// What days look like, for messages.
    static let days = "days such as mon-fri, sat or \"mon, wed\""
    /// What windows look like, for messages.
    static let windows = "hours such as \"07:00-22:00\" or \"07:00-12:00, 14:00-22:00\""
    /// What points in time look like, for messages.
    static let stamp = "a date (2026-11-24), a date and time (2026-11-24T09:00) or one with an offset"

    /// Reads `mon-fri`, `sat`, `fri-mon` (which runs over the end of the week) or a list of these after commas.
    static func days(_ text: String) -> [Weekday]? {
        var found: Set<Weekday> = []
        for part in pieces(text) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map {
                Weekday(shortName: trim($0))
            }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else {
                return nil
            }
            var day = first
            found.insert(day)
            while day != last {
                day = Weekday.allCases[(day.rawValue + 1) % 7]
                found.insert(day)
            }
        }
        return found.sorted()
    }

    /// Reads `07:00-12:00, 14:00-22:00` as minutes past midnight; the end may be `24:00`.
    static func windows(_ text: String) -> [(start: Int, end: Int)]? {
        var found: [(start: Int, end: Int)] = []
        for part in pieces(text) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(trim)
            guard ends.count == 2, let start = LocalDateTime.minuteOfDay(parsing: ends[0]),
                let end = LocalDateTime.minuteOfDay(parsing: ends[1], allowing24: true)
            else { return nil }
            found.append((start, end))
        }
        return found
    }

    /// Reads `08-10` as the hours 8 and 9; `24` may be the end.
    static func hours(_ text: String) -> Range<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { trim($0) }
        guard ends.count == 2, ends.allSatisfy({ (1...2).contains($0.utf8.count) }),
            let start = digits(ends[0]),
            let end = digits(ends[1]), start < end, end <= 24
        else { return nil }
        return start..<end
    }

    /// Reads `20%` as 20.
    static func percent(_ text: String) -> Int? {
        guard text.hasSuffix("%"), let value = digits(trim(text.dropLast())), value <= 100 else { return nil }
        return value
    }

    /// Reads `6 posts` (or `1 post`) as 6.
    static func posts(_ text: String) -> Int? {
        let words = text.split(separator: " ")
        guard words.count == 2, words[1] == "posts" || words[1] == "post", let value = digits(words[0]) else {
            return nil
        }
        return value
    }

    /// Reads `1.5` as 1500 with three `places`; no sign, no exponent, no more places.
    static func fixedPoint(_ text: some StringProtocol, places: Int) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, var value = parts.first.flatMap({ digits($0) }) else { return nil }
        let fraction = parts.count == 2 ? parts[1] : "0"
        guard fraction.utf8.count <= places, let part = digits(fraction) else { return nil }
        for _ in 0..<places { value *= 10 }
        var scaled = part
        for _ in fraction.utf8.count..<places { scaled *= 10 }
        return value + scaled
    }

    /// Reads `20 USD` or `12.50 EUR`: at most six places, an ISO 4217 code in capitals.
    static func money(_ text: String) -> Money? {
        let words = text.split(separator: " ")
        guard words.count == 2, let amount = fixedPoint(words[0], places: 6), words[1].utf8.count == 3,
            words[1].utf8.allSatisfy({ (0x41...0x5A).contains($0) })
        else { return nil }
        return Money(currency: String(words[1]), millionths: amount)
    }

    /// Reads `A..B`, or a date alone, which is that day.
    static func blackout(_ text: String) -> Blackout? {
        guard let dots = firstIndex(of: "..", in: text) else {
            guard let date = LocalDate(parsing: trim(text[...])) else { return nil }
            return Blackout(from: .date(date), to: .date(date))
        }
        let rest = text[text.index(dots, offsetBy: 2)...]
        guard let from = Stamp(parsing: trim(text[..<dots])), let to = Stamp(parsing: trim(rest)) else {
            return nil
        }
        return Blackout(from: from, to: to)
    }

    /// Whether a text can name a kind or an account: letters, digits, `-`, `_` and `.`.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    }

    /// Up to nine ASCII digits.
    static func digits(_ text: some StringProtocol) -> Int? {
        let bytes = text.utf8
        guard (1...9).contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    /// The text without spaces at its ends.
    static func trim(_ text: some StringProtocol) -> String {
        var part = Substring(text)
        while part.first == " " || part.first == "\t" { part.removeFirst() }
        while part.last == " " || part.last == "\t" { part.removeLast() }
        return String(part)
    }

    private static func pieces(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map { trim($0) }
    }

    private static func firstIndex(of part: String, in text: String) -> String.Index? {
        text.indices.first { text[$0...].hasPrefix(part) }
    }
}
