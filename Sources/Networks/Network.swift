import HTTP
import Posts

/// A network as a pure description: which requests publish a message, what a response means, how to find out
/// whether something was published. It performs nothing and keeps nothing; the publisher does both.
///
/// **Contract.** `next` is asked again and again with what is known so far and says what to do next. Everything it
/// learns comes back through `meaning` as values to keep, so an errand that was interrupted anywhere goes on from
/// what was kept. A step with the effect `.publishes` is performed at most once per name unless `settling` allows a
/// repetition; a step with the effect `.prepares` may be repeated without anybody noticing.
public protocol Network: Sendable {
    /// Its name, the keys its accounts take, and its price.
    static var profile: NetworkProfile { get }

    /// A network bound to one account.
    ///
    /// - Throws: `AccountFault` when a key has a value that cannot be used.
    init(_ account: NetworkAccount) throws(AccountFault)

    /// How an unknown outcome is settled, as far as is known about the server.
    func settling(_ memory: Memory) -> Settling

    /// What this network would refuse about a message, counted its way; limits learned from the server are in
    /// `memory`, documented ones are used until then.
    func complaints(about message: Message, memory: Memory) -> [Complaint]

    /// What to do next to get the errand done.
    func next(_ errand: Errand, memory: Memory, clock: EpochSeconds) -> Next

    /// What to do next to find out whether the publishing step called `step` took effect.
    func find(_ step: String, of errand: Errand, memory: Memory, clock: EpochSeconds) -> Next

    /// What to do next to learn about the account: credentials, limits; `.done` when all is known.
    func probe(memory: Memory, clock: EpochSeconds) -> Next

    /// What to do next to learn since when somebody waits for an answer; nil where the network cannot tell.
    func inbox(memory: Memory, clock: EpochSeconds) -> Next?

    /// What the response to a step means.
    func meaning(
        of response: Response, to step: Step, of errand: Errand?, memory: Memory, clock: EpochSeconds
    ) -> Meaning
}

/// Seconds since the Unix epoch.
public typealias EpochSeconds = Int

/// An account with its secrets at hand.
public struct NetworkAccount: Sendable {
    /// Its name in the policy.
    public var id: AccountID
    /// Plain keys, as written.
    public var options: [String: String]
    /// Secrets by key.
    public var secrets: [String: Secret]
    /// What requests call themselves, such as `hearth/1.0 (+https://…)`.
    public var userAgent: String

    /// An account.
    public init(id: AccountID, options: [String: String], secrets: [String: Secret], userAgent: String) {
        self.id = id
        self.options = options
        self.secrets = secrets
        self.userAgent = userAgent
    }
}

/// A key of an account that cannot be used.
public struct AccountFault: Error, Hashable, Sendable {
    /// The key.
    public var key: String
    /// What is wrong with it, without its value if that is secret.
    public var reason: String

    /// A fault of one key.
    public init(key: String, reason: String) {
        self.key = key
        self.reason = reason
    }
}

/// What is known about an account from earlier answers.
public struct Memory: Sendable, Hashable {
    /// Plain facts, kept in the ledger: limits, our own id, the software of the server.
    public var facts: [String: String]
    /// Tokens of a session, kept in a file that only the owner can read; never in the ledger.
    public var session: [String: String]

    /// What is known.
    public init(facts: [String: String] = [:], session: [String: String] = [:]) {
        self.facts = facts
        self.session = session
    }
}

/// A message ready to go out: all words chosen, all pictures read.
public struct Message: Sendable, Hashable {
    /// The parts of a thread, one for a single post; without the link unless its author put it there.
    public var parts: [String]
    /// The page it points to.
    public var link: String?
    /// What a link card says.
    public var card: Card?
    /// Pictures of the first part, in order.
    public var images: [Picture]
    /// BCP 47 tag.
    public var language: String?
    /// Content warning.
    public var warning: String?
    /// Who may see it.
    public var visibility: Visibility?
    /// The post it came from, its effective kind, topics and campaign, for networks that pass them on (webhooks).
    public var about: About

    /// Where a message came from.
    public struct About: Sendable, Hashable {
        /// The post of the queue.
        public var post: PostID
        /// The effective kind.
        public var kind: KindName
        /// What it is about.
        public var topics: [String]
        /// The campaign it belongs to.
        public var campaign: CampaignName?

        /// The origin of a message.
        public init(post: PostID, kind: KindName, topics: [String] = [], campaign: CampaignName? = nil) {
            self.post = post
            self.kind = kind
            self.topics = topics
            self.campaign = campaign
        }
    }

    /// A picture, read and measured.
    public struct Picture: Sendable, Hashable {
        /// File name as others may see it.
        public var name: String
        /// Media type by content, such as `image/png`.
        public var mediaType: String
        /// The file.
        public var bytes: [UInt8]
        /// Size in pixels, if it could be read.
        public var size: PixelSize?
        /// What it shows.
        public var alt: String

        /// A picture.
        public init(name: String, mediaType: String, bytes: [UInt8], size: PixelSize?, alt: String) {
            self.name = name
            self.mediaType = mediaType
            self.bytes = bytes
            self.size = size
            self.alt = alt
        }
    }

    /// A link card made by the client.
    public struct Card: Sendable, Hashable {
        /// Headline.
        public var title: String
        /// A sentence or two.
        public var description: String
        /// Its picture.
        public var thumbnail: Picture?

        /// A card.
        public init(title: String, description: String, thumbnail: Picture?) {
            self.title = title
            self.description = description
            self.thumbnail = thumbnail
        }
    }

    /// A message of `parts`.
    public init(
        parts: [String], link: String? = nil, card: Card? = nil, images: [Picture] = [],
        language: String? = nil,
        warning: String? = nil, visibility: Visibility? = nil, about: About
    ) {
        self.parts = parts
        self.link = link
        self.card = card
        self.images = images
        self.language = language
        self.warning = warning
        self.visibility = visibility
        self.about = about
    }
}

/// Width and height in pixels.
public struct PixelSize: Sendable, Hashable {
    /// Pixels across.
    public var width: Int
    /// Pixels down.
    public var height: Int

    /// A size in pixels.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}

/// A message on its way: what was decided once and for all before the first call, and what was learned since.
public struct Errand: Sendable, Hashable {
    /// What goes out.
    public var message: Message
    /// Names this delivery for ever: 24 characters a to z and 2 to 7, the same for every attempt.
    public var key: String
    /// When it was first begun, in microseconds since the epoch; never changes afterwards.
    public var begunMicroseconds: Int
    /// What earlier steps brought, by the names the network chose: media ids, ids of published parts.
    public var handles: [String: String]

    /// An errand.
    public init(message: Message, key: String, begunMicroseconds: Int, handles: [String: String] = [:]) {
        self.message = message
        self.key = key
        self.begunMicroseconds = begunMicroseconds
        self.handles = handles
    }
}

/// One request of an errand.
public struct Step: Sendable, Hashable {
    /// What performing it does to the world.
    public enum Effect: Sendable, Hashable {
        /// Nothing that anybody sees; may be repeated.
        case prepares
        /// Something others can see.
        case publishes
    }
    /// Names it within the errand, such as `media.0` or `part.1`.
    public var name: String
    /// What performing it does.
    public var effect: Effect
    /// The request.
    public var request: Request

    /// A step.
    public init(_ name: String, _ effect: Effect, _ request: Request) {
        self.name = name
        self.effect = effect
        self.request = request
    }
}

/// What to do next.
public enum Next: Sendable, Hashable {
    /// Perform this and ask again.
    case perform(Step)
    /// Nothing can be done for this many seconds, such as while the server works on a picture.
    case wait(seconds: Int)
    /// All is done; for `find`, there was something to find and it was found.
    case done(Receipt)
    /// `find` only: it was not published.
    case absent
    /// `find` only: this network cannot tell.
    case cannotTell(String)
    /// It can never be done as it stands.
    case impossible([Complaint])
}

/// Proof that something was published.
public struct Receipt: Sendable, Hashable {
    /// The id that the network gave it.
    public var id: String
    /// Where it can be seen.
    public var url: String?

    /// A receipt.
    public init(id: String, url: String? = nil) {
        self.id = id
        self.url = url
    }
}

/// What a response means.
public enum Meaning: Sendable, Hashable {
    /// The step did its work; keep these and ask `next` again.
    case keep(Findings)
    /// The server documents that it did nothing; try again, not before so many seconds.
    case later(seconds: Int?, why: String)
    /// What was kept is no longer good (an expired session, an upload that is gone): forget it and ask `next` again.
    case forget(Forgotten, why: String)
    /// The server refuses this message for good.
    case refused(why: String)
    /// The account cannot post until a person does something: credentials, suspension, address.
    case held(why: String)
    /// Nobody can know whether it took effect.
    case unknown(why: String)
    /// `find` only: it is not there.
    case absent
    /// `inbox` only: since when (epoch seconds) the one who has waited longest has waited; nil if nobody waits.
    case waiting(since: EpochSeconds?)

    /// What a step brought.
    public struct Findings: Sendable, Hashable {
        /// For the errand.
        public var handles: [String: String]
        /// For the account, plain.
        public var facts: [String: String]
        /// For the account, secret; replaces the session whole unless empty.
        public var session: [String: String]

        /// What a step brought.
        public init(
            handles: [String: String] = [:], facts: [String: String] = [:], session: [String: String] = [:]
        ) {
            self.handles = handles
            self.facts = facts
            self.session = session
        }
    }

    /// What is no longer good.
    public struct Forgotten: Sendable, Hashable {
        /// Handles of the errand.
        public var handles: [String]
        /// Whether the short-lived token is to be renewed.
        public var accessToken: Bool
        /// Whether the whole session is lost.
        public var session: Bool

        /// What to forget.
        public init(handles: [String] = [], accessToken: Bool = false, session: Bool = false) {
            self.handles = handles
            self.accessToken = accessToken
            self.session = session
        }
    }
}

/// How an unknown outcome is settled.
public enum Settling: Sendable, Hashable {
    /// The client chose the id: the same bytes may be sent again at any time.
    case clientID
    /// The server keeps an idempotency key for so many seconds: look first, then the same key within its life.
    case key(lifeSeconds: Int)
    /// A container made before says whether it was published.
    case container
    /// Our own recent posts can be read and compared. Absence counts only where `authoritative`.
    case readBack(authoritative: Bool, lagSeconds: Int)
    /// Nobody can find out; a person decides.
    case none
}

/// Something a network would refuse about a message.
public struct Complaint: Sendable, Hashable {
    /// Kebab-case name, such as `text-too-long`.
    public var code: String
    /// One sentence with the numbers.
    public var message: String
    /// Whether it would be refused; otherwise it is only unwise.
    public var isError: Bool

    /// A complaint.
    public init(_ code: String, _ message: String, isError: Bool = true) {
        self.code = code
        self.message = message
        self.isError = isError
    }
}
