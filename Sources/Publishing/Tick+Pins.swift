import Ledger
import Policies
import Posts
import Rules
import Timeline

/// Pinned posts: there is no other time for them.
extension Tick {
    /// Pins that went by longer ago, in seconds, are of a time before Hearth, or were given up by everybody.
    private static let longestPin = 30 * 86_400

    /// Pins whose time has come, and that neither `planned` nor the ledger has dealt with, under any name.
    func passedPins(
        _ problem: Problem, except planned: Set<PlannedSlot>, _ recognition: () -> Recognition
    ) throws -> [PlannedSlot] {
        let accounts = problem.policy.accounts
        let served = try ledger.servedSince()
        let pins = problem.posts.filter { $0.pin != nil && !$0.isDraft }.flatMap { post in
            accounts.compactMap { account -> PlannedSlot? in
                guard post.goes(to: account.id), let since = served[account.id],
                    let pin = post.pin(on: account.id)?.start(in: account.settings.zone)
                else { return nil }
                let slot = PlannedSlot(post: post.id, account: account.id, at: pin)
                let age = surroundings.now - pin.minutes * 60
                // A new account has not missed what went out elsewhere before. A clock that was ahead says nothing.
                let oldest = min(surroundings.now - since, Tick.longestPin)
                let isMissed = 0 <= age && age <= (oldest < 0 ? Tick.longestPin : oldest)
                return isMissed && !planned.contains(slot) ? slot : nil
            }
        }
        let unknown = try pins.filter { try !ledger.hasDelivery(of: $0) }
        guard !unknown.isEmpty else { return [] }
        // Under another name it may be dealt with all the same.
        let recognition = recognition()
        let repeated = Set(problem.posts.filter { $0.evergreen != nil }.map(\.id))
        var open = unknown
        for account in Set(unknown.map(\.account)) {
            for trace in try ledger.traces(on: account) {
                guard let post = recognition.post(trace.post, content: trace.identity) else { continue }
                open.removeAll {
                    $0.account == account && $0.post == post
                        && (trace.at >= $0.at || trace.isOver && !repeated.contains(post))
                }
            }
        }
        return open
    }

    /// Whether the post is pinned to this slot, or to another that is over: there is no other for it.
    func isPinOver(_ delivery: Delivery, _ post: Post?, _ problem: Problem) -> Bool {
        guard let pin = pin(delivery, post, problem) else { return false }
        return pin == delivery.plannedAt || pin.minutes * 60 <= surroundings.now
    }

    /// The time that the post is pinned to on the delivery's account.
    func pin(_ delivery: Delivery, _ post: Post?, _ problem: Problem) -> Instant? {
        guard let account = problem.policy.account(delivery.account) else { return nil }
        return post?.pin(on: account.id)?.start(in: account.settings.zone)
    }

    /// A person has changed the pin, made the post a draft, or sends it elsewhere: nothing is asked any more, until that is
    /// as it was again.
    ///
    /// A post that is not there says nothing: its file may be half saved or wrongly written, or the queue not mounted. Who
    /// took it out for good says so with `hearth resolve ID --drop`. Nor does another post that has got its name.
    func askAboutPins(_ problem: Problem, _ posts: [PostID: Post]) throws {
        lazy var recognition = Recognition(problem.posts)
        let pins = Set(
            problem.policy.accounts.flatMap { account in
                problem.posts.compactMap { $0.pin(on: account.id)?.start(in: account.settings.zone) }
            })
        for delivery in try ledger.deliveries(in: [.expired])
        where delivery.asksPerson || pins.contains(delivery.plannedAt) {
            let known = recognition.post(delivery.post, content: delivery.facts.identity)
            guard let post = known.flatMap({ posts[$0] }), problem.policy.account(delivery.account) != nil
            else {
                continue
            }
            // What is asked no more is asked again about this very pin only: others have deliveries of their own.
            let isIts =
                delivery.asksPerson
                ? isPinOver(delivery, post, problem)
                : pin(delivery, post, problem) == delivery.plannedAt
            let isOver = isIts && !post.isDraft && post.goes(to: delivery.account)
            guard isOver != delivery.asksPerson else { continue }
            try surroundings.checkpoint("set aside")
            try ledger.finish(
                delivery, DeliveryMove(.expired, reason: delivery.reason, asksPerson: isOver),
                now: surroundings.now)
        }
    }
}
