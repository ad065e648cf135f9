/// Opening hours by day of the week, on the wall clock.
///
/// A stretch that runs past midnight is kept as its two parts, each on the day it falls on.
public struct WeeklyHours: Hashable, Sendable {
    /// Per weekday (Monday first) the half-open stretches `[start, end)` in minutes past midnight.
    ///
    /// Sorted, and those that touch or overlap are joined.
    public private(set) var days: [[Range<Int>]]

    /// Never open.
    public init() {
        days = Array(repeating: [], count: 7)
    }

    /// Open at every minute.
    public static let always: WeeklyHours = {
        var hours = WeeklyHours()
        for day in Weekday.allCases { hours.open(day, from: 0, to: 1440) }
        return hours
    }()

    /// Opens `[start, end)` on `day`, in minutes past midnight (0 to 1440).
    ///
    /// One that ends at or before its start runs past midnight and belongs to the day on which it starts.
    public mutating func open(_ day: Weekday, from start: Int, to end: Int) {
        if end > start {
            add(start..<end, to: day.rawValue)
        } else {
            add(start..<1440, to: day.rawValue)
            if end > 0 { add(0..<end, to: (day.rawValue + 1) % 7) }
        }
    }

    /// Whether the clock reading lies in an opening.
    public func contains(_ local: LocalDateTime) -> Bool {
        days[local.date.weekday.rawValue].contains { $0.contains(local.minuteOfDay) }
    }

    /// Whether it never opens.
    public var isEmpty: Bool { days.allSatisfy(\.isEmpty) }

    private mutating func add(_ range: Range<Int>, to day: Int) {
        guard !range.isEmpty else { return }
        var joined: [Range<Int>] = []
        for next in (days[day] + [range]).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, next.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
            } else {
                joined.append(next)
            }
        }
        days[day] = joined
    }
}
