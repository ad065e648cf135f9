/// A time zone of the IANA database: its name and its rules.
public struct Zone: Sendable, Hashable {
    /// The name, such as `Europe/Berlin`.
    public let name: String
    /// Offsets and transitions.
    public let rules: ZoneRules

    /// A zone with rules read elsewhere, see `ZoneCatalog`.
    public init(name: String, rules: ZoneRules) {
        self.name = name
        self.rules = rules
    }

    /// Coordinated Universal Time; needs no file.
    public static let utc = Zone(name: "UTC", rules: ZoneRules(fixedOffset: 0))

    /// Same name, same zone.
    public static func == (a: Zone, b: Zone) -> Bool { a.name == b.name }
    /// By name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// What a wall clock in this zone shows at `instant`; seconds of old local mean times are cut off.
    public func local(at instant: Instant) -> LocalDateTime {
        LocalDateTime(
            epochMinutes: floorDivide(instant.minutes * 60 + rules.offset(at: instant.minutes * 60), 60))
    }

    /// All instants at which the wall clock shows `local`: none in a gap, two in an overlap, else one.
    public func instants(of local: LocalDateTime) -> [Instant] {
        var found: [Instant] = []
        for offset in rules.offsets(around: local.epochMinutes * 60) {
            // Rounded up, because with the seconds of an old local mean time the wall clock turns within a minute.
            let candidate = Instant(roundingUpSeconds: local.epochMinutes * 60 - offset)
            if self.local(at: candidate) == local && !found.contains(candidate) { found.append(candidate) }
        }
        return found.sorted()
    }

    /// The instant meant by `local`: the first of two; one that a gap skips is read with the offset before the
    /// gap, so it moves forward (RFC 5545, section 3.3.5).
    public func instant(of local: LocalDateTime) -> Instant {
        if let first = instants(of: local).first { return first }
        let wall = local.epochMinutes * 60
        // In a gap the offset before it is the smaller one, and gives the later instant.
        let offset = rules.offsets(around: wall).min() ?? 0
        return Instant(roundingUpSeconds: wall - offset)
    }

    /// The first instant of a calendar date: midnight, or the first minute that exists.
    public func startOfDay(_ date: LocalDate) -> Instant {
        let midnight = LocalDateTime(date: date, minuteOfDay: 0)
        if let first = instants(of: midnight).first { return first }
        // Midnight itself is skipped: the day begins where the gap ends.
        var low = instant(of: LocalDateTime(date: date.adding(days: -1), minuteOfDay: 720)).minutes
        var high = low + 2 * 1440
        while high - low > 1 {
            let middle = (low + high) / 2
            if local(at: Instant(minutes: middle)).date < date { low = middle } else { high = middle }
        }
        return Instant(minutes: high)
    }

    /// The stretch of time that has this calendar date: 23, 24 or 25 hours, or others.
    public func day(_ date: LocalDate) -> TimeWindow {
        TimeWindow(start: startOfDay(date), end: startOfDay(date.adding(days: 1)))
    }
}
