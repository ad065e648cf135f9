import Diagnostics
import Policies
import Posts
import Rules
import Timeline

/// A plan and all that people are told about it; nothing that shows it has to compute anything further.
public struct Plan: Hashable, Sendable {
    /// How much is known about its quality.
    public enum Status: String, Hashable, Sendable {
        /// No valid plan is better: both bounds are met.
        case optimal
        /// It is valid.
        case feasible
    }

    /// What ended the search before it had done the work of its effort: then another run may give another plan.
    public enum Ended: String, Hashable, Sendable {
        /// The time that was allowed had passed.
        case timeLimit = "time_limit"
        /// A person did not want to wait any longer.
        case interrupted
    }

    /// The minute it starts from.
    public var now: Instant
    /// The first instant that is not planned any more.
    public var end: Instant
    /// Whether it is known to be the best one.
    public var status: Status
    /// Missing posts and silent hours, over all accounts.
    public var floorShortfall: Int
    /// No valid plan has a smaller shortfall than this.
    public var floorBound: Int
    /// What it is worth besides, in the unit of reach.
    public var score: Int
    /// No valid plan with the same shortfall has a higher score than this.
    public var bound: Int
    /// What goes out, in replay order.
    public var placements: [PlannedPost]
    /// What does not, in order of post and account.
    public var unplaced: [UnplacedPost]
    /// Where the floors fall short, by account and then in time order.
    public var shortfalls: [Shortfall]
    /// One forecast per account, in order of their names.
    public var accounts: [AccountForecast]
    /// Posts whose label does not hold, in order of their ids.
    public var mislabelled: [Mislabelled]
    /// Pinned posts that cannot go out at their instant, or whose instant went by without their going out.
    public var pinConflicts: [PinConflict]
    /// What ended the search early; nil if nothing did.
    public var ended: Ended?
    /// Per account, the prices that the search ended with: the next one may begin with them.
    public var prices: [AccountID: StoredPrices]

    /// A plan; see the properties.
    public init(
        now: Instant, end: Instant, status: Status = .feasible, floorShortfall: Int = 0, floorBound: Int = 0,
        score: Int = 0, bound: Int = 0, placements: [PlannedPost] = [], unplaced: [UnplacedPost] = [],
        shortfalls: [Shortfall] = [], accounts: [AccountForecast] = [], mislabelled: [Mislabelled] = [],
        pinConflicts: [PinConflict] = [], ended: Ended? = nil, prices: [AccountID: StoredPrices] = [:]
    ) {
        self.now = now
        self.end = end
        self.status = status
        self.floorShortfall = floorShortfall
        self.floorBound = floorBound
        self.score = score
        self.bound = bound
        self.placements = placements
        self.unplaced = unplaced
        self.shortfalls = shortfalls
        self.accounts = accounts
        self.mislabelled = mislabelled
        self.pinConflicts = pinConflicts
        self.ended = ended
        self.prices = prices
    }

    /// How far `score` may be from the best, in ten-thousandths of the score: (bound - score) / max(1, |score|).
    public var gapTenThousandths: Int {
        let size = max(1, abs(score))
        return (2 * 10_000 * (bound - score) + size) / (2 * size)
    }

    /// Post, account and instant of every placement, as a plan is stored.
    public var bare: [Placement] {
        placements.map { Placement(post: $0.post, account: $0.account, at: $0.at) }
    }
}

/// A post that goes out.
public struct PlannedPost: Hashable, Sendable {
    /// A `should` entry that it breaks.
    public struct Broken: Hashable, Sendable {
        /// Which rule.
        public var rule: RuleName
        /// What that costs, in the unit of reach.
        public var weight: Int
        /// Why the rule refuses it.
        public var sentence: String

        /// A broken entry.
        public init(rule: RuleName, weight: Int, sentence: String) {
            self.rule = rule
            self.weight = weight
            self.sentence = sentence
        }
    }

    /// Which post.
    public var post: PostID
    /// Where.
    public var account: AccountID
    /// When.
    public var at: Instant
    /// What the account's wall clock shows then.
    public var local: LocalDateTime
    /// The kind that counts.
    public var kind: KindName
    /// The side that counts.
    public var side: Side
    /// What it is worth.
    public var reach: Int
    /// Whether it stays exactly where the stored plan had it.
    public var isKept: Bool
    /// Whether it was too close ahead to be moved.
    public var isFrozen: Bool
    /// Whether its author named the instant.
    public var isPinned: Bool
    /// The `should` entries it breaks.
    public var broken: [Broken]

    /// A post that goes out.
    public init(
        post: PostID, account: AccountID, at: Instant, local: LocalDateTime, kind: KindName, side: Side,
        reach: Int, isKept: Bool = false, isFrozen: Bool = false, isPinned: Bool = false,
        broken: [Broken] = []
    ) {
        self.post = post
        self.account = account
        self.at = at
        self.local = local
        self.kind = kind
        self.side = side
        self.reach = reach
        self.isKept = isKept
        self.isFrozen = isFrozen
        self.isPinned = isPinned
        self.broken = broken
    }
}

/// A post that does not go out on an account it may go to.
public struct UnplacedPost: Hashable, Sendable {
    /// How often one rule refuses it.
    public struct Refused: Hashable, Sendable {
        /// Which rule.
        public var rule: RuleName
        /// At how many of the account's slots.
        public var slots: Int
        /// Why, at the first of them.
        public var message: String

        /// Refusals of one rule.
        public init(rule: RuleName, slots: Int, message: String) {
            self.rule = rule
            self.slots = slots
            self.message = message
        }
    }
    /// Why it stays out, in a word.
    public enum Reason: Hashable, Sendable {
        /// Rules refuse it at every slot; the one that refuses most often.
        case refused(RuleName)
        /// Rules would admit it somewhere, but other posts were worth more.
        case outranked
        /// The account has no slot at all.
        case noSlots
    }

    /// Which post.
    public var post: PostID
    /// Where it might have gone.
    public var account: AccountID
    /// The kind that counts.
    public var kind: KindName
    /// Per rule that refuses it somewhere, most often first.
    public var refusals: [Refused]
    /// Slots at which no `must` rule refuses it.
    public var outrankedSlots: Int
    /// The slots that were asked about.
    public var slots: Int

    /// A post that stays out.
    public init(
        post: PostID, account: AccountID, kind: KindName, refusals: [Refused], outrankedSlots: Int, slots: Int
    ) {
        self.post = post
        self.account = account
        self.kind = kind
        self.refusals = refusals
        self.outrankedSlots = outrankedSlots
        self.slots = slots
    }

    /// The reason in a word.
    public var mainReason: Reason {
        if refusals.first?.rule == SlotRefusal.barredName { return .refused(SlotRefusal.barredName) }
        if slots == 0 { return .noSlots }
        if outrankedSlots > 0 { return .outranked }
        return refusals.first.map { .refused($0.rule) } ?? .outranked
    }
}

/// A post that is counted as another kind than its label says.
public struct Mislabelled: Hashable, Sendable {
    /// Which post.
    public var post: PostID
    /// What its author wrote.
    public var label: KindName
    /// What counts.
    public var counted: KindName
    /// Why.
    public var finding: LabelAudit.Finding

    /// A post that is counted otherwise.
    public init(post: PostID, label: KindName, counted: KindName, finding: LabelAudit.Finding) {
        self.post = post
        self.label = label
        self.counted = counted
        self.finding = finding
    }
}

/// A pinned post that is not admitted at its instant.
public struct PinConflict: Hashable, Sendable {
    /// Which post.
    public var post: PostID
    /// Where.
    public var account: AccountID
    /// The instant its author named.
    public var at: Instant
    /// The `must` rules that refuse it there; `slot` where something else stands at the instant.
    public var refusals: [Refused]

    /// A rule and its sentence.
    public struct Refused: Hashable, Sendable {
        /// Which rule.
        public var rule: RuleName
        /// Why.
        public var sentence: String

        /// A refusal.
        public init(rule: RuleName, sentence: String) {
            self.rule = rule
            self.sentence = sentence
        }
    }

    /// A pinned post that is refused.
    public init(post: PostID, account: AccountID, at: Instant, refusals: [Refused]) {
        self.post = post
        self.account = account
        self.at = at
        self.refusals = refusals
    }
}
