/// The rule of a POSIX TZ string such as `CET-1CEST,M3.5.0,M10.5.0/3`, as TZif footers hold it (RFC 8536, 3.3).
struct PosixZone: Sendable, Hashable {
    /// On which day of a year, and at which second of it, a change happens.
    struct Change: Sendable, Hashable {
        enum Day: Sendable, Hashable {
            /// Week 1 to 5 (5 is the last) of a month, weekday counted from Sunday = 0.
            case weekday(month: Int, week: Int, day: Int)
            /// Day 1 to 365; the 29th of February is never counted.
            case julian(Int)
            /// Day 0 to 365; the 29th of February is counted.
            case ordinal(Int)
        }
        var day: Day
        /// Seconds after local midnight, -167 to 167 hours.
        var time: Int

        /// Seconds after the epoch on the wall clock in force before the change.
        func wallSeconds(year: Int) -> Int {
            let number: Int
            switch day {
            case .julian(let n):
                let leap = LocalDate.lengthOfMonth(2, year: year) == 29
                number = LocalDate.days(year: year, month: 1, day: 1) + n - 1 + (leap && n >= 60 ? 1 : 0)
            case .ordinal(let n):
                number = LocalDate.days(year: year, month: 1, day: 1) + n
            case .weekday(let month, let week, let day):
                let first = LocalDate.days(year: year, month: month, day: 1)
                // 1970-01-01 was a Thursday, day 4 when Sunday is 0.
                let firstWeekday = ((first + 4) % 7 + 7) % 7
                var n = (day - firstWeekday + 7) % 7 + (week - 1) * 7
                if n >= LocalDate.lengthOfMonth(month, year: year) { n -= 7 }
                number = first + n
            }
            return number * 86_400 + time
        }
    }

    let standard: Int
    let daylight: (offset: Int, from: Change, to: Change)?

    static func == (a: PosixZone, b: PosixZone) -> Bool {
        a.standard == b.standard && a.daylight?.offset == b.daylight?.offset
            && a.daylight?.from == b.daylight?.from
            && a.daylight?.to == b.daylight?.to
    }

    func hash(into hasher: inout Hasher) { hasher.combine(standard) }

    init?(parsing text: String) {
        var rest = Substring(text)
        guard PosixZone.skipName(&rest), let west = PosixZone.time(&rest) else { return nil }
        standard = -west
        if rest.isEmpty {
            daylight = nil
            return
        }
        guard PosixZone.skipName(&rest) else { return nil }
        var offset = standard + 3600
        if let next = rest.first, next != "," {
            guard let west = PosixZone.time(&rest) else { return nil }
            offset = -west
        }
        guard let from = PosixZone.change(&rest), let to = PosixZone.change(&rest), rest.isEmpty else {
            return nil
        }
        daylight = (offset, from, to)
    }

    /// Seconds east of UTC at `seconds` since the epoch.
    func offset(at seconds: Int) -> Int {
        guard let daylight else { return standard }
        let year = LocalDate(dayNumber: floorDivide(seconds + standard, 86_400)).fields.year
        let from = daylight.from.wallSeconds(year: year) - standard
        let to = daylight.to.wallSeconds(year: year) - daylight.offset
        let inside = from < to ? (from <= seconds && seconds < to) : !(to <= seconds && seconds < from)
        return inside ? daylight.offset : standard
    }

    private static func skipName(_ rest: inout Substring) -> Bool {
        if rest.first == "<" {
            guard let end = rest.firstIndex(of: ">") else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let name = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(name.count)
        return name.count >= 3
    }

    private static func number(_ rest: inout Substring) -> Int? {
        let text = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(text.count)
        return text.count > 4 ? nil : Int(text)
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    private static func time(_ rest: inout Substring) -> Int? {
        var sign = 1
        if rest.first == "-" || rest.first == "+" { sign = rest.removeFirst() == "-" ? -1 : 1 }
        guard let hours = number(&rest) else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] where rest.first == ":" {
            rest.removeFirst()
            guard let part = number(&rest) else { return nil }
            seconds += part * unit
        }
        return sign * seconds
    }

    private static func change(_ rest: inout Substring) -> Change? {
        guard rest.first == "," else { return nil }
        rest.removeFirst()
        let day: Change.Day
        if rest.first == "M" {
            rest.removeFirst()
            guard let month = number(&rest), rest.first == "." else { return nil }
            rest.removeFirst()
            guard let week = number(&rest), rest.first == "." else { return nil }
            rest.removeFirst()
            guard let weekday = number(&rest), (1...12).contains(month), (1...5).contains(week), weekday < 7
            else { return nil }
            day = .weekday(month: month, week: week, day: weekday)
        } else if rest.first == "J" {
            rest.removeFirst()
            guard let n = number(&rest), (1...365).contains(n) else { return nil }
            day = .julian(n)
        } else {
            guard let n = number(&rest), n <= 365 else { return nil }
            day = .ordinal(n)
        }
        var at = 7200
        if rest.first == "/" {
            rest.removeFirst()
            guard let seconds = time(&rest) else { return nil }
            at = seconds
        }
        return Change(day: day, time: at)
    }
}
