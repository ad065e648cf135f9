import Ledger
import Policies
import Posts
import Rules
import Timeline

/// A plan wears out although nothing changes: its horizon does not move on with the time, and a short one would be over
/// long before the day is.
struct PlanWear {
    private let plan: StoredPlan
    private let age: Minutes
    private let eighth: Minutes
    private let now: Instant

    /// The wear of a stored plan at `now`.
    init(_ plan: StoredPlan, horizon: Minutes, now: Instant) {
        self.plan = plan
        self.now = now
        age = now - plan.now
        eighth = .minutes(horizon.count / 8)
    }

    /// Whether it is to be made anew: after an eighth of the horizon, an hour at least; within the hour already when
    /// nothing of it lies ahead and posts wait; and when the clock was set back to before it was made.
    func isWornOut(in problem: Problem, _ ledger: LedgerDatabase) throws(LedgerError) -> Bool {
        if age >= max(eighth, .hours(1)) { return true }
        // It was made by a clock that was ahead; a plan is made from the next full minute.
        if age < .minutes(-1) { return true }
        guard age >= min(max(eighth, .minutes(1)), .hours(1)) else { return false }
        guard !plan.placements.contains(where: { $0.at > now }) else { return false }
        return try isWaiting(problem, ledger)
    }

    /// Whether there is a post that has not gone out yet.
    private func isWaiting(_ problem: Problem, _ ledger: LedgerDatabase) throws(LedgerError) -> Bool {
        let out = Dictionary(grouping: try ledger.history() + ledger.occupied(), by: \.account)
            .mapValues { Set($0.compactMap(\.post)) }
        return problem.policy.accounts.contains { account in
            problem.posts.contains { post in
                !post.isDraft && post.goes(to: account.id)
                    && (post.evergreen != nil || out[account.id]?.contains(post.id) != true)
            }
        }
    }
}
