import Ledger
import Networks
import Policies
import Posts
import Rules
import Timeline

/// What a tick works on, as read at its beginning.
public struct Workload: Sendable {
    /// Posts and policy; the rest of the problem comes from the ledger.
    public var problem: Problem
    /// Stands for queue and policy: another one calls for another plan.
    public var fingerprint: String
    /// Files of the queue that are there but could not be read this time, as sentences. Their posts are missing without
    /// anybody having taken them out, so that nothing is decided about a post that is not there.
    public var unread: [String]

    /// A queue and a policy.
    public init(problem: Problem, fingerprint: String, unread: [String] = []) {
        self.problem = problem
        self.fingerprint = fingerprint
        self.unread = unread
    }

    /// Whether `post` may only seem to be gone.
    func mayHide(_ post: PostID) -> Bool {
        !unread.isEmpty && !problem.posts.contains { $0.id == post }
    }

    /// Stands for everything a plan at `now` is made of: queue, policy, what the ledger knows, and the accounts' local
    /// days. A stored plan with another one is made anew.
    public func planFingerprint(_ ledger: LedgerDatabase, now: Instant) throws(LedgerError) -> String {
        let days = problem.policy.accounts.map { "\($0.settings.zone.local(at: now).date)" }
        return ContentDigest.hex(texts: [fingerprint, try ledger.fingerprint()] + days)
    }
}

/// A plan, as the ledger stores it.
public struct PlanDraft: Sendable {
    /// Its placements.
    public var placements: [Placement]
    /// The plan in its JSON form.
    public var json: String

    /// A plan.
    public init(placements: [Placement], json: String) {
        self.placements = placements
        self.json = json
    }
}

/// What a tick is given to work with.
public struct TickWork: Sendable {
    /// Reads queue and policy.
    public var load: @Sendable () throws -> Workload
    /// Plans; an error leaves the stored plan in force.
    public var plan: @Sendable (Problem) async throws -> PlanDraft
    /// Chooses the words of a post on an account for its occurrence (0 for the first) and reads its pictures.
    public var message: @Sendable (PostID, AccountID, Int) throws -> Message
    /// A delivery later than this goes back to the planner.
    public var late: Minutes

    /// The work of a tick.
    public init(
        load: @escaping @Sendable () throws -> Workload,
        plan: @escaping @Sendable (Problem) async throws -> PlanDraft,
        message: @escaping @Sendable (PostID, AccountID, Int) throws -> Message, late: Minutes = .minutes(30)
    ) {
        self.load = load
        self.plan = plan
        self.message = message
        self.late = late
    }
}
