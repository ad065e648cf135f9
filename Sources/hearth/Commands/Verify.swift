import ArgumentParser
import Foundation
import Planning
import Rules
import Timeline

/// `hearth verify`
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Replays a plan through the rules, apart from the solver.",
        discussion: """
            The file needs 'now' and 'placements' with 'post', 'account' and 'at', as `hearth preview --format json`
            writes them. Exit code 0 if every rule admits every placement, else 1.
            """)

    @OptionGroup var options: WorkspaceOptions

    @Argument(help: "The plan; - for standard input.", completion: .file(extensions: ["json"]))
    var plan: String

    @Option(help: "text, or json for programs.")
    var format = ListFormat.text

    func run() throws {
        let text = try PlanFile.text(plan)
        let stored: Planning.StoredPlan
        do throws(PlanDocument.ReadError) {
            stored = try PlanDocument.read(text)
        } catch {
            Output.note("\(plan): \(error.path.isEmpty ? "" : error.path + ": ")\(error.message)")
            throw ExitStatus.failed
        }
        let desk = try PlanningDesk(options, instant: stored.now, end: stored.end)
        var problem = desk.problem
        // What the file says of itself, so that a plan that was stored in the meantime keeps its score.
        if let kept = stored.kept { problem.stored = kept }
        let judgement = Replay.judge(stored.placements, docket: Docket(problem))
        let report = VerifyReport(judgement, policy: desk.house.policy)
        switch format {
        case .json: try Output.json(report)
        case .text: Output.write(report.text)
        }
        if !judgement.isValid { throw ExitStatus.failed }
    }
}

/// Reading a file named on the command line, or standard input.
enum PlanFile {
    static func text(_ path: String) throws -> String {
        let data: Data?
        if path == "-" {
            data = try FileHandle.standardInput.readToEnd()
        } else {
            data = FileManager.default.contents(atPath: path)
        }
        guard let data else { throw Output.usage("there is no file '\(path)'") }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Output.usage("'\(path)' is not UTF-8")
        }
        return text
    }
}
