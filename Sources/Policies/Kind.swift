import Posts

/// Where the substance of a post comes from.
public enum Origin: String, Hashable, Sendable, CaseIterable {
    /// Somebody else's work.
    case thirdParty = "third-party"
    /// The account's own.
    case own
    /// Somebody else's post, passed on.
    case reshare
}

/// What a post is for.
public enum Intent: String, Hashable, Sendable, CaseIterable {
    /// It is useful to its readers.
    case value
    /// It is part of a conversation between people.
    case human
    /// It sells.
    case promo
    /// It fills space.
    case filler
}

/// Whether a post gives to its readers or asks something of them.
public enum Side: String, Hashable, Sendable, CaseIterable {
    /// It adds to goodwill.
    case give
    /// It takes from goodwill.
    case ask
    /// Neither.
    case neutral
}

/// A kind of post: its origin, its intent, and what it does to goodwill.
public struct Kind: Hashable, Sendable {
    /// The word posts use.
    public var name: KindName
    /// Where the substance comes from.
    public var origin: Origin
    /// What it is for.
    public var intent: Intent
    /// What it adds to goodwill (positive) or takes from it (negative); 0 is neutral.
    public var goodwill: Int

    /// A kind; `goodwill` is positive for a give, negative for an ask.
    public init(_ name: KindName, _ origin: Origin, _ intent: Intent, goodwill: Int) {
        self.name = name
        self.origin = origin
        self.intent = intent
        self.goodwill = goodwill
    }

    /// Which side it is on.
    public var side: Side { goodwill > 0 ? .give : goodwill < 0 ? .ask : .neutral }
    /// What it adds to goodwill, 0 for others than gives.
    public var gain: Int { max(0, goodwill) }
    /// What it takes from goodwill, 0 for others than asks.
    public var cost: Int { max(0, -goodwill) }

    /// The built-in table; a policy may change rows and add its own.
    public static let builtIn: [Kind] = [
        Kind("curated", .thirdParty, .value, goodwill: 1),
        Kind("reshare", .reshare, .value, goodwill: 1),
        Kind("community", .thirdParty, .human, goodwill: 1),
        Kind("conversation", .own, .human, goodwill: 1),
        Kind("answer", .own, .human, goodwill: 1),
        Kind("own", .own, .value, goodwill: -2),
        Kind("promo", .own, .promo, goodwill: -4),
        Kind("quote", .thirdParty, .filler, goodwill: 0),
    ]
}
