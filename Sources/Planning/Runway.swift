import Policies
import Posts
import Timeline

/// How long the stock of an account lasts at the policy's pace.
///
/// The *stock* of a class is how many more times its posts may go out on the account from `now` on: once for each
/// post that has not gone out there and has not expired, as often as its `times` leave for an evergreen post
/// (one without an end lasts for ever). The *pace* is `pace.target` posts a day, or `pace.min` without a target. The
/// *share* of a class is its part of what went out in the 28 days before `now` and of what the plan holds. A class
/// thus uses `pace x share` posts a day, and its stock runs out on the local day `today + floor(stock / use)`.
///
/// A class without a share, or an account without a pace, does not run out: its day is nil.
public struct Runway: Hashable, Sendable {
    /// The stock of one kind.
    public struct Stock: Hashable, Sendable {
        /// Which kind; it is the one that counts, not the label.
        public var kind: KindName
        /// How many more posts; nil for no end.
        public var count: Int?
        /// The first local day without one; nil when it does not run out.
        public var until: LocalDate?

        /// A stock.
        public init(kind: KindName, count: Int?, until: LocalDate?) {
            self.kind = kind
            self.count = count
            self.until = until
        }
    }

    /// What is missing to keep the pace and the mix up to the end of the horizon.
    public struct Need: Hashable, Sendable {
        /// A kind.
        public var kind: KindName
        /// How many more posts of it.
        public var count: Int
        /// The local day by which the first of them is needed.
        public var by: LocalDate

        /// A need.
        public init(kind: KindName, count: Int, by: LocalDate) {
            self.kind = kind
            self.count = count
            self.by = by
        }
    }

    /// How many more posts that give; nil for no end.
    public var giveStock: Int?
    /// The first local day without a post that gives; nil when they do not run out.
    public var giveUntil: LocalDate?
    /// Per kind with a share or a stock, in order of their names.
    public var kinds: [Stock]
    /// What is needed, the earliest first.
    public var needed: [Need]

    /// A runway; see the properties.
    public init(
        giveStock: Int? = 0, giveUntil: LocalDate? = nil, kinds: [Stock] = [], needed: [Need] = []
    ) {
        self.giveStock = giveStock
        self.giveUntil = giveUntil
        self.kinds = kinds
        self.needed = needed
    }
}
