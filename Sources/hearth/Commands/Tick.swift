import ArgumentParser
import HTTP
import Ledger
import Publishing

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

    func run() async throws {
        let setup = try TickSetup(options, now: now)
        if dryRun {
            let dry = try setup.dryRun()
            switch format {
            case .json: try Output.json(DryRunReport(dry))
            case .text: Output.write(DryRunReport(dry).text)
            }
            return
        }
        try setup.refuseFakeTime()
        let lock = try LedgerAccess.reporting { () throws(LedgerError) in
            try TickLock.take(in: StateDirectory(setup.state))
        }
        guard let lock else {
            if verbose || strict { Output.note("another tick is at work") }
            if strict { throw ExitStatus.busy }
            return
        }
        defer { withExtendedLifetime(lock) {} }
        let report = TickText(try await setup.run())
        switch format {
        case .json: try Output.json(report)
        case .text:
            for line in report.lines where verbose || line.isWorthSaying { Output.write(line.text + "\n") }
        }
        if report.needs_person { throw ExitStatus.failed }
    }
}
