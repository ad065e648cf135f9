import Policies
import Posts
import Timeline

/// A class of posts does not crowd one hour of the day.
///
/// Whoever finds the best hour and fills it with asks wears it out. Posts of the class within (t - over, t] whose
/// wall clock shows the candidate's hour, the candidate included, are at most `at_most`. Asked only of a post that
/// is itself of the class.
///
/// Example: with `{ of: ask, at_most: 1, over: 7d }` two asks of a week go out in different hours.
public struct Spread: Rule {
    /// `spread`
    public static let name: RuleName = "spread"

    /// The entry of the policy.
    package let entry: SpreadLimit
    /// Whether a subject is of the class.
    package let members: [Bool]

    /// One check per entry of `spread:`.
    public static func checks(on account: AccountCase) -> [Spread] {
        account.settings.spread.map { Spread(entry: $0, members: account.members(of: $0.of)) }
    }

    /// Whether it may be broken.
    public var level: Level { entry.level }

    /// Refuses one post too many in an hour of the day.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        guard members[candidate.subject.index] else { return nil }
        let hour = candidate.local.hour
        let tooOld = candidate.at - entry.over
        var count = 1
        var index = past.postings.count - 1
        while index >= 0, past.postings[index].at > tooOld {
            if past.postings[index].local.hour == hour, members[past.postings[index].index] {
                count += 1
            }
            index -= 1
        }
        guard count > entry.atMost else { return nil }
        return SpreadRefusal(of: entry.of, hour: hour, count: count, atMost: entry.atMost, over: entry.over)
    }

    /// Whether it is of the class.
    public func aspect(of subject: Subject, within past: Past) -> Int { members[subject.index] ? 1 : 0 }

    /// The next hour, and the same hour a week later.
    public static let examples: [RuleExample] = [
        .holds("with `{ of: ask, at_most: 1, over: 7d }` and an ask at 09:30, another the next day at 10:00")
        {
            $0.settings.spread = [SpreadLimit(of: Selector([.side(.ask)]), atMost: 1, over: .days(7))]
            $0.past = [.init("own", at: "2026-11-23T09:30")]
            $0.candidate = .init("own", at: "2026-11-24T10:00")
        },
        .breaks("with `{ of: ask, at_most: 1, over: 7d }` and an ask at 09:30, another the next day at 09:59")
        {
            $0.settings.spread = [SpreadLimit(of: Selector([.side(.ask)]), atMost: 1, over: .days(7))]
            $0.past = [.init("own", at: "2026-11-23T09:30")]
            $0.candidate = .init("own", at: "2026-11-24T09:59")
        },
    ]
}

/// A class would crowd an hour of the day.
public struct SpreadRefusal: Refusal, Hashable {
    /// The class.
    public let of: Selector
    /// The hour of the day, 0 to 23.
    public let hour: Int
    /// Posts of the class in that hour, the post asked about included.
    public let count: Int
    /// How many there may be.
    public let atMost: Int
    /// The window.
    public let over: Minutes

    /// `spread`
    public var rule: RuleName { Spread.name }

    /// `ask would be 2 posts at 09:00-10:00 within 7d, at most 1`
    public func sentence(in zone: Zone) -> String {
        let hours = LocalDateTime.clockText(hour * 60) + "-" + LocalDateTime.clockText(hour * 60 + 60)
        return "\(of) would be \(posts(count)) at \(hours) within \(over), at most \(atMost)"
    }
}
