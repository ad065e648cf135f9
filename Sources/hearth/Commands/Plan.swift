import ArgumentParser
import Ledger
import Planning
import Policies
import Posts
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

    func run() throws {
        let composition = Composition.live
        let root = try House.folder(options, composition).root
        let state = House.stateFolder(options, composition, root: root)
        let ledger = try LedgerAccess.writing(state, composition)
        let lock = try LedgerAccess.reporting { () throws(LedgerError) in
            try KernelLock.take(StateDirectory(state).tickLock, waiting: false)
        }
        guard let lock else {
            Output.note("a tick is running; it plans by itself when something has changed")
            throw ExitStatus.busy
        }
        defer { withExtendedLifetime(lock) {} }
        let snapshot = try LedgerAccess.reporting { () throws(LedgerError) in try LedgerSnapshot(ledger) }
        let house = try House(options, composition, posted: Set(snapshot.history.compactMap(\.post)))
        Output.report(house.diagnostics, colour: composition.isWatched)
        let desk = PlanningDesk(house: house, ledger: ledger, snapshot: snapshot, now: house.now(now))
        let plan = try desk.plan(effort.value)
        try PlanKeeper(ledger: ledger, composition: composition).store(plan, house: house)
        switch format {
        case .json: Output.write(PlanDocument.json(plan))
        case .text:
            let diff = PlanDiff(from: snapshot.stored, to: plan.bare, now: plan.now)
            Output.write(PlanDiffText(diff, policy: house.policy).text)
        }
    }
}

/// Stores plans with what they stand for.
struct PlanKeeper {
    let ledger: LedgerDatabase
    let composition: Composition

    /// Puts `plan` in the place of the stored one.
    func store(_ plan: Plan, house: House) throws {
        try LedgerAccess.reporting { () throws(LedgerError) in
            try ledger.store(
                Ledger.StoredPlan(
                    json: PlanDocument.json(plan), fingerprint: try fingerprint(house, now: plan.now),
                    now: plan.now,
                    stored: composition.epochSeconds(),
                    placements: plan.bare.map { PlannedSlot(post: $0.post, account: $0.account, at: $0.at) }))
        }
    }

    /// Stands for everything a plan is made of: queue, policies, what the ledger knows, and the local day.
    func fingerprint(_ house: House, now: Instant) throws(LedgerError) -> String {
        var print = Fingerprint()
        print.add(house.contentFingerprint)
        print.add(try ledger.fingerprint())
        for account in house.policy.accounts {
            print.add(account.settings.zone.local(at: now).date.description)
        }
        return print.text
    }
}
