/// A planning problem in whole numbers: lanes of slots in time order, and items with a worth per slot.
///
/// A lane is one account. What may follow what is not in here: an `Admission` answers that.
public struct SolverModel: Sendable {
    /// The lanes.
    public var lanes: [Lane]

    /// A model of these lanes.
    public init(lanes: [Lane]) { self.lanes = lanes }
}

/// An item in a slot.
public struct Assignment: Hashable, Sendable {
    /// Index of the item in its lane.
    public var item: Int
    /// Index of the slot in its lane.
    public var slot: Int

    /// `item` in `slot`.
    public init(item: Int, slot: Int) {
        self.item = item
        self.slot = slot
    }
}

/// One sequence over time: at each slot nothing or one item.
public struct Lane: Sendable {
    /// Something that may be placed.
    public struct Item: Hashable, Sendable {
        /// Equal for items that are the same thing, on all lanes.
        public var group: Int
        /// It is placed only after fewer than so many things of its group on this lane.
        public var uses: Int
        /// Whether it comes before everything else: its only slot, if it has one that it must have.
        public var pin: Int?
        /// How long after the latest thing of its group it may be placed, at the earliest.
        public var every: Int

        /// An item.
        public init(group: Int, uses: Int = 1, pin: Int? = nil, every: Int = 0) {
            self.group = group
            self.uses = uses
            self.pin = pin
            self.every = every
        }
    }

    /// The longest time without a placement.
    public struct Silence: Hashable, Sendable {
        /// Minutes that cost nothing.
        public var limit: Int
        /// The end at the beginning, in the unit of `times`.
        public var start: Int
        /// The end at the end.
        public var end: Int

        /// A limit between two ends.
        public init(limit: Int, start: Int, end: Int) {
            self.limit = limit
            self.start = start
            self.end = end
        }

        /// Started hours beyond the limit.
        func hours(from a: Int, to b: Int) -> Int {
            let beyond = b - a - limit
            return beyond <= 0 ? 0 : (beyond + 59) / 60
        }
    }

    /// How many constraints of a lane may have a weight; the search keeps a bit for each.
    public static let mostBreakable = 64
    /// The largest worth, either way.
    public static let mostWorth = 100_000_000
    /// The worth of an item in a slot that it may not have.
    public static let never = Int32.min

    /// Per slot, its time in minutes, ascending.
    public var times: [Int]
    /// Per slot, the index of its day.
    public var days: [Int]
    /// The items.
    public var items: [Item]
    /// The worth of item i in slot s at `i * times.count + s`, `never` where it may not go.
    public var worth: [Int32]
    /// Per day, what had gone out before.
    public var published: [Int]
    /// Per day, how many placements are wanted; those that lack are the shortfall.
    public var wanted: [Int]
    /// The most things per day, published ones included.
    public var maxPerDay: Int?
    /// The things per day beyond which each placement costs `aboveTarget`, published ones included.
    public var target: Int?
    /// What a placement beyond the target costs.
    public var aboveTarget: Int
    /// The least time between two placements, at least 1.
    public var spacing: Int
    /// What a time without placements costs.
    public var silence: Silence?
    /// A placement on another lane may forbid one of the same group here that follows within less than this time.
    public var coupling: Int
    /// What stays where it is, in order of slots; must be admitted in this order.
    public var fixed: [Assignment]
    /// Where an earlier solution had things, in order of slots; a search begins with what of it is still admitted.
    public var start: [Assignment]
    /// Per item, its price in an earlier solution (`Solution.prices`), -1 where none is known; empty if there was none.
    public var startPrices: [Int]
    /// What else an earlier solution had as prices (`Solution.rows`); empty if there was none. Only a bound reads it.
    public var startRows: [[Int]]
    /// What may follow what.
    public var constraints: [Constraint]
    /// Whether the admission must be asked besides, because there are rules that are not among the constraints.
    public var asks: Bool

    /// A lane; see the properties.
    public init(
        times: [Int], days: [Int], items: [Item], worth: [Int32], published: [Int], wanted: [Int],
        maxPerDay: Int? = nil, target: Int? = nil, aboveTarget: Int = 0, spacing: Int = 1,
        silence: Silence? = nil, coupling: Int = 0, fixed: [Assignment] = [],
        start: [Assignment] = [], startPrices: [Int] = [], startRows: [[Int]] = [],
        constraints: [Constraint] = [], asks: Bool = true
    ) {
        precondition(days.count == times.count && worth.count == items.count * times.count)
        precondition(wanted.count == published.count)
        self.times = times
        self.days = days
        self.items = items
        self.worth = worth
        self.published = published
        self.wanted = wanted
        self.maxPerDay = maxPerDay
        self.target = target
        self.aboveTarget = aboveTarget
        self.spacing = max(1, spacing)
        self.silence = silence
        self.coupling = coupling
        self.fixed = fixed
        self.start = start
        self.startPrices = startPrices
        self.startRows = startRows
        self.constraints = constraints
        self.asks = asks
    }

    /// The worth of an item in a slot.
    public func worth(_ item: Int, _ slot: Int) -> Int32 { worth[item &* times.count &+ slot] }

    /// Whether an item may go to a slot, as far as that depends on nothing else.
    public func allows(_ item: Int, _ slot: Int) -> Bool { worth(item, slot) != Lane.never }

    /// What so many placements on a day cost.
    func cost(ofDay day: Int, count: Int) -> Int {
        guard let target else { return 0 }
        return aboveTarget * max(0, count + published[day] - max(target, published[day]))
    }
}
