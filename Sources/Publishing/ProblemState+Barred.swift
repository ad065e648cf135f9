import Ledger
import Policies
import Posts
import Rules
import Timeline

/// Posts that are kept from accounts.
extension Problem {
    /// Keeps posts from accounts that refused them or from which a person dropped them (one that is repeated only until its
    /// next time); and, as long as a person may still bring a refused post out, or nobody knows whether a post is out, what
    /// is to follow it. A post that took the name of one that is under way waits for it, and so does what follows it.
    ///
    /// - Parameters:
    ///   - certain: What went out.
    ///   - occupied: What may be out, or is in part.
    ///   - delivery: A delivery in doubt that is not counted.
    mutating func bar(
        _ ledger: LedgerDatabase, certain: [HistoryLine], _ occupied: [HistoryLine], except delivery: Int?
    ) throws(LedgerError) {
        let entries = try ledger.barred()
        let doubts = try ledger.deliveries(in: [.sending, .unknown, .needsResolve]).filter {
            $0.visibleSince == nil && $0.id != delivery
        }
        guard !entries.isEmpty || !occupied.isEmpty || !doubts.isEmpty else { return }
        let recognition = Recognition(posts)
        // One time is enough for what follows a post that is repeated.
        var out: [AccountID: Set<PostID>] = [:]
        for line in certain where line.at <= now {
            out[line.account, default: []].formUnion(
                recognition.names(of: line.post, content: line.content))
        }
        barDoubts(doubts, besides: out, occupied, recognition)
        let byID = Dictionary(posts.map { ($0.id, $0) }) { first, _ in first }
        for entry in entries {
            let known = recognition.post(entry.post, content: entry.identity)
            guard let post = known.flatMap({ byID[$0] }) else { continue }
            let why = entry.reason.map { ": \($0)" } ?? ""
            switch entry.state {
            case .cancelled:
                if let evergreen = post.evergreen {
                    postpone(post.id, on: entry.account, to: entry.at + evergreen.every)
                } else {
                    barred[entry.account, default: [:]][post.id] = "dropped by a person"
                }
            case .rejected where post.contentDigest == entry.content:
                barFollowers(of: post.id, on: entry.account, besides: out, "the network refused")
                barred[entry.account, default: [:]][post.id] = "refused by the network" + why
            case .held:
                // Its delivery is in the way of another post that has its name by now.
                for id in [post.id, entry.post] where byID[id] != nil {
                    barFollowers(of: id, on: entry.account, besides: out, "is held")
                    barred[entry.account, default: [:]][id] = "held" + why
                }
            default: break
            }
        }
    }

    /// The rules count what is in doubt as posted, so that nothing goes out too near to it. What is to follow it must not
    /// count on that: it would stand before it, should it turn out not to be there.
    private mutating func barDoubts(
        _ doubts: [Delivery], besides out: [AccountID: Set<PostID>], _ occupied: [HistoryLine],
        _ recognition: Recognition
    ) {
        for line in occupied {
            guard let name = line.post, let other = recognition.stranger(name, content: line.content) else {
                continue
            }
            barFollowers(of: name, on: line.account, besides: out, "waits for its name")
            barred[line.account, default: [:]][name] = "\(other), which had its name, is still under way"
        }
        for doubt in doubts {
            for name in recognition.names(of: doubt.post, content: doubt.facts.identity) {
                barFollowers(of: name, on: doubt.account, besides: out, "may be out or not")
            }
        }
    }

    /// Not before `instant`, and not before another one that was said already.
    mutating func postpone(_ post: PostID, on account: AccountID, to instant: Instant) {
        guard instant > now else { return }
        let known = earliestOfPosts[account]?[post] ?? instant
        earliestOfPosts[account, default: [:]][post] = max(known, instant)
    }

    /// - Parameter out: What went out for certain, which nothing waits for.
    private mutating func barFollowers(
        of post: PostID, on account: AccountID, besides out: [AccountID: Set<PostID>], _ what: String
    ) {
        guard out[account]?.contains(post) != true else { return }
        var waiting: Set<PostID> = [post]
        var hasGrown = true
        while hasGrown {
            hasGrown = false
            for follower in posts where !waiting.contains(follower.id) && follower.goes(to: account) {
                guard let before = follower.after.first(where: waiting.contains) else { continue }
                waiting.insert(follower.id)
                hasGrown = true
                if barred[account]?[follower.id] == nil {
                    barred[account, default: [:]][follower.id] =
                        "waits for \(before), which \(before == post ? what : "waits itself")"
                }
            }
        }
    }
}
