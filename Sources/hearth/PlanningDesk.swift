import Ledger
import Planning
import Policies
import Posts
import Publishing
import Rules
import Solver
import Timeline

/// Everything a plan is made of, gathered: workspace, ledger, and the minute it is made for.
struct PlanningDesk {
    let house: House
    /// The ledger, opened for reading; nil where there is none yet.
    let ledger: LedgerDatabase?
    let problem: Problem

    /// Gathers what a plan needs; writes nothing.
    init(_ options: WorkspaceOptions, now: NowOption, days: Int? = nil) throws {
        try self.init(options, instant: now.now?.instant, days: days)
    }

    /// The same at an instant; nil for the present minute.
    ///
    /// - Parameter end: Where the plan ends, instead of the policy's horizon.
    init(_ options: WorkspaceOptions, instant: Instant?, days: Int? = nil, end: Instant? = nil) throws {
        let composition = Composition.live
        let root = try House.folder(options, composition).root
        let ledger = try LedgerAccess.reading(House.stateFolder(options, composition, root: root))
        let house = try House(
            options, composition, posted: try LedgerAccess.posted(ledger), plansExamples: true)
        let now = instant ?? Instant(roundingUpSeconds: composition.epochSeconds())
        let horizon = end.flatMap { $0 > now ? $0 - now : nil } ?? days.map { .days($0) }
        try self.init(house: house, ledger: ledger, now: now, horizon: horizon)
    }

    /// From what was opened before.
    init(house: House, ledger: LedgerDatabase?, now: Instant, horizon: Minutes? = nil) throws {
        var policy = house.policy
        if let horizon { policy.horizon = horizon }
        self.house = house
        self.ledger = ledger
        let bare = Problem(posts: house.queue.posts, policy: policy, now: now)
        problem = try LedgerAccess.reporting { () throws(LedgerError) in
            guard let ledger else { return bare }
            return try bare.with(ledger, now: now).withPrices(of: ledger)
        }
    }

    /// The plan.
    ///
    /// - Parameter patience: Whether the search may end before it has done what `effort` asks for; nil for no.
    /// - Throws: `ExitStatus.failed` after saying so, if the replay refuses what the search has placed.
    func plan(_ effort: Effort, patience: Patience? = nil) throws -> Plan {
        let progress = ProgressLine(
            isOn: house.composition.isWatched, clock: house.composition.steadyMilliseconds)
        defer {
            progress.clear()
            patience?.end()
        }
        do throws(PlannerDisagreement) {
            var ended: Plan.Ended?
            var plan = try Planner.plan(problem, effort: effort) { state in
                progress.show(state)
                ended = ended ?? patience?.ended
                return ended == nil
            }
            plan.ended = ended
            progress.clear()
            if ended == .interrupted { Output.note("interrupted: this is the best plan so far") }
            return plan
        } catch {
            progress.clear()
            Output.note(
                "internal error: the rules refuse what the search has placed; no plan is shown. Please report this:"
            )
            for refused in error.refused.prefix(10) {
                Output.note(
                    "  \(refused.placement.post) on \(refused.placement.account) at \(refused.placement.at.rfc3339): \(refused.rule): \(refused.sentence)"
                )
            }
            Output.note("  searched \(error.searched), replayed \(error.replayed)")
            throw ExitStatus.failed
        }
    }
}

/// How long somebody waits for a plan: until a time limit has passed, or until Ctrl-C.
struct Patience {
    private let clock: () -> Int
    private let deadline: Int?
    private let interruption: Interruption?

    /// From now on.
    ///
    /// - Parameter limit: Milliseconds.
    init(_ limit: Int?, composition: Composition) {
        clock = composition.steadyMilliseconds
        deadline = limit.map { composition.steadyMilliseconds() + $0 }
        interruption = Interruption()
    }

    /// Why the search is to end now.
    var ended: Plan.Ended? {
        if interruption?.hasHappened == true { return .interrupted }
        guard let deadline, clock() >= deadline else { return nil }
        return .timeLimit
    }

    /// Ctrl-C means again what it usually does.
    func end() { interruption?.end() }
}
