import Policies
import Posts
import Timeline

/// Every day has its posts: `pace.min` of them, or as many as what is left of the day can hold.
///
/// A community must be there before it is needed, so the fire does not go out between campaigns. Each local day with
/// a slot in the horizon lacks max(0, min(`min`, published + fits) - posts that day): published is what went out that
/// day already, fits how many posts the day's slots can hold at `spacing`, earliest first from the last post in the
/// history.
///
/// Example: with `pace: { min: 2 }` a day with one post lacks one; today, with one slot left and nothing posted yet,
/// is asked for one.
public struct PaceFloor: Floor {
    /// `pace`
    public static let name: RuleName = "pace"

    /// Per day of the calendar, how many posts went out before the plan.
    public let published: [Int]
    /// Per day of the calendar, how many posts a plan has to place so that nothing is missing.
    public let wanted: [Int]

    private let account: AccountID
    private let calendar: SlotCalendar

    /// Asked where the policy gives `pace.min`.
    public init?(on account: AccountCase, calendar: SlotCalendar, past: Past) {
        guard let min = account.settings.pace?.min else { return nil }
        var published = [Int](repeating: 0, count: calendar.days.count)
        for posting in past.postings {
            if let day = calendar.day(of: posting.local.date) { published[day] += 1 }
        }
        let fits = PaceFloor.fits(
            calendar: calendar, spacing: account.settings.pace?.spacing, last: past.postings.last?.at)
        wanted = zip(published, fits).map { Swift.max(0, Swift.min(min, $0 + $1) - $0) }
        self.published = published
        self.account = account.account.id
        self.calendar = calendar
    }

    /// Per day, how many of its slots a plan could fill if it had nothing else to heed than `spacing`: greedily from
    /// the first slot, each day for itself, after the last post of the history.
    static func fits(calendar: SlotCalendar, spacing: Minutes?, last: Instant?) -> [Int] {
        // Two posts never share an instant, whatever the policy says.
        let spacing = max(spacing ?? .minutes(1), .minutes(1))
        var fits = [Int](repeating: 0, count: calendar.days.count)
        var previous = [Instant?](repeating: last, count: calendar.days.count)
        for slot in calendar.slots {
            guard let day = slot.day else { continue }
            if let before = previous[day], slot.at - before < spacing { continue }
            previous[day] = slot.at
            fits[day] += 1
        }
        return fits
    }

    /// The posts missing on one day of the calendar that has `planned` placements.
    @inlinable
    public func shortfall(ofDay day: Int, planned: Int) -> Int { max(0, wanted[day] - planned) }

    /// The days that lack posts.
    public func shortfalls(of planned: [Instant]) -> [Shortfall] {
        var counts = [Int](repeating: 0, count: wanted.count)
        for at in planned {
            if let day = calendar.day(of: calendar.zone.local(at: at).date) { counts[day] += 1 }
        }
        return wanted.indices.compactMap { day in
            let missing = shortfall(ofDay: day, planned: counts[day])
            return missing == 0
                ? nil : Shortfall(account: account, lack: .pace(day: calendar.days[day], missing: missing))
        }
    }
}
