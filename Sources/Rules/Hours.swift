import Policies
import Posts
import Timeline

/// Posts go out in hours at which they are welcome and somebody can answer.
///
/// Nobody is served by a question at three in the morning, or by an offer that nobody stands behind. Everything
/// stays within `hours.active` and out of every `blackout`; a post that entries of `only` name stays within the
/// windows of all of them; and from a post that `staffed` names every real minute of [t, t + for) lies in staffed
/// hours. Windows are half-open on the account's wall clock.
///
/// Example: with `staffed: { of: ask, for: 1h, in: { mon-fri: "09:00-17:30" } }` an ask is admitted on Monday at
/// 16:30 and refused at 16:31.
public struct Hours: Rule {
    /// `hours`
    public static let name: RuleName = "hours"

    enum Demand: Sendable {
        case active
        case only
        case staffed
        case blackout
    }

    /// What is demanded.
    let demand: Demand
    /// Of which class.
    let of: Selector
    /// Whether it is demanded, per subject; nil for all.
    package let members: [Bool]?
    /// The windows of the demand, by day and by minute of the week.
    let windows: WeeklyHours
    let table: WeekTable
    /// How long somebody must be there.
    let length: Minutes
    /// When nothing goes out.
    let blackout: [TimeWindow]
    let zone: Zone
    /// Whether it may be broken.
    public let level: Level

    private init(
        _ demand: Demand, on account: AccountCase, of: Selector? = nil,
        windows: WeeklyHours = WeeklyHours(), length: Minutes = .minutes(0), blackout: [TimeWindow] = [],
        level: Level = .must
    ) {
        self.demand = demand
        self.of = of ?? .everything
        members = of.map(account.members)
        self.windows = windows
        table = WeekTable(windows)
        self.length = length
        self.blackout = blackout
        zone = account.settings.zone
        self.level = level
    }

    /// One check for the active hours, one for the blackouts, one per entry of `only`, one for `staffed`.
    public static func checks(on account: AccountCase) -> [Hours] {
        guard let hours = account.settings.hours else { return [] }
        var checks: [Hours] = []
        if let active = hours.active { checks.append(Hours(.active, on: account, windows: active)) }
        if !hours.blackout.isEmpty {
            let blackout = hours.blackout.map { $0.window(in: account.settings.zone) }
            checks.append(Hours(.blackout, on: account, blackout: blackout))
        }
        for only in hours.only {
            checks.append(
                Hours(.only, on: account, of: only.of, windows: only.windows, level: only.level))
        }
        if let staffed = hours.staffed {
            checks.append(
                Hours(
                    .staffed, on: account, of: staffed.of, windows: staffed.windows,
                    length: staffed.length, level: staffed.level))
        }
        return checks
    }

    /// Refuses what lies outside.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        if let members, !members[candidate.subject.index] { return nil }
        switch demand {
        case .active:
            guard !table.contains(candidate.local) else { return nil }
            return HoursActiveRefusal(local: candidate.local, open: windows.ranges(on: candidate.local.date))
        case .only:
            guard !table.contains(candidate.local) else { return nil }
            return HoursOnlyRefusal(
                local: candidate.local, of: of, open: windows.ranges(on: candidate.local.date))
        case .blackout:
            for window in blackout where window.contains(candidate.at) {
                return HoursBlackoutRefusal(at: candidate.at, blackout: window)
            }
            return nil
        case .staffed:
            let minutes = staffedMinutes(from: candidate, enough: length.count)
            guard minutes < length.count else { return nil }
            return HoursStaffedRefusal(
                at: candidate.at, unstaffed: candidate.at + .minutes(minutes), length: length)
        }
    }

    /// Whether it is of the class.
    public func aspect(of subject: Subject, within past: Past) -> Int {
        members.map { $0[subject.index] ? 1 : 0 } ?? 0
    }

    /// How many real minutes from the candidate on are staffed without a break; any number from `enough` on will
    /// do.
    private func staffedMinutes(from candidate: Candidate, enough: Int) -> Int {
        guard enough > 0 else { return 0 }
        let last = candidate.at + .minutes(enough - 1)
        let offset = candidate.local.epochMinutes - candidate.at.minutes
        if zone.local(at: last).epochMinutes - last.minutes == offset {
            // The wall clock runs evenly from the first to the last minute.
            return table.openMinutes(from: candidate.local)
        }
        for minutes in 0..<enough
        where !table.contains(zone.local(at: candidate.at + .minutes(minutes))) { return minutes }
        return enough
    }

    /// Every reason for which it refuses.
    public static let examples: [RuleExample] = [
        .holds("with `active: { mon: \"07:00-22:00\" }`, a post on Monday at 07:00") {
            $0.settings.hours = HoursSettings(active: WeeklyHours([.monday], 420, 1320))
            $0.candidate = .init("curated", at: "2026-11-23T07:00")
        },
        .breaks("with `active: { mon: \"07:00-22:00\" }`, a post on Monday at 22:00") {
            $0.settings.hours = HoursSettings(active: WeeklyHours([.monday], 420, 1320))
            $0.candidate = .init("curated", at: "2026-11-23T22:00")
        },
        .breaks("with `only: { of: ask, in: { tue: \"10:00-16:00\" } }`, a promotion on Monday") {
            $0.settings.hours = HoursSettings(only: [
                OnlyHours(of: Selector([.side(.ask)]), windows: WeeklyHours([.tuesday], 600, 960))
            ])
            $0.candidate = .init("promo", at: "2026-11-23T12:00")
        },
        .holds("with `staffed: { of: ask, for: 1h, in: { mon: \"09:00-17:30\" } }`, a promotion at 16:30") {
            $0.settings.hours = HoursSettings(
                staffed: StaffedHours(
                    of: Selector([.side(.ask)]), length: .hours(1), windows: WeeklyHours([.monday], 540, 1050)
                ))
            $0.candidate = .init("promo", at: "2026-11-23T16:30")
        },
        .breaks("with `staffed: { of: ask, for: 1h, in: { mon: \"09:00-17:30\" } }`, a promotion at 16:31") {
            $0.settings.hours = HoursSettings(
                staffed: StaffedHours(
                    of: Selector([.side(.ask)]), length: .hours(1), windows: WeeklyHours([.monday], 540, 1050)
                ))
            $0.candidate = .init("promo", at: "2026-11-23T16:31")
        },
        .breaks("with `blackout: [2026-12-24..2026-12-26]`, a post on the 26th at 23:59") {
            $0.settings.hours = HoursSettings(blackout: [
                Blackout(from: .date("2026-12-24"), to: .date("2026-12-26"))
            ])
            $0.candidate = .init("curated", at: "2026-12-26T23:59")
        },
    ]
}

extension WeeklyHours {
    fileprivate func ranges(on date: LocalDate) -> [Range<Int>] { days[date.weekday.rawValue] }

    fileprivate init(_ days: [Weekday], _ start: Int, _ end: Int) {
        self.init()
        for day in days { open(day, from: start, to: end) }
    }
}

extension Stamp {
    fileprivate static func date(_ text: String) -> Stamp {
        .date(LocalDate(parsing: text) ?? LocalDate(dayNumber: 0))
    }
}

/// `mon 07:00-12:00, 14:00-22:00`
private func text(_ open: [Range<Int>], on date: LocalDate) -> String {
    let ranges = open.map { range in
        LocalDateTime.clockText(range.lowerBound) + "-" + LocalDateTime.clockText(range.upperBound)
    }
    return "\(date.weekday.shortName) \(ranges.joined(separator: ", "))"
}

/// The account does not post at this hour.
public struct HoursActiveRefusal: Refusal, Hashable {
    /// What the wall clock would show.
    public let local: LocalDateTime
    /// The active hours of that day, in minutes past midnight.
    public let open: [Range<Int>]

    /// `hours`
    public var rule: RuleName { Hours.name }

    /// `22:00 is outside the active hours, mon 07:00-22:00`
    public func sentence(in zone: Zone) -> String {
        if open.isEmpty { return "\(local.date.weekday.shortName) has no active hours" }
        return
            "\(LocalDateTime.clockText(local.minuteOfDay)) is outside the active hours, \(text(open, on: local.date))"
    }
}

/// Posts of a class do not go out at this hour.
public struct HoursOnlyRefusal: Refusal, Hashable {
    /// What the wall clock would show.
    public let local: LocalDateTime
    /// The class that has hours of its own.
    public let of: Selector
    /// Its hours of that day, in minutes past midnight.
    public let open: [Range<Int>]

    /// `hours`
    public var rule: RuleName { Hours.name }

    /// `09:45 is outside the hours of ask, tue 10:00-16:00`
    public func sentence(in zone: Zone) -> String {
        if open.isEmpty { return "\(local.date.weekday.shortName) has no hours for \(of)" }
        return
            "\(LocalDateTime.clockText(local.minuteOfDay)) is outside the hours of \(of), \(text(open, on: local.date))"
    }
}

/// Nobody would be there to answer.
public struct HoursStaffedRefusal: Refusal, Hashable {
    /// When the post would go out.
    public let at: Instant
    /// The first minute after it at which nobody is there.
    public let unstaffed: Instant
    /// How long somebody must be there.
    public let length: Minutes

    /// `hours`
    public var rule: RuleName { Hours.name }

    /// `nobody is there to answer at 17:30, within 1h after it`
    public func sentence(in zone: Zone) -> String {
        let clock = unstaffed.clock(in: zone, seenFrom: at)
        return unstaffed == at
            ? "nobody is there to answer at \(clock)"
            : "nobody is there to answer at \(clock), within \(length) after it"
    }
}

/// Nothing goes out in a blackout.
public struct HoursBlackoutRefusal: Refusal, Hashable {
    /// When the post would go out.
    public let at: Instant
    /// The blackout.
    public let blackout: TimeWindow

    /// `hours`
    public var rule: RuleName { Hours.name }

    /// `blackout until 2026-12-27 00:00`
    public func sentence(in zone: Zone) -> String {
        "blackout until \(blackout.end.clock(in: zone, seenFrom: at))"
    }
}
