import Posts
import Timeline

/// A number the policy gives, or one worked out from the audience.
public enum AutoOr: Hashable, Sendable {
    /// Worked out.
    case auto
    /// Given, in the unit of reach.
    case value(Int)
}

/// What is the organisation's own, for the label audit.
public struct Ours: Hashable, Sendable {
    /// Hosts in lower case; what lies below them is ours too.
    public var hosts: [String]
    /// Hosts of shops in lower case.
    public var shop: [String]
    /// Names of query parameters that make a link an affiliate link.
    public var affiliateParameters: [String]

    /// Our own hosts and parameters.
    public init(hosts: [String] = [], shop: [String] = [], affiliateParameters: [String] = []) {
        self.hosts = hosts
        self.shop = shop
        self.affiliateParameters = affiliateParameters
    }
}

/// The sections that hold for one account: the policy's, or the account's own where it has one.
public struct Settings: Hashable, Sendable {
    /// The account's wall clock.
    public var zone: Zone = .utc
    /// Slots are multiples of this past local midnight.
    public var grid: Minutes = .minutes(15)
    /// When posts may go out.
    public var hours: HoursSettings?
    /// How many, how far apart.
    public var pace: PaceSettings?
    /// What gives fill and asks draw on.
    public var goodwill: GoodwillSettings?
    /// Upper limits on classes.
    public var mix: [MixLimit] = []
    /// Distances between alike posts.
    public var apart: [ApartEntry] = []
    /// Limits per hour of day.
    public var spread: [SpreadLimit] = []
    /// The least time between the same post on two accounts.
    public var stagger: Minutes?
    /// Campaigns by name.
    public var campaigns: [CampaignName: CampaignLimits] = [:]
    /// Asks wait for answers.
    public var gate: GateSettings?
    /// Who is listening when.
    public var audience: Audience = .builtIn
    /// What a post above the day's target costs.
    public var aboveTarget: AutoOr = .auto
    /// What a placement that stays is worth.
    public var keep: AutoOr = .auto

    /// Built-in values only: nothing is asked.
    public init() {}
}

/// One identity on one network.
public struct Account: Hashable, Sendable {
    /// Its name in the policy.
    public var id: AccountID
    /// The network it is on.
    public var network: NetworkProfile
    /// Plain keys, such as `url` and `handle`, as written.
    public var options: [String: String]
    /// Where its secrets are.
    public var secrets: [String: SecretReference]
    /// The most it may spend in a month.
    public var budget: Money?
    /// The sections that hold for it.
    public var settings: Settings

    /// The code of a finding that takes an account out, and nothing else.
    public static let faultCode = "unusable-account"

    /// An account.
    public init(
        id: AccountID, network: NetworkProfile, options: [String: String] = [:],
        secrets: [String: SecretReference] = [:], budget: Money? = nil, settings: Settings = Settings()
    ) {
        self.id = id
        self.network = network
        self.options = options
        self.secrets = secrets
        self.budget = budget
        self.settings = settings
    }
}

/// Where a secret is; never the secret itself.
public enum SecretReference: Hashable, Sendable {
    /// An environment variable.
    case environment(String)
    /// A file, relative to the workspace, readable by its owner only.
    case file(String)
    /// A command and its arguments, run without a shell; the first line of its output.
    case command([String])
    /// A file in the folder that systemd names in `CREDENTIALS_DIRECTORY`.
    case credential(String)
}

/// A policy file, read and checked: everything a plan depends on besides posts and history.
public struct Policy: Hashable, Sendable {
    /// How far ahead is planned.
    public var horizon: Minutes = .days(14)
    /// How far ahead stored placements stay as they are.
    public var freeze: Minutes = .hours(12)
    /// What is ours.
    public var ours = Ours()
    /// Every kind by name.
    public var kinds: [KindName: Kind]
    /// The accounts, by name in code point order.
    public var accounts: [Account]
    /// Whom to tell when something needs a person; nil for nobody.
    public var notify: NotifySettings?

    /// A policy of these accounts with built-in values.
    public init(accounts: [Account], kinds: [Kind] = Kind.builtIn) {
        self.accounts = accounts.sorted { $0.id < $1.id }
        self.kinds = Dictionary(kinds.map { ($0.name, $0) }) { _, last in last }
    }

    /// The account of this name.
    public func account(_ id: AccountID) -> Account? { accounts.first { $0.id == id } }
}
