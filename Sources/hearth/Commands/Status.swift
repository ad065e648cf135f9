import ArgumentParser
import Ledger
import Policies
import Posts
import Timeline

/// `hearth status`
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "What went out, what is next, what needs a person.",
        discussion: "Exit code 1 when something needs a person, so that it serves as a health check.")

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var now: NowOption

    @Option(help: "text, or json for programs.")
    var format = ListFormat.text

    func run() throws {
        let composition = Composition.live
        let root = try House.folder(options, composition).root
        let state = House.stateFolder(options, composition, root: root)
        guard let ledger = try LedgerAccess.reading(state) else {
            switch format {
            case .json: try Output.json(StatusReport(nil))
            case .text:
                Output.write("nothing has been planned or sent yet; `hearth preview` shows what would be\n")
            }
            return
        }
        let instant = now.now?.instant ?? Instant(roundingUpSeconds: composition.epochSeconds())
        let status = try LedgerAccess.reporting { () throws(LedgerError) in try ledger.status(now: instant) }
        let report = StatusReport(status)
        switch format {
        case .json: try Output.json(report)
        case .text: Output.write(report.text)
        }
        if !report.needs_person.isEmpty || !report.troubles.isEmpty { throw ExitStatus.failed }
    }
}
