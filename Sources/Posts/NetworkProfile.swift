/// What the house must know of a network without talking to it: the keys its accounts take and what it costs.
///
/// Networks describe themselves with it, and the policy reader checks accounts against it.
public struct NetworkProfile: Hashable, Sendable {
    /// A key of an account in the policy, such as `url` or `token`.
    public struct Key: Hashable, Sendable {
        /// What may be written there.
        public enum Form: Hashable, Sendable {
            /// Any text.
            case text
            /// An absolute http or https address.
            case url
            /// Only where a secret is: `env:NAME`, `file:PATH`, `command: …` or `credential:NAME`.
            case secret
            /// One of these words.
            case word([String])
        }
        /// The key as written.
        public var name: String
        /// What may be written there.
        public var form: Form
        /// Whether an account can not do without.
        public var isRequired: Bool
        /// What it is for, in one sentence, for documentation and schema.
        public var summary: String

        /// A key of an account.
        public init(_ name: String, _ form: Form, required: Bool = false, _ summary: String) {
            self.name = name
            self.form = form
            isRequired = required
            self.summary = summary
        }
    }

    /// The word after `network:`.
    public var name: NetworkName
    /// The keys its accounts take besides those of every account.
    public var keys: [Key]
    /// What a post costs.
    public var tariff: Tariff
    /// Whether the link of a post is added to its text, because the network has no field for it.
    public var putsLinkInText: Bool

    /// A network's description.
    public init(name: NetworkName, keys: [Key], tariff: Tariff = .free, putsLinkInText: Bool) {
        self.name = name
        self.keys = keys
        self.tariff = tariff
        self.putsLinkInText = putsLinkInText
    }
}

/// What a network charges for a post, in millionths of its currency.
public struct Tariff: Hashable, Sendable {
    /// ISO 4217 code.
    public var currency: String
    /// Price of a post without a URL in its text.
    public var plain: Int
    /// Price of a post with a URL in its text.
    public var withURL: Int

    /// Prices in millionths of `currency`.
    public init(currency: String, plain: Int, withURL: Int) {
        self.currency = currency
        self.plain = plain
        self.withURL = withURL
    }

    /// Nothing is charged.
    public static let free = Tariff(currency: "USD", plain: 0, withURL: 0)
}
