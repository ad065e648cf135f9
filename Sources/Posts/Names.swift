/// A word that names one thing of one sort, so that an account can not be taken for a post.
///
/// Ordered by code points, as every list that people or files see is.
public protocol Name: RawRepresentable, Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
where RawValue == String {
    /// The name as written.
    init(rawValue: String)
}

extension Name {
    /// The name as written.
    public init(_ text: String) { self.init(rawValue: text) }
    /// The name as written.
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    /// The name as written.
    public var description: String { rawValue }
    /// By code points.
    public static func < (a: Self, b: Self) -> Bool {
        a.rawValue.utf8.lexicographicallyPrecedes(b.rawValue.utf8)
    }
}

/// The id of a post: its path below `queue/` without `.md`, or `FILE/ID` for a row of a CSV or JSON Lines file.
public struct PostID: Name {
    /// The path.
    public var rawValue: String
    /// The path.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name a policy gives to one identity on one network.
public struct AccountID: Name {
    /// The key below `accounts:`.
    public var rawValue: String
    /// The key below `accounts:`.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a kind of post, such as `curated` or `promo`.
public struct KindName: Name {
    /// The key in the table of kinds.
    public var rawValue: String
    /// The key in the table of kinds.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a campaign.
public struct CampaignName: Name {
    /// The key below `campaigns:`.
    public var rawValue: String
    /// The key below `campaigns:`.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a network, such as `mastodon`.
public struct NetworkName: Name {
    /// The word after `network:`.
    public var rawValue: String
    /// The word after `network:`.
    public init(rawValue: String) { self.rawValue = rawValue }
}
