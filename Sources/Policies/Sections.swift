import Posts
import Timeline

/// Whether an entry may be broken.
public enum Level: Hashable, Sendable {
    /// Never broken by planner or publisher.
    case must
    /// May be broken; each refusal costs `weight` in the score, in the unit of reach.
    case should(weight: Int)

    /// What a broken entry costs where the policy names no weight.
    public static let defaultWeight = 300
}

/// `hours:` when posts may go out, on the account's wall clock.
public struct HoursSettings: Hashable, Sendable {
    /// When anything may go out; nil for every minute.
    public var active: WeeklyHours?
    /// Windows of single classes; every entry that names a post must hold.
    public var only: [OnlyHours]
    /// When somebody is there to answer.
    public var staffed: StaffedHours?
    /// When nothing goes out.
    public var blackout: [Blackout]

    /// Hours; leave out what is not restricted.
    public init(
        active: WeeklyHours? = nil, only: [OnlyHours] = [], staffed: StaffedHours? = nil,
        blackout: [Blackout] = []
    ) {
        self.active = active
        self.only = only
        self.staffed = staffed
        self.blackout = blackout
    }
}

/// An entry of `hours.only`: posts of the class go out only in these windows.
public struct OnlyHours: Hashable, Sendable {
    /// The class it restricts.
    public var of: Selector
    /// When it may go out.
    public var windows: WeeklyHours
    /// Whether it may be broken.
    public var level: Level

    /// A restriction of one class.
    public init(of: Selector, windows: WeeklyHours, level: Level = .must) {
        self.of = of
        self.windows = windows
        self.level = level
    }
}

/// `hours.staffed`: after a post of the class somebody is there for `length`.
public struct StaffedHours: Hashable, Sendable {
    /// The class that wants an answerer.
    public var of: Selector
    /// How long somebody must be there after it.
    public var length: Minutes
    /// When somebody is there.
    public var windows: WeeklyHours
    /// Whether it may be broken.
    public var level: Level

    /// A demand for staffed time after posts of one class.
    public init(of: Selector, length: Minutes, windows: WeeklyHours, level: Level = .must) {
        self.of = of
        self.length = length
        self.windows = windows
        self.level = level
    }
}

/// A stretch of `hours.blackout`; a date includes its whole day at both ends, a time at its end is exclusive.
public struct Blackout: Hashable, Sendable {
    /// Where it begins.
    public var from: Stamp
    /// Where it ends.
    public var to: Stamp

    /// From `from` to `to`.
    public init(from: Stamp, to: Stamp) {
        self.from = from
        self.to = to
    }

    /// The stretch of time it covers in a zone.
    public func window(in zone: Zone) -> TimeWindow {
        TimeWindow(start: from.start(in: zone), end: to.end(in: zone))
    }
}

/// `pace:` how many posts, how far apart.
public struct PaceSettings: Hashable, Sendable {
    /// Posts per local day below which the day falls short; nil asks for none.
    public var min: Int?
    /// Posts per local day aimed at; more cost `above_target` each.
    public var target: Int?
    /// Posts per local day never exceeded.
    public var max: Int?
    /// The least time between two posts of the account.
    public var spacing: Minutes?
    /// The longest time without a post before hours count as silent.
    public var silence: Minutes?
    /// How much a week may exceed the mean of the four before, in thousandths (1.5 is 1500).
    public var steady: Int?

    /// A pace; leave out what is not asked.
    public init(
        min: Int? = nil, target: Int? = nil, max: Int? = nil, spacing: Minutes? = nil,
        silence: Minutes? = nil,
        steady: Int? = nil
    ) {
        self.min = min
        self.target = target
        self.max = max
        self.spacing = spacing
        self.silence = silence
        self.steady = steady
    }
}

/// `goodwill:` the account that gives fill and asks draw on.
public struct GoodwillSettings: Hashable, Sendable {
    /// The balance before the first line of history.
    public var start: Int
    /// The most that gives can fill it to; nil for no cap.
    public var cap: Int?

    /// A goodwill account.
    public init(start: Int = 0, cap: Int? = nil) {
        self.start = start
        self.cap = cap
    }
}

/// A window that looks back: over time, or over a number of posts.
public enum LookBack: Hashable, Sendable {
    /// The interval (t - length, t].
    case time(Minutes)
    /// The last posts of the account, the one asked about included.
    case posts(Int)
}

/// An entry of `mix:` an upper limit on a class in a window.
public struct MixLimit: Hashable, Sendable {
    /// How much at most.
    public enum Limit: Hashable, Sendable {
        /// Per cent of all posts in the window.
        case percent(Int)
        /// A number of posts.
        case count(Int)
    }
    /// The class limited.
    public var of: Selector
    /// How much at most.
    public var atMost: Limit
    /// The window.
    public var over: LookBack
    /// Whether it may be broken.
    public var level: Level

    /// A limit on one class.
    public init(of: Selector, atMost: Limit, over: LookBack, level: Level = .must) {
        self.of = of
        self.atMost = atMost
        self.over = over
        self.level = level
    }
}

/// An entry of `apart:` two alike posts keep a distance.
public struct ApartEntry: Hashable, Sendable {
    /// What two posts may have in common.
    public enum Attribute: String, Hashable, Sendable, CaseIterable {
        /// One topic or more.
        case topic
        /// Whose work it is.
        case source
        /// The page.
        case link
        /// The campaign.
        case campaign
        /// The effective kind.
        case kind
    }
    /// How far apart.
    public enum Distance: Hashable, Sendable {
        /// At least this long; exactly as long is far enough.
        case time(Minutes)
        /// At least this many other posts between.
        case posts(Int)
    }
    /// The class both posts must be of.
    public var of: Selector
    /// What they have in common; nil for any two of the class.
    public var same: Attribute?
    /// How far apart.
    public var by: Distance
    /// Whether it may be broken.
    public var level: Level

    /// A distance between alike posts.
    public init(of: Selector = .everything, same: Attribute?, by: Distance, level: Level = .must) {
        self.of = of
        self.same = same
        self.by = by
        self.level = level
    }
}

/// An entry of `spread:` a class does not crowd one local hour of the day.
public struct SpreadLimit: Hashable, Sendable {
    /// The class.
    public var of: Selector
    /// How many in the same hour at most.
    public var atMost: Int
    /// The window (t - over, t].
    public var over: Minutes
    /// Whether it may be broken.
    public var level: Level

    /// A limit per hour of day.
    public init(of: Selector, atMost: Int, over: Minutes, level: Level = .must) {
        self.of = of
        self.atMost = atMost
        self.over = over
        self.level = level
    }
}

/// An entry of `campaigns:`.
public struct CampaignLimits: Hashable, Sendable {
    /// Where it begins.
    public var from: Stamp?
    /// Where it ends; a date includes its whole day.
    public var to: Stamp?
    /// How many posts of it an account may have.
    public var max: Int?

    /// Bounds of a campaign; leave out what is not restricted.
    public init(from: Stamp? = nil, to: Stamp? = nil, max: Int? = nil) {
        self.from = from
        self.to = to
        self.max = max
    }
}

/// `gate:` asks wait for answers.
public struct GateSettings: Hashable, Sendable {
    /// How long somebody who wrote may wait before asks stop.
    public var replyWithin: Minutes

    /// A gate.
    public init(replyWithin: Minutes) { self.replyWithin = replyWithin }
}

/// An amount of money, such as `20 USD`.
public struct Money: Hashable, Sendable {
    /// ISO 4217 code.
    public var currency: String
    /// In millionths of the currency.
    public var millionths: Int

    /// An amount of money.
    public init(currency: String, millionths: Int) {
        self.currency = currency
        self.millionths = millionths
    }
}
