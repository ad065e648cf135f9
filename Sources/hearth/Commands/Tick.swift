import ArgumentParser
import Diagnostics
import HTTP
import Ledger
import Policies
import Posts
import Publishing
import Timeline

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `hearth tick`
struct TickCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tick",
        abstract:
            "For cron: settles what is in doubt, plans anew if something changed, publishes what is due.",
        discussion: """
            At most one post per account and tick; nothing that is later than half an hour. While another tick is at
            work this one ends quietly with 0, with --strict with 75. Exit code 1 when something needs a person.
            """)

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var now: NowOption

    @Flag(help: "Show what would be sent, request by request, secrets masked. Sends nothing, writes nothing.")
    var dryRun = false

    @Flag(help: "End with 75 while another tick is at work.")
    var strict = false

    @Flag(name: .shortAndLong, help: "Say also what is only good to know.")
    var verbose = false

    @Option(help: "text, or json for programs.")
    var format = ListFormat.text

    @Option(help: "Say what happens as text, or as json: one object a line, on standard error.")
    var logFormat = ListFormat.text

    @Option(
        help: "At the end write the numbers of `status --format prometheus` to this file.",
        completion: .file(extensions: ["prom"]))
    var metrics: String?

    func run() async throws {
        guard logFormat == .json else { return try await perform() }
        let composition = Composition.live
        let log = EventLog(clock: { composition.epochMicroseconds() }, sink: { Output.errorLine($0) })
        try await Output.$log.withValue(log) {
            let begun = composition.steadyMilliseconds()
            log.write(.info, "tick_started", "the tick begins", [("version", .text(Hearth.version))])
            var exit = ExitCode.success
            do {
                try await perform()
            } catch {
                exit = error as? ExitCode ?? ExitStatus.failed
                if !(error is ExitCode) { log.write(.error, "note", "\(error)") }
            }
            if exit.isSuccess, Output.hasFailed { exit = ExitStatus.outputFailed }
            let taken = composition.steadyMilliseconds() - begun
            log.write(
                exit.isSuccess ? .info : .error, "tick_ended", "the tick has ended",
                [("exit", .number(Int(exit.rawValue))), ("milliseconds", .number(taken))])
            if !exit.isSuccess { throw exit }
        }
    }

    private func perform() async throws {
        let composition = Composition.live
        let root = try House.folder(options, composition).root
        let state = House.stateFolder(options, composition, root: root)
        if !dryRun { try LedgerAccess.refuseStrangers(state) }
        let aftermath = Aftermath(
            composition: composition,
            place: CommandPlace(workspace: root, state: state, policy: options.policy), state: state,
            metrics: metrics.map(composition.absolute), policy: options.policy,
            now: now.now.map { $0.instant.minutes * 60 } ?? composition.epochSeconds())
        var setup: TickSetup?
        var isLocked = false
        do {
            let made = try TickSetup(options, composition, state: state, now: now, isDry: dryRun)
            setup = made
            if dryRun { return try show(try made.dryRun()) }
            try made.refuseFakeTime()
            guard let lock = try takeLock(state) else {
                if verbose || strict { Output.note("another tick is at work") }
                if strict { throw ExitStatus.busy }
                return
            }
            isLocked = true
            defer { withExtendedLifetime(lock) {} }
            let stop = Interruption([SIGINT, SIGTERM])
            defer { stop?.end() }
            let outcome = try await made.run(stop: stop)
            let report = TickText(outcome.report)
            try say(report)
            // Whoever wants it to stop wants it now; the next tick tells.
            if let signal = stop?.heard { throw ExitCode(128 + signal) }
            await aftermath.follow(outcome)
            if report.needs_person { throw ExitStatus.failed }
        } catch let failure as TickFailure {
            switch failure.cause {
            case .policy: break
            case .ledger: Output.note("ledger: \(failure.words)")
            case .other: Output.note("Error: \(failure.words)")
            }
            if !dryRun {
                let policy = failure.cause == .policy ? nil : (setup?.house ?? house(options))?.policy
                await aftermath.follow(failure, policy: policy, isLocked: isLocked)
            }
            throw failure.exit
        }
    }

    /// The workspace, where the ledger failed before it was read.
    private func house(_ options: WorkspaceOptions) -> House? { try? House(options) }

    private func takeLock(_ state: String) throws -> KernelLock? {
        do throws(LedgerError) {
            return try TickLock.take(in: StateDirectory(state))
        } catch {
            throw TickFailure(cause: .ledger, words: "\(error)", exit: ExitStatus.failed)
        }
    }

    private func show(_ dry: DryRun) throws {
        switch format {
        case .json: try Output.json(DryRunReport(dry))
        case .text:
            let holds = dry.holds.map {
                "on hold: \($0.account?.rawValue ?? "everything") (\(TerminalText.escaped($0.why)))\n"
            }
            Output.write(holds.joined() + DryRunReport(dry).text)
        }
    }

    /// What it did: once, in one of its forms.
    private func say(_ report: TickText) throws {
        if let log = Output.log { report.lines.forEach { log.write($0) } }
        switch format {
        case .json: try Output.json(report)
        case .text where Output.log == nil:
            for line in report.lines where verbose || line.isWorthSaying { Output.write(line.text + "\n") }
        case .text: break
        }
    }
}
