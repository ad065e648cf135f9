import Policies
import Posts
import Timeline

/// The same post does not go out everywhere at once.
///
/// Many people follow an account on several networks; the same words in the same minute look like a machine. On
/// every other account the same post went out at least `stagger` before, or not yet. The later of the two postings
/// is asked, with the setting of its account; at one instant history comes first, then the account names in order.
///
/// Example: with `stagger: 30m` a post that is on bluesky at 09:00 is admitted on mastodon from 09:30 on.
public struct Stagger: Rule {
    /// `stagger`
    public static let name: RuleName = "stagger"

    /// The least time between the same post on two accounts.
    let stagger: Minutes

    /// Asked where the policy gives `stagger:`.
    public static func checks(on account: AccountCase) -> [Stagger] {
        account.settings.stagger.map { [Stagger(stagger: $0)] } ?? []
    }

    /// Refuses what went out elsewhere too recently.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        guard let other = past.latestSighting(of: candidate.subject.identity, before: candidate.at),
            candidate.at - other.at < stagger
        else { return nil }
        return StaggerRefusal(
            account: other.account, at: candidate.at, previous: other.at, stagger: stagger)
    }

    /// The same post elsewhere, if it is there at all.
    public func aspect(of subject: Subject, within past: Past) -> Int {
        past.elsewhere[subject.identity] == nil ? 0 : 1 + subject.identity
    }

    /// Exactly the stagger is far enough.
    public static let examples: [RuleExample] = [
        .holds("with `stagger: 30m`, a post that is on bluesky at 09:00, here at 09:30") {
            $0.settings.stagger = .minutes(30)
            $0.elsewhere = [.init("curated/contrast", on: "bluesky", at: "2026-11-23T09:00")]
            $0.candidate = .init("curated", at: "2026-11-23T09:30", post: "curated/contrast")
        },
        .breaks("with `stagger: 30m`, a post that is on bluesky at 09:00, here at 09:15") {
            $0.settings.stagger = .minutes(30)
            $0.elsewhere = [.init("curated/contrast", on: "bluesky", at: "2026-11-23T09:00")]
            $0.candidate = .init("curated", at: "2026-11-23T09:15", post: "curated/contrast")
        },
    ]
}

/// The same post went out on another account too recently.
public struct StaggerRefusal: Refusal, Hashable {
    /// The other account.
    public let account: AccountID
    /// When the post would go out here.
    public let at: Instant
    /// When it went out there.
    public let previous: Instant
    /// The least time between.
    public let stagger: Minutes

    /// `stagger`
    public var rule: RuleName { Stagger.name }

    /// `the same post is on bluesky at 09:00, less than 30m before`
    public func sentence(in zone: Zone) -> String {
        "the same post is on \(account) at \(previous.clock(in: zone, seenFrom: at)), less than \(stagger) before"
    }
}
