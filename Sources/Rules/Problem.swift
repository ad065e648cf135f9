import Policies
import Posts
import Timeline

/// A post on an account at an instant.
public struct Placement: Hashable, Sendable {
    /// Which post.
    public var post: PostID
    /// Where.
    public var account: AccountID
    /// When.
    public var at: Instant

    /// `post` on `account` at `at`.
    public init(post: PostID, account: AccountID, at: Instant) {
        self.post = post
        self.account = account
        self.at = at
    }
}

/// Everything that decides what a valid plan is and how good it is; no clock, no files, no network.
public struct Problem: Sendable {
    /// What is about to happen to a post that is admitted; only the gate reads this.
    public enum Purpose: Sendable {
        /// It is given a time ahead.
        case planning
        /// It goes out now.
        case sending
    }

    /// All posts of the queue that could be read, drafts included, in order of their ids.
    public var posts: [Post]
    /// The policy.
    public var policy: Policy
    /// What went out, in any order; lines after `now` are ignored.
    public var history: [HistoryLine]
    /// The minute planning starts from.
    public var now: Instant
    /// The plan that was stored before, for what stays where it is.
    public var stored: [Placement]
    /// What the search for the stored plan found the posts to be worth beyond what replaces them; where posts or accounts
    /// are missing, nothing is known. Only a hint of where to begin.
    public var storedPrices: [AccountID: StoredPrices]
    /// Accounts on which nothing is admitted.
    public var held: Set<AccountID>
    /// Since when the one who has waited longest for an answer has waited, per account.
    public var waiting: [AccountID: Instant]
    /// Posts that are kept from single accounts, whatever the rules say, with the reason in one sentence, in lower case
    /// without a full stop: a network rejected them there, a person dropped or held them, or they wait for such a post or for
    /// one of which nobody knows whether it is out.
    public var barred: [AccountID: [PostID: String]]
    /// Accounts on which nothing is to be placed before an instant: the network asks for it, or a half thread goes first.
    /// Pinned posts keep their instant; whoever sends them finds out whether they may go.
    public var earliest: [AccountID: Instant]
    /// Posts that are not to be placed on an account before an instant, because that is when they may be tried again, or
    /// are to be repeated after a time that a person dropped.
    public var earliestOfPosts: [AccountID: [PostID: Instant]]
    /// Why the rules are asked.
    public var purpose: Purpose

    /// A problem; see the properties.
    public init(
        posts: [Post], policy: Policy, history: [HistoryLine] = [], now: Instant, stored: [Placement] = [],
        storedPrices: [AccountID: StoredPrices] = [:],
        held: Set<AccountID> = [], waiting: [AccountID: Instant] = [:],
        barred: [AccountID: [PostID: String]] = [:], earliest: [AccountID: Instant] = [:],
        earliestOfPosts: [AccountID: [PostID: Instant]] = [:], purpose: Purpose = .planning
    ) {
        self.posts = posts.sorted { $0.id < $1.id }
        self.policy = policy
        self.history = history
        self.now = now
        self.stored = stored
        self.storedPrices = storedPrices
        self.held = held
        self.waiting = waiting
        self.barred = barred
        self.earliest = earliest
        self.earliestOfPosts = earliestOfPosts
        self.purpose = purpose
    }

    /// The first instant at which a post that is not pinned may go out on an account; nil if it does not matter.
    public func earliest(_ post: PostID, on account: AccountID) -> Instant? {
        [earliest[account], earliestOfPosts[account]?[post]].compactMap(\.self).max()
    }

    /// The first instant that is not planned any more.
    public var end: Instant { now + policy.horizon }
}

/// Where a search may begin, because an earlier one got there: prices on one account.
public struct StoredPrices: Hashable, Sendable {
    /// What posts are worth beyond what would replace them, in the unit of reach; where a post is missing, nothing is
    /// known.
    public var posts: [PostID: Int]
    /// Prices of what else limits a plan, in the search's own terms.
    public var rows: [[Int]]

    /// Prices.
    public init(posts: [PostID: Int] = [:], rows: [[Int]] = []) {
        self.posts = posts
        self.rows = rows
    }
}
