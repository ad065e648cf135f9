import ArgumentParser
import Diagnostics
import Foundation
import Ledger
import Networks
import Planning
import Policies
import Posts
import Solver
import Timeline

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
        let composition = Composition.live
        let root = try House.folder(options, composition).root
        if format == .json {
            // A house says what is wrong with its policy to people, and is none; a program reads the same list as ever.
            let read = try House.readPolicy(options, composition)
            if read.policy == nil {
                try Output.json(read.diagnostics.sorted(by: DiagnosticPrinter.precedes))
                throw ExitStatus.configuration
            }
        }
        let ledger = try LedgerAccess.reading(House.stateFolder(options, composition, root: root))
        let house = try House(
            options, composition, posted: try LedgerAccess.posted(ledger), plansExamples: true)
        let now = Instant(roundingUpSeconds: composition.epochSeconds())
        let desk = try PlanningDesk(house: house, ledger: ledger, now: now)
        let plan = try desk.plan(.quick)
        let findings =
            house.diagnostics + PassedOver(files: house.files, queue: house.queue).diagnostics
            + MessageChecks(house: house, memory: try memory(house, ledger)).diagnostics
            + pins(plan, house)
        switch format {
        case .json: try Output.json(findings.sorted(by: DiagnosticPrinter.precedes))
        case .text:
            Output.writeRaw(DiagnosticPrinter(colour: composition.wantsColour).report(findings))
            Output.write(RunwayText.lines(plan).map { $0 + "\n" }.joined())
        }
        // The policy was read, but an account of it cannot be used.
        if findings.contains(where: { $0.isError && $0.code == Account.faultCode }) {
            throw ExitStatus.configuration
        }
        if findings.contains(where: \.isError) { throw ExitStatus.failed }
    }

    /// Pins that cannot be kept, each where its post stands.
    private func pins(_ plan: Plan, _ house: House) -> [Diagnostic] {
        zip(plan.pinConflicts, plan.diagnostics.filter { $0.code == "pin-conflict" }).map {
            conflict, finding in
            var finding = finding
            finding.location = house.queue.posts.first { $0.id == conflict.post }?.location
            return finding
        }
    }

    /// What earlier answers said of each account: a server's own limits count, not the documented ones.
    private func memory(_ house: House, _ ledger: LedgerDatabase?) throws -> [AccountID: Memory] {
        guard let ledger else { return [:] }
        var memory: [AccountID: Memory] = [:]
        for account in house.policy.accounts {
            memory[account.id] = Memory(
                facts: try LedgerAccess.reporting { () throws(LedgerError) in try ledger.facts(of: account.id)
                })
        }
        return memory
    }
}
