import Policies
import Timeline

/// The instants at which an account may post, inside one horizon.
///
/// A slot is an instant whose local wall clock is a multiple of `grid` minutes past midnight, lies in an active
/// window, and is not blacked out. Which posts may go out there is for the rules to say: windows of single classes
/// and staffed hours take no slot away.
public struct SlotCalendar: Sendable {
    /// One instant at which the account may post.
    public struct Slot: Hashable, Sendable {
        /// When.
        public let at: Instant
        /// What the account's wall clock shows then.
        public let local: LocalDateTime
        /// Index of its local date in `days`; nil for the instant of a pin on a date without slots.
        public let day: Int?
    }

    /// The slots in order of time.
    public let slots: [Slot]
    /// The local dates that have a slot, ascending.
    public let days: [LocalDate]
    /// The first instant of the horizon.
    public let now: Instant
    /// The first instant after the horizon.
    public let end: Instant
    /// The account's wall clock.
    public let zone: Zone

    private let dayIndex: [LocalDate: Int]

    /// The slots of an account with these settings in `[now, end)`.
    public init(settings: Settings, now: Instant, end: Instant) {
        let readings = SlotCalendar.readings(settings: settings, now: now, end: end)
        // Not simply in order of appearance: a clock that is put back over midnight shows a date again.
        let days = Set(readings.map(\.local.date)).sorted()
        let dayIndex = Dictionary(uniqueKeysWithValues: days.enumerated().map { ($1, $0) })
        slots = readings.map { Slot(at: $0.at, local: $0.local, day: dayIndex[$0.local.date]) }
        self.days = days
        self.dayIndex = dayIndex
        self.now = now
        self.end = end
        zone = settings.zone
    }

    /// Index of the slot at `at`, nil if there is none.
    public func index(of at: Instant) -> Int? {
        let found = firstIndex(notBefore: at)
        return found < slots.count && slots[found].at == at ? found : nil
    }

    /// Index of the first slot at or after `at`; the number of slots if there is none.
    public func firstIndex(notBefore at: Instant) -> Int {
        var low = 0
        var high = slots.count
        while low < high {
            let middle = (low + high) / 2
            if slots[middle].at < at { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether every post has a slot at `at`.
    public func isSlot(_ at: Instant) -> Bool { index(of: at) != nil }

    /// Whether `subject` has a slot at `at`: one of the account's, or the instant it is pinned to.
    public func isSlot(_ at: Instant, for subject: Subject) -> Bool {
        isSlot(at) || (subject.pin == at && contains(at))
    }

    /// Whether `at` lies in the horizon.
    public func contains(_ at: Instant) -> Bool { now <= at && at < end }

    /// The slot that only `subject` has: the instant it is pinned to, if that lies in the horizon and is not one of
    /// the account's slots anyway.
    public func ownSlot(of subject: Subject) -> Slot? {
        guard let pin = subject.pin, contains(pin), !isSlot(pin) else { return nil }
        let local = zone.local(at: pin)
        return Slot(at: pin, local: local, day: dayIndex[local.date])
    }

    /// All slots of `subject` in order of time: the account's, and the instant it is pinned to.
    public func slots(for subject: Subject) -> [Slot] {
        guard let own = ownSlot(of: subject) else { return slots }
        var all = slots
        all.insert(own, at: firstIndex(notBefore: own.at))
        return all
    }

    /// Index of a local date in `days`, nil if it has no slot.
    public func day(of date: LocalDate) -> Int? { dayIndex[date] }

    private typealias Reading = (at: Instant, local: LocalDateTime)

    private static func readings(settings: Settings, now: Instant, end: Instant) -> [Reading] {
        let zone = settings.zone
        let grid = max(1, settings.grid.count)
        let active = settings.hours?.active
        let blackouts = (settings.hours?.blackout ?? []).map { $0.window(in: settings.zone) }
        var found: [Reading] = []
        func visit(_ at: Instant, _ local: LocalDateTime) {
            guard local.minuteOfDay % grid == 0, active?.contains(local) ?? true,
                !blackouts.contains(where: { $0.contains(at) })
            else { return }
            found.append((at, local))
        }
        var start = now
        while start < end {
            let stop = min(end, start + .days(1))
            let first = zone.local(at: start).epochMinutes
            let length = (stop - start).count
            // No zone changes its clock twice within a day, so one that shows a day more a day later ran on.
            let ranOn = zone.local(at: stop).epochMinutes - first == length
            for passed in 0..<length {
                let at = start + .minutes(passed)
                visit(at, ranOn ? LocalDateTime(epochMinutes: first + passed) : zone.local(at: at))
            }
            start = stop
        }
        return found
    }
}
