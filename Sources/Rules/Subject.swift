import Policies
import Posts
import Timeline

/// A post as the rules of one account see it, or a line of its history: the effective kind, and every time and
/// reference resolved.
///
/// A class with constant properties, because timelines hold thousands of references to few subjects.
public final class Subject: Sendable {
    /// Its place in `AccountCase.subjects`; rules keep tables by it.
    public let index: Int
    /// The post of the queue, nil for a line of history that is none.
    public let post: PostID?
    /// Equal for the same post (`Post.identity`) and for every line of history that names it, or names the same id that
    /// is no queue post; unique for a line that names none.
    public let identity: Int
    /// The kind that counts.
    public let kind: Kind
    /// What it is about.
    public let topics: [String]
    /// Whose work it points to.
    public let source: String?
    /// The page it points to, as written.
    public let link: String?
    /// The campaign it belongs to.
    public let campaign: CampaignName?
    /// What posting it costs, in millionths of the network's currency.
    public let price: Int
    /// It goes out at this instant or later.
    public let notBefore: Instant?
    /// It goes out before this instant.
    public let notAfter: Instant?
    /// The only instant at which it may go out.
    public let pin: Instant?
    /// How often it may be repeated.
    public let evergreen: Evergreen?
    /// Posts that must have gone out before, those that do not go to this account left out.
    public let after: [Predecessor]
    /// How long before, at least.
    public let lag: Minutes
    /// 1 (least) to 5.
    public let priority: Int
    /// After this length of time its reach is half; nil if it does not age.
    public let halfLife: Minutes?
    /// From when on it ages: its `not_before`, else its `created`; nil if it has neither.
    public let freshFrom: Instant?

    /// A post named by `after:`.
    public struct Predecessor: Sendable, Hashable {
        /// Its name.
        public let post: PostID
        /// Its identity.
        public let identity: Int

        /// A predecessor.
        public init(post: PostID, identity: Int) {
            self.post = post
            self.identity = identity
        }
    }

    /// A subject; `Docket` makes them, tests may too.
    public init(
        index: Int, post: PostID? = nil, identity: Int, kind: Kind, topics: [String] = [],
        source: String? = nil,
        link: String? = nil, campaign: CampaignName? = nil, price: Int = 0, notBefore: Instant? = nil,
        notAfter: Instant? = nil, pin: Instant? = nil, evergreen: Evergreen? = nil, after: [Predecessor] = [],
        lag: Minutes = .minutes(0), priority: Int = 3, halfLife: Minutes? = nil, freshFrom: Instant? = nil
    ) {
        self.index = index
        self.post = post
        self.identity = identity
        self.kind = kind
        self.topics = topics
        self.source = source
        self.link = link
        self.campaign = campaign
        self.price = price
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.pin = pin
        self.evergreen = evergreen
        self.after = after
        self.lag = lag
        self.priority = priority
        self.halfLife = halfLife
        self.freshFrom = freshFrom
    }

    /// Whether it is of the class.
    public func isOf(_ selector: Selector) -> Bool {
        selector.matches(kind: kind, campaign: campaign, topics: topics)
    }
}
