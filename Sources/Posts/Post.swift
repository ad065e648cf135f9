import Diagnostics
import Timeline

/// One candidate post, as a person wrote it in `queue/`: nothing is resolved or defaulted by a policy yet.
public struct Post: Hashable, Sendable {
    /// Its path below `queue/` without `.md`.
    public var id: PostID
    /// The label its author gave; whether it holds is for the label audit to say.
    public var kind: KindName
    /// The text, one entry per part of a thread (at least one; trimmed).
    public var body: [String]
    /// Other wordings by account or network name; each is a thread of its own.
    public var texts: [String: [String]] = [:]
    /// Texts an evergreen post rotates through, instead of `body`; each is a thread of its own.
    public var variants: [[String]] = []
    /// The page it points to, as written.
    public var link: String?
    /// Card title, description and picture for networks that show a link card made by the client.
    public var card: LinkCard?
    /// What it is about.
    public var topics: [String] = []
    /// Whose work it points to; by default the host of the link without `www.`.
    public var source: String?
    /// Whom to credit; for reviewers and webhooks, never added to the text by itself.
    public var via: String?
    /// Where it may go; nil means every account.
    public var accounts: [AccountID]?
    /// 1 (least) to 5.
    public var priority: Int = 3
    /// When it was written, for freshness.
    public var created: Stamp?
    /// It goes out at this time or later.
    public var notBefore: Stamp?
    /// It goes out before this time.
    public var notAfter: Stamp?
    /// After this length of time its reach is half.
    public var halfLife: Minutes?
    /// Pictures in order.
    public var images: [PostImage] = []
    /// The time it must go out, if it is pinned.
    public var pin: Pin?
    /// Posts that must have gone out on the same account before.
    public var after: [PostID] = []
    /// How long before, at least.
    public var lag: Minutes = .minutes(0)
    /// The campaign it belongs to.
    public var campaign: CampaignName?
    /// How often it may be repeated; nil for a post that goes out once per account.
    public var evergreen: Evergreen?
    /// BCP 47 tag.
    public var language: String?
    /// Content warning.
    public var warning: String?
    /// Who may see it, on networks that know of it.
    public var visibility: Visibility?
    /// Never scheduled while true.
    public var isDraft: Bool = false
    /// For reviewers only.
    public var note: String?
    /// Where it was read from: the value of `kind` in a Markdown file, the row in another one.
    public var location: SourceLocation?

    /// A post with the parts that every post has.
    public init(id: PostID, kind: KindName, body: [String]) {
        self.id = id
        self.kind = kind
        self.body = body
    }

    /// The time it is pinned to on `account`, if it is.
    public func pin(on account: AccountID) -> Stamp? {
        switch pin {
        case nil: nil
        case .everywhere(let stamp): stamp
        case .perAccount(let stamps): stamps[account]
        }
    }

    /// Whether it may go to `account`.
    public func goes(to account: AccountID) -> Bool { accounts?.contains(account) ?? true }

    /// What makes two posts the same one: the link as written and the body, thread included.
    ///
    /// Other wordings for single accounts do not count (rules, "the same post"). Posts with neither link nor body
    /// are not alike for that: their variants and pictures stand in for it.
    public var identity: PostIdentity {
        let hasWords = link != nil || body.contains { !$0.isEmpty }
        return PostIdentity(link: link, body: hasWords ? body : variants.flatMap { $0 } + images.map(\.file))
    }
}

/// What makes two posts the same one.
public struct PostIdentity: Hashable, Sendable {
    /// The link as written.
    public var link: String?
    /// The parts of the body, trimmed.
    public var body: [String]

    /// A post with this link and this body.
    public init(link: String?, body: [String]) {
        self.link = link
        self.body = body
    }
}

/// A picture of a post.
public struct PostImage: Hashable, Sendable {
    /// Path relative to the workspace.
    public var file: String
    /// What it shows, for those who do not see it.
    public var alt: String

    /// A picture with its description.
    public init(file: String, alt: String) {
        self.file = file
        self.alt = alt
    }
}

/// What a link card says, on networks where the client makes the card.
public struct LinkCard: Hashable, Sendable {
    /// Headline.
    public var title: String
    /// A sentence or two; may be empty.
    public var description: String
    /// Path of a picture relative to the workspace.
    public var thumbnail: String?

    /// A card.
    public init(title: String, description: String = "", thumbnail: String? = nil) {
        self.title = title
        self.description = description
        self.thumbnail = thumbnail
    }
}

/// When a pinned post must go out.
public enum Pin: Hashable, Sendable {
    /// At the same reading on every account.
    case everywhere(Stamp)
    /// On the named accounts only; elsewhere it is free.
    case perAccount([AccountID: Stamp])
}

/// How often a post that stays true may be repeated on one account.
public struct Evergreen: Hashable, Sendable {
    /// The shortest time between two repeats.
    public var every: Minutes
    /// How often in all; nil for no end.
    public var times: Int?

    /// Repeats at least `every` apart, `times` in all.
    public init(every: Minutes, times: Int? = nil) {
        self.every = every
        self.times = times
    }
}

/// Who may see a post, in the words of the Mastodon API.
public enum Visibility: String, Hashable, Sendable, CaseIterable {
    /// Everybody, and listed.
    case `public`
    /// Everybody, but not listed.
    case unlisted
    /// Followers.
    case `private`
}
