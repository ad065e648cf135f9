import Ledger
import Policies
import Posts
import Rules
import Timeline

extension Problem {
    /// The same posts and policy with everything the ledger knows put in: history, what is in doubt (it counts as
    /// posted), holds, who waits, the stored plan, and which posts are kept from an account.
    ///
    /// - Parameters:
    ///   - pending: Deliveries that are about to be sent: for planning they count as posted.
    ///   - delivery: A delivery in doubt that is not counted, because it is the one being asked about.
    ///   - isRighting: Whether `now` is the time it is: deliveries after it were sent by a clock that was ahead, and count
    ///     as if they had gone out when it was put right. Otherwise they are yet to come.
    ///   - minute: The minute in which they are sent; `now` if it is left out.
    public func with(
        _ ledger: LedgerDatabase, now: Instant, pending: [Delivery] = [], at minute: Instant? = nil,
        except delivery: Int? = nil, isRighting: Bool = false
    ) throws(LedgerError) -> Problem {
        var problem = self
        problem.now = now
        let occupied = try ledger.occupied(except: delivery, righting: isRighting ? now : nil)
        let certain = try ledger.history(righting: isRighting ? now : nil)
        problem.history = certain + occupied
        let posts = Dictionary(posts.map { ($0.id, $0) }) { first, _ in first }
        for delivery in pending where delivery.visibleSince == nil {
            // It goes out with the words that its file has by now.
            let facts = posts[delivery.post]?.deliveryFacts ?? delivery.facts
            problem.history.append(
                HistoryLine(
                    account: delivery.account, post: delivery.post, kind: facts.kind, at: minute ?? now,
                    link: facts.link, topics: facts.topics, source: facts.source, campaign: facts.campaign,
                    content: facts.identity))
        }
        problem.stored = try (ledger.plan()?.placements ?? []).map {
            Placement(post: $0.post, account: $0.account, at: $0.at)
        }
        let holds = try ledger.holds()
        problem.held =
            holds.contains { $0.account == nil }
            ? Set(policy.accounts.map(\.id)) : Set(holds.compactMap(\.account))
        problem.waiting = try ledger.waiting().mapValues { Instant(roundingUpSeconds: $0) }
        try problem.bar(ledger, certain: certain, occupied, except: delivery)
        try problem.delay(ledger)
        return problem
    }

    /// Waits that are longer than this are planned around; a post whose slot falls into a shorter one goes out a little
    /// later than planned.
    private static let longestLateness = Minutes.minutes(30)

    /// Keeps accounts and posts from the time in which they could not be sent: it would only cost them their slots.
    private mutating func delay(_ ledger: LedgerDatabase) throws(LedgerError) {
        let soon = now + Problem.longestLateness
        let seconds = now.minutes * 60
        func instant(_ seconds: Int) -> Instant? {
            let instant = Instant(roundingUpSeconds: seconds)
            return instant > soon ? instant : nil
        }
        for pause in try ledger.askedPauses(seconds) {
            earliest[pause.account] = instant(pause.until)
        }
        for delivery in try ledger.deliveries(in: [.planned, .missed]) where delivery.isWaiting(seconds) {
            guard let instant = instant(delivery.notBefore) else { continue }
            if delivery.state == .missed {
                postpone(delivery.post, on: delivery.account, to: instant)
            } else if delivery.visibleSince != nil {
                earliest[delivery.account] = max(earliest[delivery.account] ?? instant, instant)
            }
        }
    }
}
