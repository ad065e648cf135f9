import Policies
import Posts
import Timeline

/// What a replay found out about one placement.
public struct Verdict: Sendable {
    /// An entry that may be broken, and was.
    public struct Broken: Sendable {
        /// Why it was broken.
        public let refusal: any Refusal
        /// What that costs, in the unit of reach.
        public let weight: Int
    }

    /// The placement.
    public let placement: Placement
    /// The post as the account's rules see it, with its effective kind; nil if account or post are unknown.
    public let subject: Subject?
    /// Its reach; 0 where it does not count.
    public let reach: Int
    /// Whether it stays exactly where the stored plan had it.
    public let isKept: Bool
    /// Why it may not stand there; empty if every rule admits it.
    public let refusals: [any Refusal]
    /// The entries it breaks.
    public let broken: [Broken]
    /// Whether it is part of the timeline: a known post inside the horizon.
    public let counts: Bool

    /// Whether every rule that must not be broken admits it.
    public var isAdmitted: Bool { refusals.isEmpty }
}

/// The goodwill of an account after everything at or before an instant.
public struct GoodwillPoint: Hashable, Sendable {
    /// When.
    public let at: Instant
    /// What holds then.
    public let balance: Int

    /// The balance at `at`.
    public init(at: Instant, balance: Int) {
        self.at = at
        self.balance = balance
    }
}

/// What a plan is worth: the outcome of replaying it through the rules after the real history.
public struct Judgement: Sendable {
    /// One verdict per placement, in replay order.
    public let verdicts: [Verdict]
    /// What the floors miss, account by account in the order of their names.
    public let shortfalls: [Shortfall]
    /// The score by its parts.
    public let score: Score
    /// Per account in the order of their names, its goodwill at `now` and after each placement; empty for an account
    /// whose policy has no goodwill.
    public let goodwill: [[GoodwillPoint]]

    /// Missing posts and silent hours of all accounts: less is better, and it comes before the score.
    public var floorShortfall: Int { shortfalls.reduce(0) { $0 + $1.amount } }

    /// Whether every placement is admitted by every rule that must not be broken.
    public var isValid: Bool { verdicts.allSatisfy(\.isAdmitted) }
}
