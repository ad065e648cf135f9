import Policies
import Posts
import Timeline

/// What has gone out on one account, oldest first, and where the same posts went on the others.
///
/// It grows and shrinks only at its end, so that a planner can step back and try again.
public struct Past: Sendable {
    /// One thing that went out, or is planned to before the moment asked about.
    public struct Posting: Sendable {
        /// What.
        public let subject: Subject
        /// `subject.index`, so that looking back at thousands of postings touches no reference count.
        let index: Int
        /// When.
        public let at: Instant
        /// What the wall clock showed.
        public let local: LocalDateTime
        /// Whether it is a placement of the plan rather than history.
        public let isPlanned: Bool
        /// The goodwill balance after it.
        public let balance: Int
        /// How often the same post had gone out with it: 1 for the first time.
        public let occurrence: Int
        /// Index of the first posting with the same identity; its own for the first time.
        let firstOfIdentity: Int
        /// Index of the posting before it with the same identity, or -1.
        let previousOfIdentity: Int
    }

    /// The same post on another account.
    public struct Sighting: Sendable, Hashable {
        /// Where.
        public let account: AccountID
        /// When.
        public let at: Instant
        /// Whether it is a placement of the plan rather than history.
        public let isPlanned: Bool

        /// A posting elsewhere.
        public init(account: AccountID, at: Instant, isPlanned: Bool) {
            self.account = account
            self.at = at
            self.isPlanned = isPlanned
        }
    }

    /// The postings on the account, oldest first.
    public private(set) var postings: [Posting] = []
    /// Per identity, the postings of the same post on other accounts, in any order and possibly in the future:
    /// ask `latestSighting(of:before:)`.
    public var elsewhere: [Int: [Sighting]] = [:]

    /// The account this is the past of.
    public let account: AccountID
    private let goodwill: GoodwillSettings?
    private var latestOfIdentity: [Int: Int] = [:]

    /// An account without a past.
    public init(account: AccountID, goodwill: GoodwillSettings?) {
        self.account = account
        self.goodwill = goodwill
    }

    /// The goodwill balance after everything so far; 0 where the policy has no goodwill.
    public var balance: Int { postings.last?.balance ?? goodwill?.start ?? 0 }

    /// What a balance is after something of `kind`, where the policy has goodwill.
    package func balance(_ balance: Int, after kind: Kind) -> Int {
        Goodwill.balance(balance, after: kind, cap: goodwill?.cap)
    }

    /// Adds what went out last.
    public mutating func append(_ candidate: Candidate, isPlanned: Bool) {
        let identity = candidate.subject.identity
        let previous = latest(of: identity)
        postings.append(
            Posting(
                subject: candidate.subject, index: candidate.subject.index, at: candidate.at,
                local: candidate.local, isPlanned: isPlanned,
                balance: self.balance(balance, after: candidate.subject.kind),
                occurrence: (previous?.occurrence ?? 0) + 1,
                firstOfIdentity: previous?.firstOfIdentity ?? postings.count,
                previousOfIdentity: latestOfIdentity[identity] ?? -1))
        latestOfIdentity[identity] = postings.count - 1
    }

    /// Takes back the latest postings until `count` are left.
    public mutating func truncate(to count: Int) {
        while postings.count > count, let last = postings.popLast() {
            latestOfIdentity[last.subject.identity] =
                last.previousOfIdentity < 0 ? nil : last.previousOfIdentity
        }
    }

    /// The latest posting with this identity.
    public func latest(of identity: Int) -> Posting? { latestOfIdentity[identity].map { postings[$0] } }

    /// The first posting with this identity.
    public func earliest(of identity: Int) -> Posting? {
        latestOfIdentity[identity].map { postings[postings[$0].firstOfIdentity] }
    }

    /// How many postings there are up to `instant`, itself included.
    public func count(through instant: Instant) -> Int {
        var low = 0
        var high = postings.count
        while low < high {
            let middle = (low + high) / 2
            if postings[middle].at <= instant { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Where the same post went last on another account before `at` on this one, in replay order: by instant, history
    /// before plan, then by account name.
    public func latestSighting(of identity: Int, before at: Instant) -> Sighting? {
        guard let all = elsewhere[identity] else { return nil }
        var latest: Sighting?
        for other in all where isBefore(other, at) && (latest.map { $0.at < other.at } ?? true) {
            latest = other
        }
        return latest
    }

    private func isBefore(_ other: Sighting, _ at: Instant) -> Bool {
        other.at < at || (other.at == at && (!other.isPlanned || other.account < account))
    }
}
