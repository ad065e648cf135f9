import Policies
import Posts
import Rules
import Timeline

/// What a plan means for one account.
public struct AccountForecast: Hashable, Sendable {
    /// A class against one of the limits of `mix:`, in the window that ends with the last placement of the class, where
    /// the limit was asked last; of a `should` that is broken, with the last placement that breaks it; and with the
    /// account's last posting where the plan has none of the class.
    ///
    /// Only posts of the class are asked, so a class may be above its limit at any other time without breaking it.
    public struct Share: Hashable, Sendable {
        /// The entry.
        public var limit: MixLimit
        /// Posts of the class in the window.
        public var members: Int
        /// All posts in the window.
        public var total: Int
        /// Where the window ends; nil when nothing was posted and nothing is planned.
        public var at: Instant?
        /// Whether the entry is a `should` and a placement breaks it.
        public var isBroken: Bool

        /// A class against its limit.
        public init(limit: MixLimit, members: Int, total: Int, at: Instant?, isBroken: Bool = false) {
            self.limit = limit
            self.members = members
            self.total = total
            self.at = at
            self.isBroken = isBroken
        }
    }

    /// One local day that has a slot in the horizon or posts of the plan.
    public struct Day: Hashable, Sendable {
        /// Which day.
        public var date: LocalDate
        /// What had gone out up to now.
        public var published: Int
        /// What the plan adds.
        public var planned: Int
        /// What is missing to `pace.min`.
        public var missing: Int

        /// The posts of a day.
        public init(date: LocalDate, published: Int, planned: Int, missing: Int) {
            self.date = date
            self.published = published
            self.planned = planned
            self.missing = missing
        }
    }

    /// Which account.
    public var account: AccountID
    /// Its wall clock.
    public var zone: Zone
    /// Its pace, for scales and limits.
    public var pace: PaceSettings?
    /// The most that gives fill goodwill to.
    public var goodwillCap: Int?
    /// The goodwill balance now and after each placement; empty where the policy has no goodwill.
    public var goodwill: [GoodwillPoint]
    /// How long the stock lasts.
    public var runway: Runway
    /// Every class against every limit of `mix:`.
    public var shares: [Share]
    /// The days of the horizon.
    public var days: [Day]
    /// Whether nothing is admitted at all.
    public var isHeld: Bool
    /// How many slots it has in the horizon.
    public var slots: Int

    /// A forecast; see the properties.
    public init(
        account: AccountID, zone: Zone, pace: PaceSettings? = nil, goodwillCap: Int? = nil,
        goodwill: [GoodwillPoint] = [], runway: Runway = Runway(), shares: [Share] = [], days: [Day] = [],
        isHeld: Bool = false, slots: Int = 0
    ) {
        self.account = account
        self.zone = zone
        self.pace = pace
        self.goodwillCap = goodwillCap
        self.goodwill = goodwill
        self.runway = runway
        self.shares = shares
        self.days = days
        self.isHeld = isHeld
        self.slots = slots
    }
}
