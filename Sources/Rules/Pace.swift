import Policies
import Posts
import Timeline

/// An account has a pace: so many posts a day at most, and no week far above the four before.
///
/// Followers stay with an account that is there every day and leave one that floods. `pace.max` counts the posts of
/// the candidate's local day (23, 24 or 25 hours). Where `steady` and `target` are given, an account does not heat
/// up for a campaign either: the posts in (t - 7d, t], the candidate included, are at most the larger of
/// 7 x `target` and floor(`steady` x the posts in (t - 35d, t - 7d] / 4). Missing history counts as none.
///
/// Example: with `pace: { max: 5 }` the sixth post of a day is refused.
public struct Pace: Rule {
    /// `pace`
    public static let name: RuleName = "pace"

    /// The most posts in a local day; nil for any number.
    let max: Int?
    /// The most posts in seven days that are always fine; nil where the clause is not asked.
    package let week: Int?
    /// How much a week may exceed the mean of the four before it, in thousandths.
    package let steady: Int

    /// Asked where the policy gives `pace.max`, or `pace.steady` and `pace.target`.
    public static func checks(on account: AccountCase) -> [Pace] {
        guard let pace = account.settings.pace else { return [] }
        let week = pace.steady == nil ? nil : pace.target.map { 7 * $0 }
        guard pace.max != nil || week != nil else { return [] }
        return [Pace(max: pace.max, week: week, steady: pace.steady ?? 0)]
    }

    /// Refuses one post too many in a day or in seven days.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        if let max {
            let count = Pace.posts(in: past, on: candidate)
            if count >= max { return PaceDayRefusal(day: candidate.local.date, count: count, max: max) }
        }
        guard let week else { return nil }
        let before = past.count(through: candidate.at - .days(7))
        let count = past.postings.count - before + 1
        guard count > week else { return nil }
        let earlier = before - past.count(through: candidate.at - .days(35))
        let limit = Swift.max(week, steady * earlier / 4000)
        return count > limit ? PaceWeekRefusal(count: count, limit: limit) : nil
    }

    /// All are alike.
    public func aspect(of subject: Subject, within past: Past) -> Int { 0 }

    /// How many posts the local day of the candidate has already.
    private static func posts(in past: Past, on candidate: Candidate) -> Int {
        // Clocks that are set back across midnight interrupt a date, so its end is not where another one begins;
        // but no date lasts longer than two days.
        let earliest = candidate.at - .days(2)
        let day = candidate.local.date.dayNumber
        var count = 0
        var index = past.postings.count - 1
        while index >= 0, past.postings[index].at > earliest {
            if past.postings[index].local.date.dayNumber == day { count += 1 }
            index -= 1
        }
        return count
    }

    /// The end of a day's measure, and a week that heats up.
    public static let examples: [RuleExample] = [
        .holds("with `max: 2`, a second post on a day") {
            $0.settings.pace = PaceSettings(max: 2)
            $0.past = [.init("curated", at: "2026-11-22T23:00"), .init("curated", at: "2026-11-23T00:00")]
            $0.candidate = .init("curated", at: "2026-11-23T09:00")
        },
        .breaks("with `max: 2`, a third post on a day") {
            $0.settings.pace = PaceSettings(max: 2)
            $0.past = [.init("curated", at: "2026-11-23T00:00"), .init("curated", at: "2026-11-23T09:00")]
            $0.candidate = .init("curated", at: "2026-11-23T23:59")
        },
        .breaks("with `target: 1, steady: 1.5` and no earlier history, an eighth post in seven days") {
            $0.settings.pace = PaceSettings(target: 1, steady: 1500)
            $0.past = (17...23).map { .init("curated", at: "2026-11-\($0)T09:00") }
            $0.candidate = .init("curated", at: "2026-11-23T12:00")
        },
    ]
}

/// The local day is full.
public struct PaceDayRefusal: Refusal, Hashable {
    /// The local day.
    public let day: LocalDate
    /// How many posts it has already.
    public let count: Int
    /// How many it may have.
    public let max: Int

    /// `pace`
    public var rule: RuleName { Pace.name }

    /// `mon 2026-11-23 has 5 posts already, at most 5`
    public func sentence(in zone: Zone) -> String {
        "\(day.weekday.shortName) \(day) has \(posts(count)) already, at most \(max)"
    }
}

/// The last seven days would be far above the four weeks before.
public struct PaceWeekRefusal: Refusal, Hashable {
    /// How many posts seven days would have, the post asked about included.
    public let count: Int
    /// How many they may have.
    public let limit: Int

    /// `pace`
    public var rule: RuleName { Pace.name }

    /// `22 posts within 7d with this one, at most 21`
    public func sentence(in zone: Zone) -> String {
        "\(posts(count)) within 7d with this one, at most \(limit)"
    }
}
