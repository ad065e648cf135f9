/// A point in time as people write it: a date, a local date and time, or an instant with its offset.
///
/// The first two become instants only together with an account's time zone.
public enum Stamp: Hashable, Sendable {
    /// A calendar date without a time.
    case date(LocalDate)
    /// A wall clock reading without an offset.
    case local(LocalDateTime)
    /// A date and time with an offset.
    case instant(Instant)

    /// Reads `2026-11-24`, `2026-12-10T18:00` or `2026-12-10T18:00+01:00`.
    public init?(parsing text: String) {
        if let date = LocalDate(parsing: text) {
            self = .date(date)
        } else if let (local, rest) = LocalDateTime.parsing(text) {
            if rest.isEmpty {
                self = .local(local)
            } else if let offset = Instant.offset(rest) {
                self = .instant(Instant(minutes: local.epochMinutes - offset))
            } else {
                return nil
            }
        } else {
            return nil
        }
    }

    /// The instant at which what begins here begins: a date is its first minute.
    public func start(in zone: Zone) -> Instant {
        switch self {
        case .date(let date): zone.startOfDay(date)
        case .local(let local): zone.instant(of: local)
        case .instant(let instant): instant
        }
    }

    /// The first instant after what ends here: a date is included to its last minute, a time is exclusive.
    public func end(in zone: Zone) -> Instant {
        switch self {
        case .date(let date): zone.startOfDay(date.adding(days: 1))
        case .local(let local): zone.instant(of: local)
        case .instant(let instant): instant
        }
    }
}

extension Stamp: CustomStringConvertible {
    /// The form in which it would be written.
    public var description: String {
        switch self {
        case .date(let date): date.description
        case .local(let local): local.description
        case .instant(let instant): instant.rfc3339
        }
    }
}
