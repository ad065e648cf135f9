import Policies
import Posts
import Timeline

/// Makes the subjects of one account.
struct SubjectBuilder {
    let account: Account
    let policy: Policy
    /// Posts that are kept from the account.
    let barred: Set<PostID>
    private(set) var subjects: [Subject] = []
    private(set) var byPost: [PostID: Subject] = [:]

    init(account: Account, policy: Policy, barred: Set<PostID> = []) {
        self.account = account
        self.policy = policy
        self.barred = barred
    }

    /// Adds a post of the queue, unless the policy does not know its kind.
    ///
    /// - Parameter earliest: It may not go out before, unless it is pinned.
    mutating func add(
        _ post: Post, identities: inout IdentityTable, posts: [PostID: Post], earliest: Instant? = nil
    ) {
        guard let audit = LabelAudit(label: post.kind, link: post.link, policy: policy) else { return }
        let zone = account.settings.zone
        // A predecessor that does not go to this account does not bind here.
        let predecessors = post.after.filter {
            !barred.contains($0) && posts[$0]?.goes(to: account.id) ?? true
        }
        let pin = post.pin(on: account.id)?.start(in: zone)
        let starts = [post.notBefore?.start(in: zone), pin == nil ? earliest : nil]
        let subject = Subject(
            index: subjects.count, post: post.id, identity: identities.number(of: post.id), kind: audit.kind,
            topics: post.topics, source: post.source ?? post.link.flatMap(Link.source), link: post.link,
            campaign: post.campaign, price: price(of: post), notBefore: starts.compactMap(\.self).max(),
            notAfter: post.notAfter?.end(in: zone), pin: pin,
            evergreen: post.evergreen,
            after: predecessors.map { .init(post: $0, identity: identities.number(of: $0)) }, lag: post.lag,
            priority: post.priority, halfLife: post.halfLife,
            freshFrom: (post.notBefore ?? post.created)?.start(in: zone))
        subjects.append(subject)
        byPost[post.id] = subject
    }

    /// Adds a line of history. It went out, so it counts even if the policy has lost its kind: then as neutral.
    ///
    /// A line does not say what was sent. Where it was a post of the queue its price is that of the post; else it
    /// is taken to be one post, with a URL where it has a link and the network puts that into the text.
    mutating func add(_ line: HistoryLine, identities: inout IdentityTable, posts: [PostID: Post]) -> Subject
    {
        let kind =
            LabelAudit(label: line.kind, link: line.link, policy: policy)?.kind
            ?? Kind(line.kind, .own, .filler, goodwill: 0)
        let tariff = account.network.tariff
        let subject = Subject(
            index: subjects.count, post: line.post,
            identity: identities.number(of: line), kind: kind,
            topics: line.topics, source: line.source ?? line.link.flatMap(Link.source), link: line.link,
            campaign: line.campaign,
            price: identities.post(of: line).flatMap { posts[$0] }.map(price)
                ?? (line.link != nil && account.network.putsLinkInText ? tariff.withURL : tariff.plain))
        subjects.append(subject)
        return subject
    }

    /// By what is sent: every part of a thread is a post, and the link may be added to the text.
    private func price(of post: Post) -> Int {
        guard account.network.tariff.plain != 0 || account.network.tariff.withURL != 0 else { return 0 }
        let parts = Wording.parts(of: post, account: account.id, network: account.network.name)
        let sent = account.network.putsLinkInText ? Wording.withLink(post.link, in: parts) : parts
        return sent.reduce(0) { sum, part in
            let hasURL = part.contains("https://") || part.contains("http://")
            return sum + (hasURL ? account.network.tariff.withURL : account.network.tariff.plain)
        }
    }
}
