import ArgumentParser
import Foundation
import Policies

/// `hearth init`
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a commented workspace that previews at once. Overwrites nothing.")

    @Argument(help: "The folder to make or fill.", completion: .directory)
    var folder = "."

    @Option(help: "The preset to build on: \(WorkspaceTemplate.presets.joined(separator: ", ")).")
    var preset = "always-there"

    func validate() throws {
        guard WorkspaceTemplate.presets.contains(preset) else {
            throw ValidationError(
                "there is no preset '\(preset)'; known: \(WorkspaceTemplate.presets.joined(separator: ", "))")
        }
    }

    func run() throws {
        let files = WorkspaceTemplate.files(preset: preset)
        for (path, _) in files where FileManager.default.fileExists(atPath: folder + "/" + path) {
            Output.note("'\(folder)/\(path)' is there already, and nothing is overwritten")
            throw ExitStatus.failed
        }
        for (path, text) in files {
            let url = URL(filePath: folder).appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url, options: .withoutOverwriting)
        }
        Output.write(
            """
            Made \(files.count) files in \(folder == "." ? "this folder" : folder).

            Next:
              hearth preview\(folder == "." ? "" : " --workspace \(folder)")      shows the plan; nothing is sent
              edit policies/default.yaml     your time zone and accounts
              add files to queue/            one post each; the examples there are shown, but never sent
                                             until you change them

            """)
    }
}
