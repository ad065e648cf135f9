import Ledger
import Policies
import Posts
import Rules
import Timeline

extension Problem {
    /// The same posts and policy with everything the ledger knows put in: history, what is in doubt (it counts as
    /// posted), holds, who waits, the stored plan; and without posts that are barred from an account.
    ///
    /// - Parameters:
    ///   - pending: Deliveries that are about to be sent: for planning they count as posted.
    ///   - minute: The minute in which they are sent; `now` if it is left out.
    public func with(
        _ ledger: LedgerDatabase, now: Instant, pending: [Delivery] = [], at minute: Instant? = nil
    ) throws(LedgerError) -> Problem {
        var problem = self
        problem.now = now
        problem.history = try ledger.history() + ledger.occupied()
        for delivery in pending where delivery.visibleSince == nil {
            problem.history.append(
                HistoryLine(
                    account: delivery.account, post: delivery.post, kind: delivery.facts.kind, at: minute ?? now,
                    link: delivery.facts.link, topics: delivery.facts.topics, source: delivery.facts.source,
                    campaign: delivery.facts.campaign, content: delivery.facts.identity))
        }
        problem.stored = try (ledger.plan()?.placements ?? []).map {
            Placement(post: $0.post, account: $0.account, at: $0.at)
        }
        let holds = try ledger.holds()
        problem.held =
            holds.contains { $0.account == nil }
            ? Set(policy.accounts.map(\.id)) : Set(holds.compactMap(\.account))
        problem.waiting = try ledger.waiting().mapValues { Instant(roundingUpSeconds: $0) }
        problem.bar(try ledger.barred())
        return problem
    }

    /// Takes posts away from accounts that refused them or from which a person dropped them; and, as long as a person
    /// may still bring a refused post out, what is to follow it.
    private mutating func bar(_ barred: [BarredPost]) {
        let byID = Dictionary(posts.enumerated().map { ($1.id, $0) }) { first, _ in first }
        for entry in barred {
            guard let index = byID[entry.post] else { continue }
            let isOver = entry.state == .cancelled && posts[index].evergreen == nil
            let isRefused = entry.state == .rejected && posts[index].contentDigest == entry.content
            guard isOver || isRefused || entry.state == .held else { continue }
            if !isOver { barFollowers(of: entry.post, on: entry.account) }
            take(index, from: entry.account)
        }
    }

    private mutating func barFollowers(of post: PostID, on account: AccountID) {
        var waiting: Set<PostID> = [post]
        var hasGrown = true
        while hasGrown {
            hasGrown = false
            for index in posts.indices
            where !waiting.contains(posts[index].id) && posts[index].goes(to: account)
                && posts[index].after.contains(where: waiting.contains)
            {
                waiting.insert(posts[index].id)
                take(index, from: account)
                hasGrown = true
            }
        }
    }

    private mutating func take(_ index: Int, from account: AccountID) {
        posts[index].accounts = (posts[index].accounts ?? policy.accounts.map(\.id)).filter { $0 != account }
    }
}
