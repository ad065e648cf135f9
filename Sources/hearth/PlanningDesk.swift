import Ledger
import Planning
import Policies
import Posts
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
    init(_ options: WorkspaceOptions, instant: Instant?, days: Int? = nil) throws {
        let composition = Composition.live
        let root = try House.folder(options, composition).root
        let state = House.stateFolder(options, composition, root: root)
        let ledger = try LedgerAccess.reading(state)
        let snapshot = try LedgerAccess.reporting { () throws(LedgerError) in try LedgerSnapshot(ledger) }
        let house = try House(options, composition, posted: Set(snapshot.history.compactMap(\.post)))
        self.init(
            house: house, ledger: ledger, snapshot: snapshot,
            now: instant ?? Instant(roundingUpSeconds: composition.epochSeconds()), days: days)
    }

    /// From what was gathered before.
    init(house: House, ledger: LedgerDatabase?, snapshot: LedgerSnapshot, now: Instant, days: Int? = nil) {
        var policy = house.policy
        if let days { policy.horizon = .days(days) }
        let accounts = policy.accounts.map(\.id)
        self.house = house
        self.ledger = ledger
        problem = Problem(
            posts: snapshot.barring(house.queue.posts, house: house), policy: policy,
            history: snapshot.history + snapshot.occupied, now: now, stored: snapshot.stored,
            held: snapshot.heldAccounts(of: accounts), waiting: snapshot.waiting)
    }

    /// The plan.
    ///
    /// - Throws: `ExitStatus.failed` after saying so, if the replay refuses what the search has placed.
    func plan(_ effort: Effort) throws -> Plan {
        let progress = ProgressLine(isOn: house.composition.isWatched)
        defer { progress.clear() }
        do throws(PlannerDisagreement) {
            return try Planner.plan(problem, effort: effort) { state in
                progress.show(state)
                return true
            }
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

/// What a plan takes from the ledger.
struct LedgerSnapshot {
    var history: [HistoryLine] = []
    /// What may be out without being history yet; planning counts it as posted.
    var occupied: [HistoryLine] = []
    var stored: [Placement] = []
    var holds: [Ledger.Hold] = []
    var waiting: [AccountID: Instant] = [:]
    var barred: [BarredPost] = []

    /// Everything, or nothing where there is no ledger.
    init(_ ledger: LedgerDatabase?) throws(LedgerError) {
        guard let ledger else { return }
        history = try ledger.history()
        occupied = try ledger.occupied()
        stored =
            try ledger.plan()?.placements.map { Placement(post: $0.post, account: $0.account, at: $0.at) }
            ?? []
        holds = try ledger.holds()
        waiting = try ledger.waiting().mapValues { Instant(roundingUpSeconds: $0) }
        barred = try ledger.barred()
    }

    /// The accounts on which nothing is admitted.
    func heldAccounts(of accounts: [AccountID]) -> Set<AccountID> {
        holds.contains { $0.account == nil } ? Set(accounts) : Set(holds.compactMap(\.account))
    }

    /// The posts, each without the accounts that the ledger keeps it from.
    func barring(_ posts: [Post], house: House) -> [Post] {
        posts.map { post in
            let from = Set(
                barred.filter { $0.post == post.id && isStill($0, post, house) }.map(\.account))
            guard !from.isEmpty else { return post }
            var barred = post
            barred.accounts = house.policy.accounts.map(\.id).filter {
                post.goes(to: $0) && !from.contains($0)
            }
            return barred
        }
    }

    /// A rejected post that was changed since may be tried again; what a person dropped or a hold keeps stays.
    private func isStill(_ barred: BarredPost, _ post: Post, _ house: House) -> Bool {
        guard barred.state == .rejected, let account = house.policy.account(barred.account) else {
            return true
        }
        return PostContent.fingerprint(of: post, on: account) == barred.content
    }
}

/// Stands for everything of a post that goes out on an account.
enum PostContent {
    static func fingerprint(of post: Post, on account: Account) -> String {
        var print = Fingerprint()
        let wordings = post.texts[account.id.rawValue] ?? post.texts[account.network.name.rawValue]
        for part in wordings ?? (post.variants.flatMap(\.self) + post.body) { print.add(part) }
        for text in [
            post.link, post.card?.title, post.card?.description, post.card?.thumbnail, post.language,
            post.warning,
            post.visibility?.rawValue,
        ] {
            print.add(text ?? "")
        }
        for image in post.images {
            print.add(image.file)
            print.add(image.alt)
        }
        return print.text
    }
}

/// One line on standard error that shows how the search goes.
final class ProgressLine {
    private let isOn: Bool
    private var isShown = false

    init(isOn: Bool) { self.isOn = isOn }

    /// Overwrites the line.
    func show(_ progress: Planner.Progress) {
        guard isOn else { return }
        isShown = true
        let percent = progress.limit == 0 ? 100 : 100 * progress.iterations / progress.limit
        Output.progress(
            "planning \(percent) %: shortfall \(progress.floorShortfall), score \(progress.score) of at most \(progress.bound)"
        )
    }

    /// Removes the line.
    func clear() {
        guard isShown else { return }
        isShown = false
        Output.progress("")
    }
}
