import Policies
import Posts
import Timeline

/// A post goes out after those it builds on.
///
/// The second part of a series makes no sense before the first, and a reminder none before what it reminds of.
/// Every post named in `after:` has been posted on the account at least `lag` before; of an evergreen predecessor
/// any one posting that long ago will do. A predecessor that does not go to the account does not bind there.
///
/// Example: with `after: [series/part-1]` and `lag: 2d` part 2 is admitted exactly two days after part 1.
public struct Order: Rule {
    /// `order`
    public static let name: RuleName = "order"

    /// Asked where a post of the account has predecessors.
    public static func checks(on account: AccountCase) -> [Order] {
        account.subjects.contains { !$0.after.isEmpty } ? [Order()] : []
    }

    /// Refuses a post whose predecessor is missing or too recent.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        for predecessor in candidate.subject.after {
            guard let first = past.earliest(of: predecessor.identity) else {
                return OrderMissingRefusal(predecessor: predecessor.post)
            }
            if candidate.at - first.at < candidate.subject.lag {
                return OrderLagRefusal(
                    predecessor: predecessor.post, at: candidate.at, previous: first.at,
                    lag: candidate.subject.lag)
            }
        }
        return nil
    }

    /// Posts without predecessors are alike.
    public func aspect(of subject: Subject, within past: Past) -> Int {
        subject.after.isEmpty ? 0 : 1 + subject.index
    }

    /// A predecessor that went out, and one that did not.
    public static let examples: [RuleExample] = [
        .holds("with `after: [series/part-1]` and `lag: 2d`, exactly two days after part 1") {
            $0.past = [.init("own", at: "2026-11-23T09:00", post: "series/part-1")]
            $0.candidate = .init("own", at: "2026-11-25T09:00", after: ["series/part-1"], lag: .days(2))
        },
        .breaks("with `after: [series/part-1]` and `lag: 2d`, a minute less after part 1") {
            $0.past = [.init("own", at: "2026-11-23T09:00", post: "series/part-1")]
            $0.candidate = .init("own", at: "2026-11-25T08:59", after: ["series/part-1"], lag: .days(2))
        },
        .breaks("with `after: [series/part-1]`, while part 1 has not gone out") {
            $0.candidate = .init("own", at: "2026-11-25T09:00", after: ["series/part-1"])
        },
    ]
}

/// A predecessor has not gone out on the account.
public struct OrderMissingRefusal: Refusal, Hashable {
    /// The predecessor.
    public let predecessor: PostID

    /// `order`
    public var rule: RuleName { Order.name }

    /// `series/part-1 has not gone out before`
    public func sentence(in zone: Zone) -> String { "\(predecessor) has not gone out before" }
}

/// A predecessor went out too recently.
public struct OrderLagRefusal: Refusal, Hashable {
    /// The predecessor.
    public let predecessor: PostID
    /// When the post would go out.
    public let at: Instant
    /// When the predecessor went out first.
    public let previous: Instant
    /// The least time between.
    public let lag: Minutes

    /// `order`
    public var rule: RuleName { Order.name }

    /// `series/part-1 is at 09:00, less than 2d before`
    public func sentence(in zone: Zone) -> String {
        "\(predecessor) is at \(previous.clock(in: zone, seenFrom: at)), less than \(lag) before"
    }
}
