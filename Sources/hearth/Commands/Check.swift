import ArgumentParser
import Diagnostics
import Foundation

/// `hearth check`
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reports everything that can be known before posting.",
        discussion: "Exit code 0 if nothing is wrong, 1 if a post has an error, 78 if the policy has one.")

    @OptionGroup var options: WorkspaceOptions

    @Option(help: "text, or json for programs.")
    var format = ListFormat.text

    func run() throws {
        let house = try House(options)
        let findings = house.diagnostics + MessageChecks(house: house).diagnostics
        switch format {
        case .json: try Output.json(findings.sorted(by: DiagnosticPrinter.precedes))
        case .text:
            let printer = DiagnosticPrinter(colour: Composition.live.wantsColour)
            Output.write(printer.report(findings))
        }
        if findings.contains(where: \.isError) { throw ExitStatus.failed }
    }
}
