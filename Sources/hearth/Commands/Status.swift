import ArgumentParser
import Foundation
import Ledger
import Policies
import Posts
import Timeline

/// `hearth status`
struct StatusCommand: ParsableCommand {
    /// How to print it.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case prometheus
    }

    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "What went out, what is next, what needs a person.",
        discussion: "Exit code 1 when something needs a person, so that it serves as a health check.")

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var now: NowOption

    @Option(help: "text, json for programs, or prometheus for node_exporter's textfile collector.")
    var format = Format.text

    @Option(
        help: "Write to this file instead; whoever reads it finds the old text or the new one, never a part.",
        completion: .file())
    var output: String?

    @Option(help: "End with 1 also when no tick has begun for so long, such as 30m.")
    var maxAge: LengthArgument?

    func run() throws {
        let composition = Composition.live
        let files = try House.folder(options, composition)
        let root = files.root
        let state = House.stateFolder(options, composition, root: root)
        let seconds = now.now.map { $0.instant.minutes * 60 } ?? composition.epochSeconds()
        let ledger = try LedgerAccess.reading(state)
        let view = try LedgerAccess.reporting { () throws(LedgerError) in
            try ledger.map { ledger throws(LedgerError) in
                try StatusView(ledger, state: state, root: root, now: seconds)
            }
        }
        let fault = PolicyFault.look(options.policy, in: files, composition)
        let report = StatusReport(view, now: seconds, maxAge: maxAge?.length, policyFault: fault)
        let text =
            switch format {
            case .json: try Output.text(of: report)
            case .prometheus:
                StatusMetrics(view: view, report: report, now: seconds, policyFault: fault).text
            case .text:
                view == nil
                    ? "nothing has been planned or sent yet; `hearth preview` shows what would be\n"
                        + report.troubles.map { "trouble: \($0)\n" }.joined()
                    : report.text
            }
        try write(text, composition)
        if !report.ok { throw ExitStatus.failed }
    }

    private func write(_ text: String, _ composition: Composition) throws {
        guard let output else {
            return format == .text ? Output.write(text) : Output.writeRaw(text)
        }
        do throws(ReportFile.Failure) {
            try ReportFile.write(text, to: composition.absolute(output))
        } catch {
            Output.note("\(error)")
            throw ExitStatus.failed
        }
    }
}

/// A length of time on the command line, written as in a policy.
struct LengthArgument: ExpressibleByArgument, Hashable {
    let length: Minutes

    init?(argument: String) {
        guard let length = Minutes(parsing: argument), length.count > 0 else { return nil }
        self.length = length
    }
}
