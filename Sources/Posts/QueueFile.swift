/// A file below `queue/`, already read.
public struct QueueFile: Hashable, Sendable {
    /// Path below `queue/`, with `/` between folders, such as `curated/contrast.md`.
    public var path: String
    /// Its content.
    public var bytes: [UInt8]

    /// A file at `path` with this content.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Whether a file of this name is one that the queue reads.
    ///
    /// Hidden files and what editors leave behind (`x.md~`, `#x.md#`, `.x.md.swp`) are no posts.
    public static func isQueueFile(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let name = parts.last, !parts.contains(where: { $0.hasPrefix(".") }), !name.hasPrefix("#")
        else {
            return false
        }
        return [".md", ".csv", ".jsonl"].contains { name.hasSuffix($0) && name.count > $0.count }
    }

    /// The path without its ending.
    var stem: String {
        path.split(separator: ".").count > 1
            ? String(path[..<(path.lastIndex(of: ".") ?? path.endIndex)]) : path
    }
}

/// The words a queue may use, known from the policy, the networks and the ledger.
public struct Vocabulary: Hashable, Sendable {
    /// Kinds of posts.
    public var kinds: [KindName]
    /// Accounts of the policy.
    public var accounts: [AccountID]
    /// Networks of those accounts.
    public var networks: [NetworkName]
    /// Campaigns that the policy names, for any account.
    public var campaigns: [CampaignName]
    /// Posts that went out, even if their files are gone: an `after:` may name them.
    public var posted: Set<PostID>

    /// The words known.
    public init(
        kinds: [KindName], accounts: [AccountID], networks: [NetworkName] = [],
        campaigns: [CampaignName] = [],
        posted: Set<PostID> = []
    ) {
        self.kinds = kinds
        self.accounts = accounts
        self.networks = networks
        self.campaigns = campaigns
        self.posted = posted
    }
}
