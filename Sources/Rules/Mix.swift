import Policies
import Posts
import Timeline

/// A class of posts has at most its share of a window.
///
/// The rules of thumb of the field (one promotion in five, one in six, a third) are all of this form. A share
/// counts 100 x class <= limit x all, a number counts the class; the post asked about is included in both. A window
/// over time is (t - length, t], one over posts the last ones of the account. Where the history is shorter than
/// the window, the window holds what there is. Asked only of a post that is itself of the class.
///
/// Example: with `{ of: promo, at_most: 1, over: 6 posts }` five posts lie between two promotions.
public struct Mix: Rule {
    /// `mix`
    public static let name: RuleName = "mix"

    /// The entry of the policy.
    package let entry: MixLimit
    /// Whether a subject is of the class.
    package let members: [Bool]

    /// One check per entry of `mix:`.
    public static func checks(on account: AccountCase) -> [Mix] {
        account.settings.mix.map { Mix(entry: $0, members: account.members(of: $0.of)) }
    }

    /// Whether it may be broken.
    public var level: Level { entry.level }

    /// Refuses a post of the class that would exceed its share.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        guard members[candidate.subject.index] else { return nil }
        let first =
            switch entry.over {
            case .time(let length): past.count(through: candidate.at - length)
            case .posts(let count): max(0, past.postings.count - max(0, count - 1))
            }
        var count = 1
        for index in first..<past.postings.count where members[past.postings[index].index] {
            count += 1
        }
        let all = past.postings.count - first + 1
        let isAdmitted =
            switch entry.atMost {
            case .count(let limit): count <= limit
            case .percent(let limit): 100 * count <= limit * all
            }
        return isAdmitted
            ? nil : MixRefusal(of: entry.of, count: count, all: all, limit: entry.atMost, over: entry.over)
    }

    /// Whether it is of the class.
    public func aspect(of subject: Subject, within past: Past) -> Int { members[subject.index] ? 1 : 0 }

    /// A number over posts, and a share over time.
    public static let examples: [RuleExample] = [
        .holds("with `{ of: promo, at_most: 1, over: 6 posts }`, a promotion five posts after another") {
            $0.settings.mix = [
                MixLimit(of: Selector([.kind("promo")]), atMost: .count(1), over: .posts(6))
            ]
            $0.past =
                [.init("promo", at: "2026-11-20T09:00")]
                + (10...14).map { .init("curated", at: "2026-11-20T\($0):00") }
            $0.candidate = .init("promo", at: "2026-11-20T15:00")
        },
        .breaks("with `{ of: promo, at_most: 1, over: 6 posts }`, a promotion four posts after another") {
            $0.settings.mix = [
                MixLimit(of: Selector([.kind("promo")]), atMost: .count(1), over: .posts(6))
            ]
            $0.past =
                [.init("promo", at: "2026-11-20T09:00")]
                + (10...13).map { .init("curated", at: "2026-11-20T\($0):00") }
            $0.candidate = .init("promo", at: "2026-11-20T15:00")
        },
        .holds("with `{ of: ask, at_most: 20%, over: 14d }`, one ask after four gives") {
            $0.settings.mix = [
                MixLimit(of: Selector([.side(.ask)]), atMost: .percent(20), over: .time(.days(14)))
            ]
            $0.past = (10...13).map { .init("curated", at: "2026-11-20T\($0):00") }
            $0.candidate = .init("own", at: "2026-11-20T15:00")
        },
        .breaks("with `{ of: ask, at_most: 20%, over: 14d }`, one ask after three gives") {
            $0.settings.mix = [
                MixLimit(of: Selector([.side(.ask)]), atMost: .percent(20), over: .time(.days(14)))
            ]
            $0.past = (10...12).map { .init("curated", at: "2026-11-20T\($0):00") }
            $0.candidate = .init("own", at: "2026-11-20T15:00")
        },
    ]
}

/// A class would exceed its share or number.
public struct MixRefusal: Refusal, Hashable {
    /// The class.
    public let of: Selector
    /// Posts of the class in the window, the post asked about included.
    public let count: Int
    /// All posts in the window, the post asked about included.
    public let all: Int
    /// What the policy allows.
    public let limit: MixLimit.Limit
    /// The window.
    public let over: LookBack

    /// `mix`
    public var rule: RuleName { Mix.name }

    /// `ask would be 3 of 12 posts within 14d, at most 20%`
    public func sentence(in zone: Zone) -> String {
        let most =
            switch limit {
            case .percent(let share): "\(share)%"
            case .count(let number): "\(number)"
            }
        switch over {
        case .time(let length):
            return "\(of) would be \(count) of \(posts(all)) within \(length), at most \(most)"
        case .posts:
            return "\(of) would be \(count) of the last \(posts(all)), at most \(most)"
        }
    }
}
