import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs the `hearth` that was built beside these tests.
enum CommandLineTool {
    /// What a run has left.
    struct Outcome: Sendable {
        /// The exit code; 128 and the signal's number for a process that a signal ended.
        var status: Int32
        var output: String
        var errors: String

        /// What `check` found, without how long the stock lasts.
        var findings: String {
            output.split(separator: "\n").filter { !$0.hasPrefix("runway: ") }.map { $0 + "\n" }.joined()
        }
    }

    /// There is no program to test.
    struct NotBuilt: Error, CustomStringConvertible {
        var searched: [String]
        var description: String {
            "there is no 'hearth' beside the tests (searched \(searched.joined(separator: ", "))); run `swift build`"
        }
    }

    /// Longer than any run takes on a busy machine; whoever takes longer hangs, and is killed.
    private static let patience = Duration.seconds(180)

    /// The program in the folder of the test bundle.
    static func program() throws -> URL {
        let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
        let executables = [Bundle.main.executableURL, CommandLine.arguments.first.map { URL(filePath: $0) }]
            .compactMap(\.self)
        let folders = (executables + bundles).map { $0.deletingLastPathComponent() }
        let candidates = folders.map { $0.appending(path: "hearth").standardizedFileURL }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) })
        else {
            throw NotBuilt(searched: folders.map(\.path))
        }
        return found
    }

    /// Runs the program in `folder` with nothing of this process's environment but a path.
    ///
    /// - Parameters:
    ///   - interrupt: When to press Ctrl-C.
    ///   - output: Where its standard output goes; the outcome has it if none is named.
    static func run(
        _ arguments: [String], in folder: String, environment: [String: String] = [:], input: String = "",
        interrupt: [Duration] = [], output: FileHandle? = nil
    ) async throws -> Outcome {
        let scratch = FileManager.default.temporaryDirectory.appending(
            path: "hearth-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        // Files instead of pipes: nobody has to read while the program writes.
        let files = ["in", "out", "err"].map { scratch.appending(path: $0) }
        try Data(input.utf8).write(to: files[0])
        for file in files.dropFirst() { try Data().write(to: file) }

        let process = Process()
        process.executableURL = try program()
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        // A planted bug (scripts/mutants); without it the program knows no such name.
        let bug = ProcessInfo.processInfo.environment.filter { $0.key == "HEARTH_MUTANT" }
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder].merging(environment) { $1 }
            .merging(bug) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try output ?? FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        let status = try await ended(process, interrupt)
        let outcome = Outcome(
            status: status, output: try String(contentsOf: files[1], encoding: .utf8),
            errors: try String(contentsOf: files[2], encoding: .utf8))
        search(outcome, arguments, folder, Canary.planted(in: environment))
        return outcome
    }

    /// No secret of a run may stand in what it printed or wrote.
    private static func search(
        _ outcome: Outcome, _ arguments: [String], _ folder: String, _ secrets: [String]
    ) {
        if secrets.isEmpty { return }
        var contents = Canary.files(below: folder)
        contents["the output"] = Data(outcome.output.utf8)
        contents["the errors"] = Data(outcome.errors.utf8)
        for place in Canary.leaks(of: secrets, in: contents) {
            Issue.record("a secret stands in \(place) after hearth \(arguments.joined(separator: " "))")
        }
    }

    private static func ended(_ process: Process, _ interrupt: [Duration]) async throws -> Int32 {
        let (endings, ending) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            let wasKilled = process.terminationReason == .uncaughtSignal
            ending.yield((wasKilled ? 128 : 0) + process.terminationStatus)
            ending.finish()
        }
        // A shell starts what runs in the background with SIGINT ignored, and a child inherits that.
        if !interrupt.isEmpty { signal(SIGINT, SIG_DFL) }
        try process.run()
        let number = process.processIdentifier
        // On a queue of its own: tasks wait while other tests keep every thread of their pool busy.
        let clock = DispatchQueue(label: "signals")
        var signals = [DispatchWorkItem { kill(number, SIGKILL) }]
        clock.asyncAfter(deadline: .now() + patience.seconds, execute: signals[0])
        var pause = 0.0
        for next in interrupt {
            pause += next.seconds
            let signal = DispatchWorkItem { kill(number, SIGINT) }
            clock.asyncAfter(deadline: .now() + pause, execute: signal)
            signals.append(signal)
        }
        defer { for signal in signals { signal.cancel() } }
        for await status in endings { return status }
        return -1
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
