import ArgumentParser
import Ledger
import Planning
import Policies
import Posts
import Publishing
import Rules
import Timeline

/// `hearth plan`
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Makes and stores the plan; prints what changes against the stored one.")

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var now: NowOption
    @OptionGroup var effort: EffortOption

    @Option(help: "text, or json for the whole plan.")
    var format = ListFormat.text

    @Flag(help: "End with 75 while a tick is at work.")
    var strict = false

    func run() throws {
        let composition = Composition.live
        let root = try House.folder(options, composition).root
        let state = House.stateFolder(options, composition, root: root)
        let ledger = try LedgerAccess.writing(state, composition)
        let lock = try LedgerAccess.reporting { () throws(LedgerError) in
            try TickLock.take(in: StateDirectory(state))
        }
        guard let lock else {
            Output.note("a tick is running; it plans by itself when something has changed")
            if strict { throw ExitStatus.busy }
            return
        }
        defer { withExtendedLifetime(lock) {} }
        let house = try House(options, composition, posted: try LedgerAccess.posted(ledger))
        Output.report(house.diagnostics, colour: composition.isWatched)
        guard house.unread.isEmpty else {
            Output.note("the stored plan stays: without these files their posts' slots would go to others")
            throw ExitStatus.failed
        }
        let desk = try PlanningDesk(house: house, ledger: ledger, now: house.now(now))
        let plan = try desk.plan(
            effort.value(unlessNamed: .normal), patience: effort.patience(composition))
        try PlanKeeper(ledger: ledger, composition: composition).store(plan, house: house)
        switch format {
        case .json: Output.writeRaw(PlanDocument.json(plan))
        case .text:
            let diff = PlanDiff(from: desk.problem.stored, to: plan.bare, now: plan.now)
            Output.write(PlanDiffText(diff, policy: house.policy).text)
            if plan.ended == .timeLimit {
                Output.write(
                    "ended by the time limit: planning again may give another plan\n")
            }
        }
    }
}

/// Stores plans with what they stand for.
struct PlanKeeper {
    let ledger: LedgerDatabase
    let composition: Composition

    /// Puts `plan` in the place of the stored one; a tick keeps it until something it was made of changes.
    func store(_ plan: Plan, house: House) throws {
        let bare = Problem(posts: house.queue.posts, policy: house.policy, now: plan.now)
        try LedgerAccess.reporting { () throws(LedgerError) in
            let work = Workload(problem: bare, fingerprint: house.contentFingerprint)
            try ledger.store(
                Ledger.StoredPlan(
                    json: PlanDocument.json(plan),
                    fingerprint: try work.planFingerprint(ledger, now: plan.now),
                    now: plan.now, stored: composition.epochSeconds(),
                    placements: plan.bare.map { PlannedSlot(post: $0.post, account: $0.account, at: $0.at) }))
        }
    }
}
