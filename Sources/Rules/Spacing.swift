import Policies
import Posts
import Timeline

/// Two posts of an account keep a distance.
///
/// An account that posts in bursts pushes everybody else out of a timeline. The account's previous post, whatever
/// it was, must be at least `pace.spacing` ago; exactly as long ago is far enough.
///
/// Example: with `pace: { spacing: 2h }` and a post at 09:00, 10:45 is refused and 11:00 is admitted.
public struct Spacing: Rule {
    /// `spacing`
    public static let name: RuleName = "spacing"

    /// The least time between two posts.
    let spacing: Minutes

    /// Asked where the policy gives `pace.spacing`.
    public static func checks(on account: AccountCase) -> [Spacing] {
        account.settings.pace?.spacing.map { [Spacing(spacing: $0)] } ?? []
    }

    /// Refuses what follows the previous post too soon.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        guard let previous = past.postings.last, candidate.at - previous.at < spacing else { return nil }
        return SpacingRefusal(at: candidate.at, previous: previous.at, spacing: spacing)
    }

    /// All are alike.
    public func aspect(of subject: Subject, within past: Past) -> Int { 0 }

    /// Exactly the spacing is far enough.
    public static let examples: [RuleExample] = [
        .holds("with a spacing of 2h and a post at 09:00, another at 11:00") {
            $0.settings.pace = PaceSettings(spacing: .hours(2))
            $0.past = [.init("curated", at: "2026-11-23T09:00")]
            $0.candidate = .init("curated", at: "2026-11-23T11:00")
        },
        .breaks("with a spacing of 2h and a post at 09:00, another at 10:45") {
            $0.settings.pace = PaceSettings(spacing: .hours(2))
            $0.past = [.init("curated", at: "2026-11-23T09:00")]
            $0.candidate = .init("curated", at: "2026-11-23T10:45")
        },
    ]
}

/// The previous post is too recent.
public struct SpacingRefusal: Refusal, Hashable {
    /// When the post would go out.
    public let at: Instant
    /// When the previous post went out.
    public let previous: Instant
    /// The least time between two posts.
    public let spacing: Minutes

    /// `spacing`
    public var rule: RuleName { Spacing.name }

    /// `the previous post is at 09:00, less than 2h before`
    public func sentence(in zone: Zone) -> String {
        "the previous post is at \(previous.clock(in: zone, seenFrom: at)), less than \(spacing) before"
    }
}
