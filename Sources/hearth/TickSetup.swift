import ArgumentParser
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

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Everything a tick needs, put together.
struct TickSetup {
    let composition: Composition
    let state: String
    let house: House
    private let fakeNow: Instant?

    /// Reads the workspace; an invalid policy ends here, before anything is sent.
    ///
    /// - Parameter isDry: Whether nothing may be written.
    /// - Throws: `TickFailure`, except for a command line that asks for what is not there.
    init(
        _ options: WorkspaceOptions, _ composition: Composition, state: String, now: NowOption, isDry: Bool
    ) throws {
        self.composition = composition
        composition.harden()
        self.state = state
        fakeNow = now.now?.instant
        var posted: Set<PostID> = []
        do throws(LedgerError) {
            posted = try TickSetup.posted(state, now: composition.epochSeconds(), isDry: isDry)
        } catch {
            throw TickFailure(
                cause: .ledger, words: "\(error)",
                exit: error == .busy ? ExitStatus.busy : ExitStatus.failed)
        }
        do {
            let patience = QueueSnapshot.Patience(
                clock: { composition.epochMicroseconds() }, wait: { usleep(UInt32($0)) })
            house = try House(options, composition, posted: posted, patience: isDry ? nil : patience)
        } catch let exit as ExitCode where exit == ExitStatus.configuration {
            throw TickFailure(cause: .policy, words: "", exit: exit)
        }
    }

    /// Posts that went out. A ledger of an older Hearth is brought up to date first: without what it knows, a post that
    /// follows one whose file is gone would seem to follow nothing, and be planned around.
    private static func posted(_ state: String, now: Int, isDry: Bool) throws(LedgerError) -> Set<PostID> {
        let directory = StateDirectory(state)
        var found: LedgerDatabase?
        do throws(LedgerError) {
            found = try LedgerDatabase.openReadOnly(in: directory)
        } catch {
            guard error == .olderSchema, !isDry else { throw error }
            found = try LedgerDatabase.open(in: directory, identity: "", now: now)
        }
        guard let ledger = found else { return [] }
        let posted = Set(try ledger.history().compactMap(\.post))
        try ledger.close()
        return posted
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

    /// Milliseconds after which a tick is ended by the kernel: two and a half times what it gives itself.
    private static let longest = 600_000

    /// Runs one tick.
    ///
    /// - Parameter stop: Who may ask it to stop.
    /// - Throws: `TickFailure`.
    func run(stop: Interruption? = nil) async throws -> TickOutcome {
        let (whole, call) = (KernelTimer(), KernelTimer())
        whole.set(TickSetup.longest)
        defer { whole.set(nil) }
        do {
            let ledger = try LedgerDatabase.open(
                in: StateDirectory(state), identity: UUID().uuidString.lowercased(),
                now: composition.epochSeconds())
            // A trial at another time neither asks nor says who serves the queue.
            let accounts = fakeNow == nil ? house.policy.servedAccounts : []
            if fakeNow == nil { try ledger.keep(served: accounts) }
            let bound = bind()
            let transport = composition.transport(for: house.policy)
            defer { transport.shutdown() }
            let sessions = SessionFiles(StateDirectory(state))
            let surroundings = composition.surroundings(
                ledger: ledger, networks: bound.networks, faults: bound.faults, transport: transport,
                sessions: sessions,
                epochs: LedgerAccess.epochs(state: state, root: house.files.root, accounts: accounts),
                directory: StateDirectory(state), timer: call, stop: stop, fakeNow: fakeNow)
            let report = try await Tick(surroundings, work(ledger)).run()
            let kept = bound.networks.keys.sorted().map { account in
                (account, Result { try sessions.load(account) })
            }
            var faults = bound.faults
            var secrets = bound.secrets
            for (account, session) in kept {
                switch session {
                case .success(let tokens): secrets += tokens.values.map { Secret($0) }
                case .failure(let error): faults[account] = "its session cannot be read: \(error)"
                }
            }
            return TickOutcome(
                report: report, ledger: ledger, house: house, faults: faults, secrets: secrets)
        } catch let error as OutcomeKept {
            let kept = "what came of delivery \(error.delivery) is kept; the next tick writes it down first"
            throw TickFailure(
                cause: .ledger, words: "\(error.cause)\n\(kept)", exit: ExitStatus.ledgerFailed)
        } catch let error as LedgerError {
            throw TickFailure(
                cause: .ledger, words: "\(error)",
                exit: error == .busy ? ExitStatus.busy : ExitStatus.ledgerFailed)
        } catch {
            throw TickFailure(cause: .other, words: "\(error)", exit: ExitStatus.failed)
        }
    }

    /// What a tick would send.
    func dryRun() throws -> DryRun {
        let found = try LedgerAccess.reading(state)
        let ledger = try found ?? emptyLedger()
        let bound = bind()
        let surroundings = composition.surroundings(
            ledger: ledger, networks: bound.networks, faults: bound.faults, transport: NoTransport(),
            sessions: SessionFiles(StateDirectory(state)),
            epochs: LedgerAccess.epochs(
                state: state, root: house.files.root, accounts: house.policy.servedAccounts),
            directory: found == nil ? nil : StateDirectory(state), fakeNow: fakeNow)
        return try Tick(surroundings, work(ledger)).dryRun()
    }

    private func emptyLedger() throws -> LedgerDatabase {
        try LedgerAccess.reporting { () throws(LedgerError) in
            try LedgerDatabase.inMemory(identity: "dry-run", now: composition.epochSeconds())
        }
    }

    /// The networks of all accounts whose secrets are at hand, and why the others cannot be used.
    private func bind() -> Bound {
        let reader = SecretReader(composition: composition, root: house.files.root, policy: house.policy)
        var bound = Bound()
        for account in house.policy.accounts {
            do throws(SecretReader.Failure) {
                let secrets = try reader.secrets(of: account)
                bound.secrets += secrets.values
                do throws(AccountFault) {
                    bound.networks[account.id] = try NetworkFactory.bound(account, secrets: secrets)
                } catch {
                    bound.faults[account.id] = "'\(error.key)' \(error.reason)"
                }
            } catch {
                bound.faults[account.id] = "\(error)"
            }
        }
        return bound
    }

    private struct Bound {
        var networks: [AccountID: any Network] = [:]
        var faults: [AccountID: String] = [:]
        var secrets: [Secret] = []
    }

    private func work(_ ledger: LedgerDatabase) -> TickWork {
        let house = house
        let problem = Problem(posts: house.queue.posts, policy: house.policy, now: Instant(minutes: 0))
        let posts = Dictionary(house.queue.posts.map { ($0.id, $0) }) { first, _ in first }
        let builder = MessageBuilder(policy: house.policy, files: house.files)
        return TickWork(
            load: {
                house.unread.forEach { Output.note("error: \($0)") }
                return Workload(
                    problem: problem, fingerprint: house.contentFingerprint, unread: house.unread)
            },
            plan: { problem in
                Output.report(house.diagnostics.filter(\.isError), colour: house.composition.isWatched)
                let plan = try Planner.plan(try problem.withPrices(of: ledger))
                return PlanDraft(placements: plan.bare, json: PlanDocument.json(plan))
            },
            message: { post, account, occurrence in
                guard let post = posts[post], let account = house.policy.account(account) else {
                    throw MissingPost(post: post)
                }
                do throws(MessageBuilder.Failure) {
                    return try builder.message(of: post, on: account, repetition: occurrence)
                } catch {
                    if error.isOfMoment { throw PassingFault("\(error)") }
                    throw error
                }
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
