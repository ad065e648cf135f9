import Policies
import Posts
import Timeline

/// A post goes out once on an account; an evergreen one a few times, with time between.
///
/// Repeating oneself is the cheapest way to fill a timeline and the surest to lose its readers. What counts as
/// the same post is its link and body as written, so a second file with the same words does not get round it.
///
/// Example: with `evergreen: { every: 30d, times: 4 }` a post that went out on the 1st at 09:00 is admitted again
/// on the 31st at 09:00, and never a fifth time.
public struct Once: Rule {
    /// `once`
    public static let name: RuleName = "once"

    /// Always asked.
    public static func checks(on account: AccountCase) -> [Once] { [Once()] }

    /// Refuses a repetition that the post does not allow.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        guard let latest = past.latest(of: candidate.subject.identity) else { return nil }
        guard let evergreen = candidate.subject.evergreen else {
            return OnceRefusal(at: candidate.at, previous: latest.at)
        }
        if let times = evergreen.times, latest.occurrence >= times {
            return OnceTimesRefusal(count: latest.occurrence, times: times)
        }
        guard candidate.at - latest.at < evergreen.every else { return nil }
        return OnceEveryRefusal(at: candidate.at, previous: latest.at, every: evergreen.every)
    }

    /// Posts that have not gone out are alike.
    public func aspect(of subject: Subject, within past: Past) -> Int {
        past.latest(of: subject.identity) == nil ? 0 : 1 + subject.index
    }

    /// A repeat, and repeats of an evergreen post.
    public static let examples: [RuleExample] = [
        .holds("a post that never went out on the account") {
            $0.past = [.init("curated", at: "2026-11-23T09:00", post: "curated/contrast")]
            $0.candidate = .init("curated", at: "2026-11-23T12:00", post: "curated/headings")
        },
        .breaks("a post that went out on the account before") {
            $0.past = [.init("curated", at: "2026-10-01T09:00", post: "curated/contrast")]
            $0.candidate = .init("curated", at: "2026-11-23T12:00", post: "curated/contrast")
        },
        .holds("an evergreen post with `every: 30d`, exactly 30d after it went out") {
            $0.past = [.init("curated", at: "2026-11-01T09:00", post: "curated/contrast")]
            $0.candidate = .init(
                "curated", at: "2026-12-01T09:00", post: "curated/contrast",
                evergreen: Evergreen(every: .days(30), times: 4))
        },
        .breaks("an evergreen post with `times: 1` that went out once") {
            $0.past = [.init("curated", at: "2026-01-01T09:00", post: "curated/contrast")]
            $0.candidate = .init(
                "curated", at: "2026-12-01T09:00", post: "curated/contrast",
                evergreen: Evergreen(every: .days(30), times: 1))
        },
    ]
}

/// The post has gone out already.
public struct OnceRefusal: Refusal, Hashable {
    /// When it would go out.
    public let at: Instant
    /// When it went out last.
    public let previous: Instant

    /// `once`
    public var rule: RuleName { Once.name }

    /// `the same post is at 2026-10-01 09:00 already`
    public func sentence(in zone: Zone) -> String {
        "the same post is at \(previous.clock(in: zone, seenFrom: at)) already"
    }
}

/// An evergreen post has gone out as often as it may.
public struct OnceTimesRefusal: Refusal, Hashable {
    /// How often it has gone out.
    public let count: Int
    /// How often it may.
    public let times: Int

    /// `once`
    public var rule: RuleName { Once.name }

    /// `posted 4 of 4 times already`
    public func sentence(in zone: Zone) -> String { "posted \(count) of \(times) times already" }
}

/// An evergreen post has gone out too recently.
public struct OnceEveryRefusal: Refusal, Hashable {
    /// When it would go out.
    public let at: Instant
    /// When it went out last.
    public let previous: Instant
    /// The least time between two repeats.
    public let every: Minutes

    /// `once`
    public var rule: RuleName { Once.name }

    /// `the same post is at 2026-11-01 09:00, less than 30d before`
    public func sentence(in zone: Zone) -> String {
        "the same post is at \(previous.clock(in: zone, seenFrom: at)), less than \(every) before"
    }
}
