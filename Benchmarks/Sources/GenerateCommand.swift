import ArgumentParser
import Foundation
import Planning
import Rules
import Timeline

/// `hearth-bench generate`
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes a workspace on disk, for `hearth` itself.",
        discussion: """
            Bring the history in with `hearth record --workspace DIR --from DIR/history.jsonl`. Two things have no form on
            disk: accounts that cost money (written as webhooks) and people who wait for an answer (left out).
            """)

    @OptionGroup var shape: ShapeOptions
    @Option(help: "Which of the set's workspaces.")
    var seed: UInt64 = 1
    @Option(help: "The folder.")
    var to: String

    func run() throws {
        let workspace = try GeneratedWorkspace(try shape.shape(), seed: seed, isPriced: false)
        try workspace.write(to: to)
        Text.line("--now \(workspace.problem.now.rfc3339)")
    }
}

/// `hearth-bench export`
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Prints a generated problem as hearth-problem/1.")

    @OptionGroup var shape: ShapeOptions
    @Option(help: "Which of the set's workspaces.")
    var seed: UInt64 = 1
    @Flag(help: "As `generate` writes it.")
    var onDisk = false

    func run() throws {
        let workspace = try GeneratedWorkspace(try shape.shape(), seed: seed, isPriced: !onDisk)
        FileHandle.standardOutput.write(Data(ProblemDocument.json(workspace.problem).utf8))
    }
}
