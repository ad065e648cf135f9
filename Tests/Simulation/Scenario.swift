import Foundation

/// Everything that makes a run: the same scenario gives the same run, tick by tick.
///
/// It is drawn from a seed, and it is data, so that a failing one can be made smaller and kept.
public struct Scenario: Hashable, Sendable, Codable {
    /// One thing that happens.
    public struct Mishap: Hashable, Sendable, Codable {
        /// Minutes after the start. A fault of a call strikes the first call from then on that it can strike.
        public var at: Int
        /// What.
        public var what: Fault
        /// How much of it: minutes, seconds, a form; what it means depends on what happens.
        public var amount: Int

        /// Something that happens.
        public init(at: Int, what: Fault, amount: Int = 0) {
            self.at = at
            self.what = what
            self.amount = amount
        }
    }

    /// A post somebody puts into the queue.
    public struct Draft: Hashable, Sendable, Codable {
        /// Its number; its texts carry it.
        public var number: Int
        /// What it looks like.
        public var shape: Shape
        /// The day on which its file appears.
        public var day: Int
        /// The account it goes to; nil for all.
        public var account: Int?

        /// A post.
        public init(number: Int, shape: Shape, day: Int, account: Int? = nil) {
            self.number = number
            self.shape = shape
            self.day = day
            self.account = account
        }
    }

    /// What posts look like.
    public enum Shape: String, Hashable, Sendable, CaseIterable, Codable {
        case plain, picture, link, thread, ask, campaign, evergreen, pinned, dated, follower, tooLong
    }

    /// The limits of the policy; times in minutes.
    public struct Limits: Hashable, Sendable, Codable {
        /// The least time between two posts.
        public var spacing: Int
        /// The most posts of a day.
        public var most: Int
        /// The posts of a day below which the planner falls short; nil for no floor.
        public var least: Int?
        /// How many of ten posts may be asks.
        public var asks: Int
        /// How far two posts about the same thing are apart.
        public var apart: Int
        /// Minutes between slots.
        public var grid: Int
        /// Whether asks wait while somebody waits for an answer.
        public var gate: Bool

        /// Limits.
        public init(
            spacing: Int = 120, most: Int = 3, least: Int? = nil, asks: Int = 4, apart: Int = 0,
            grid: Int = 60, gate: Bool = false
        ) {
            self.spacing = spacing
            self.most = most
            self.least = least
            self.asks = asks
            self.apart = apart
            self.grid = grid
            self.gate = gate
        }
    }

    /// The seed of everything that is drawn while it runs.
    public var seed: UInt64
    /// The services.
    public var kind: ServiceKind
    /// Days of trouble; after them comes a quiet week.
    public var days: Int
    /// Minutes between two ticks.
    public var cadence: Int
    /// How many accounts.
    public var accounts: Int
    /// The policy.
    public var limits: Limits
    /// The posts.
    public var drafts: [Draft]
    /// What happens, in order of time.
    public var mishaps: [Mishap]

    /// A scenario; see the properties.
    public init(
        seed: UInt64, kind: ServiceKind, days: Int, cadence: Int = 15, accounts: Int = 1,
        limits: Limits = Limits(), drafts: [Draft], mishaps: [Mishap] = []
    ) {
        self.seed = seed
        self.kind = kind
        self.days = days
        self.cadence = cadence
        self.accounts = accounts
        self.limits = limits
        self.drafts = drafts
        self.mishaps = mishaps
    }

    /// The scenario as a line of JSON, to be kept.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// A scenario that was kept.
    public init(json: String) throws {
        self = try JSONDecoder().decode(Scenario.self, from: Data(json.utf8))
    }
}

/// Whose services a run has.
public enum ServiceKind: String, Hashable, Sendable, CaseIterable, Codable {
    /// The real adapter for Bluesky: ids chosen by the client.
    case bluesky
    /// The real adapter for Mastodon: a key that lives for an hour.
    case mastodon
    /// The same, against a server that keeps keys for six hours.
    case pleroma
    /// The same, against a server that ignores keys: a time line that can be read.
    case gotosocial
    /// The same, against a server of a software nobody knows: not finding a post there proves nothing.
    case fork
    /// The real adapter for webhooks, a receiver that promises nothing.
    case webhook
    /// The same, a receiver that acts once on each id.
    case receiver
    /// Made first, published then: a network that stands for Threads and Instagram.
    case container
    /// A network whose time line can be read and lags.
    case timeline
    /// Accounts on several of these.
    case mixed

    /// How an unknown outcome is settled there, in a word.
    public var settling: String {
        switch self {
        case .bluesky: "clientID"
        case .mastodon, .pleroma, .receiver: "key"
        case .gotosocial, .timeline: "readBack"
        case .fork: "readBack, no proof"
        case .webhook: "none"
        case .container: "container"
        case .mixed: "several"
        }
    }
}
