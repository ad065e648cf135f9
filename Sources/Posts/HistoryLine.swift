import Timeline

/// One thing that went out, by Hearth, by hand or by another tool: it counts for every rule alike.
public struct HistoryLine: Hashable, Sendable {
    /// Where it went out.
    public var account: AccountID
    /// The post of the queue that it was, if it was one.
    public var post: PostID?
    /// Its label.
    public var kind: KindName
    /// When it went out.
    public var at: Instant
    /// The page it pointed to, as written.
    public var link: String?
    /// What it was about.
    public var topics: [String]
    /// Whose work it pointed to; derived from the link where absent.
    public var source: String?
    /// The campaign it belonged to.
    public var campaign: CampaignName?
    /// Where it can be seen.
    public var url: String?
    /// The `PostIdentity.digest` of link and body as they were when it went out, where that is known: by it the post is
    /// recognised under another id.
    public var content: String?

    /// A line of history.
    public init(
        account: AccountID, post: PostID? = nil, kind: KindName, at: Instant, link: String? = nil,
        topics: [String] = [], source: String? = nil, campaign: CampaignName? = nil, url: String? = nil,
        content: String? = nil
    ) {
        self.account = account
        self.post = post
        self.kind = kind
        self.at = at
        self.link = link
        self.topics = topics
        self.source = source
        self.campaign = campaign
        self.url = url
        self.content = content
    }
}
