import Timeline

extension Instant {
    /// `09:00`, or `2026-11-22 09:00` where that is not the local day of `other`.
    func clock(in zone: Zone, seenFrom other: Instant) -> String {
        let local = zone.local(at: self)
        let clock = LocalDateTime.clockText(local.minuteOfDay)
        return local.date == zone.local(at: other).date ? clock : "\(local.date) \(clock)"
    }
}

/// `1 post`, `3 posts`.
func posts(_ count: Int) -> String { count == 1 ? "1 post" : "\(count) posts" }
