import Diagnostics
import Foundation
import HTTP
import Ledger
import Networks
import Planning
import Policies
import Posts
import Publishing
import Rules
import Solver
import Timeline

/// Everything a tick needs, put together.
struct TickSetup {
    let composition: Composition
    let state: String
    private let house: House
    private let fakeNow: Instant?

    /// Reads the workspace; an invalid policy ends here, before anything is sent.
    init(_ options: WorkspaceOptions, now: NowOption) throws {
        composition = .live
        let root = try House.folder(options, composition).root
        state = House.stateFolder(options, composition, root: root)
        fakeNow = now.now?.instant
        // One of an older Hearth is brought up to date when it is opened for writing; until then it tells nothing.
        let ledger = try LedgerAccess.reading(state, olderIsNone: true)
        let posted = try LedgerAccess.posted(ledger)
        try? ledger?.close()
        house = try House(options, composition, posted: posted)
    }

    /// A trial at another time may only reach servers on this machine: what it sends is sent, and its times stay in
    /// the ledger.
    func refuseFakeTime() throws {
        guard fakeNow != nil else { return }
        for account in house.policy.accounts {
            let host = account.options["url"].flatMap(Link.host)
            guard host.map(Composition.isLoopback) != true else { continue }
            throw Output.usage(
                "--now is for trials: it sends only where every account is on this machine, and '\(account.id)' is not; "
                    + "--dry-run --now shows what would be sent")
        }
    }

    /// Runs one tick.
    func run() async throws -> TickReport {
        let ledger = try LedgerAccess.writing(state, composition)
        let (networks, faults) = bind()
        let transport = composition.transport(for: house.policy)
        defer { transport.shutdown() }
        let surroundings = composition.surroundings(
            ledger: ledger, networks: networks, faults: faults, transport: transport,
            sessions: SessionFiles(StateDirectory(state)), fakeNow: fakeNow)
        do {
            return try await Tick(surroundings, work(ledger)).run()
        } catch let error as LedgerError {
            Output.note("ledger: \(error)")
            throw ExitStatus.failed
        }
    }

    /// What a tick would send.
    func dryRun() throws -> DryRun {
        let ledger = try LedgerAccess.reading(state) ?? emptyLedger()
        let (networks, faults) = bind()
        let surroundings = composition.surroundings(
            ledger: ledger, networks: networks, faults: faults, transport: NoTransport(),
            sessions: SessionFiles(StateDirectory(state)), fakeNow: fakeNow)
        return try Tick(surroundings, work(ledger)).dryRun()
    }

    private func emptyLedger() throws -> LedgerDatabase {
        try LedgerAccess.reporting { () throws(LedgerError) in
            try LedgerDatabase.inMemory(identity: "dry-run", now: composition.epochSeconds())
        }
    }

    /// The networks of all accounts whose secrets are at hand, and why the others cannot be used.
    private func bind() -> (networks: [AccountID: any Network], faults: [AccountID: String]) {
        let reader = SecretReader(composition: composition, root: house.files.root, policy: house.policy)
        var networks: [AccountID: any Network] = [:]
        var faults: [AccountID: String] = [:]
        for account in house.policy.accounts {
            do throws(SecretReader.Failure) {
                let secrets = try reader.secrets(of: account)
                do throws(AccountFault) {
                    networks[account.id] = try NetworkFactory.bound(account, secrets: secrets)
                } catch {
                    faults[account.id] = "'\(error.key)' \(error.reason)"
                }
            } catch {
                faults[account.id] = "\(error)"
            }
        }
        return (networks, faults)
    }

    private func work(_ ledger: LedgerDatabase) -> TickWork {
        let house = house
        let problem = Problem(posts: house.queue.posts, policy: house.policy, now: Instant(minutes: 0))
        let posts = Dictionary(house.queue.posts.map { ($0.id, $0) }) { first, _ in first }
        let builder = MessageBuilder(policy: house.policy, files: house.files)
        return TickWork(
            load: { Workload(problem: problem, fingerprint: house.contentFingerprint) },
            plan: { problem in
                Output.report(house.diagnostics.filter(\.isError), colour: house.composition.isWatched)
                let plan = try Planner.plan(try problem.withPrices(of: ledger))
                return PlanDraft(placements: plan.bare, json: PlanDocument.json(plan))
            },
            message: { post, account, occurrence in
                guard let post = posts[post], let account = house.policy.account(account) else {
                    throw MissingPost(post: post)
                }
                return try builder.message(of: post, on: account, repetition: occurrence)
            })
    }
}

/// A post of the plan is not in the queue any more.
struct MissingPost: Error, CustomStringConvertible {
    let post: PostID
    var description: String { "the queue has no post '\(post)' any more" }
}

/// A transport for dry runs: nothing leaves the machine.
struct NoTransport: Transport {
    func send(_ request: Request) async throws(TransportFailure) -> Response {
        throw TransportFailure.notSent(
            .shutDown, .init(curlCode: 0, message: "a dry run sends nothing", elapsedMilliseconds: 0))
    }
}
