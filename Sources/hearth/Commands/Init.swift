import ArgumentParser
import Foundation
import Policies

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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
        for (path, text) in files { try InitCommand.make(folder + "/" + path, text) }
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

    /// Makes a file that is not there yet, and the folders above it.
    private static func make(_ path: String, _ text: String) throws {
        try makeFolders(above: path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw refusal(path, errno) }
        defer { close(descriptor) }
        let number = ByteStream.put(text, to: descriptor)
        guard number == 0 else { throw refusal(path, number) }
    }

    private static func makeFolders(above path: String) throws {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        guard let failure = makeFolder(folder) else { return }
        guard failure == ENOENT else { throw refusal(folder, failure) }
        try makeFolders(above: folder)
        if let failure = makeFolder(folder) { throw refusal(folder, failure) }
    }

    /// The `errno` of what failed; nil if the folder is there now.
    private static func makeFolder(_ path: String) -> Int32? {
        if mkdir(path, 0o777) == 0 { return nil }
        let number = errno
        return number == EEXIST ? nil : number
    }

    private static func refusal(_ path: String, _ number: Int32) -> ExitCode {
        Output.note("cannot make '\(path)': \(String(cString: strerror(number)))")
        return ExitStatus.failed
    }
}
