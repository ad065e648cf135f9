import Policies
import Posts
import Timeline

/// An account is never silent for longer than `pace.silence`.
///
/// Whoever comes to an account that says nothing for days takes it for left. Between two successive posts, from the
/// last one in the history and up to the end of the horizon too, every started hour beyond `silence` counts as
/// silent. Without history the horizon's start is the first end.
///
/// Example: with `pace: { silence: 24h }`, posts on Monday and Wednesday at 09:00 leave 24 silent hours; at 09:00
/// and 09:01 of the next day, one.
public struct SilenceFloor: Floor {
    /// `silence`
    public static let name: RuleName = "silence"

    /// The longest time between two posts, in minutes.
    public let silence: Int
    /// The last post of the history, else the horizon's start, in minutes since the epoch.
    public let start: Int
    /// The horizon's end, in minutes since the epoch.
    public let end: Int

    private let account: AccountID

    /// Asked where the policy gives `pace.silence`.
    public init?(on account: AccountCase, calendar: SlotCalendar, past: Past) {
        guard let silence = account.settings.pace?.silence else { return nil }
        self.silence = silence.count
        start = (past.postings.last?.at ?? calendar.now).minutes
        end = calendar.end.minutes
        self.account = account.account.id
    }

    /// The silent hours between two successive posts or ends, given in minutes since the epoch.
    @inlinable
    public func silentHours(between a: Int, and b: Int) -> Int { max(0, b - a - silence + 59) / 60 }

    /// The silent hours between two successive posts or ends.
    public func silentHours(between a: Instant, and b: Instant) -> Int {
        silentHours(between: a.minutes, and: b.minutes)
    }

    /// The pairs of successive posts with too long a time between them.
    public func shortfalls(of planned: [Instant]) -> [Shortfall] {
        let points = [Instant(minutes: start)] + planned + [Instant(minutes: end)]
        return zip(points, points.dropFirst()).compactMap { from, to in
            let hours = silentHours(between: from, and: to)
            return hours == 0
                ? nil : Shortfall(account: account, lack: .silence(from: from, to: to, hours: hours))
        }
    }
}
