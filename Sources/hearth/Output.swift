import ArgumentParser
import Diagnostics
import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Exit codes other programs may rely on; see `docs/cli.md`.
enum ExitStatus {
    /// Something was refused or failed; details are on standard error.
    static let failed = ExitCode(1)
    /// The command line asks for something that is not there.
    static let usage = ExitCode.validationFailure
    /// The ledger could not be read or written: nothing more was sent.
    static let ledgerFailed = ExitCode(74)
    /// What was asked for could not be written to standard output.
    static let outputFailed = ExitCode(74)
    /// Another tick holds the lock.
    static let busy = ExitCode(75)
    /// The policy is invalid: nothing is planned or sent.
    static let configuration = ExitCode(78)
}

/// Writing to the two streams.
enum Output {
    /// Text for whoever asked, on standard output. It may quote servers and files, so it is made safe for a terminal.
    static func write(_ text: String) {
        put(TerminalText.escaped(text, keepingLineBreaks: true))
    }

    /// What is safe already: JSON, or text with colours whose makers have escaped what they quote.
    static func writeRaw(_ text: String) { put(text) }

    /// A disk that is full must not end a tick either: it goes on, and the process ends with `ExitStatus.outputFailed`.
    private static func put(_ text: String) {
        let number = ByteStream.put(text, to: STDOUT_FILENO)
        // Whoever closed it (`head`) has read enough.
        guard ![0, EPIPE].contains(number), failure.happens() else { return }
        note("cannot write to standard output: \(String(cString: strerror(number)))")
    }

    private static let failure = OutputFailure()

    /// Whether something did not reach standard output that should have.
    static var hasFailed: Bool { failure.hasHappened }

    /// Where a tick writes what happens as JSON, if it was asked to; then nothing else goes to standard error.
    @TaskLocal static var log: EventLog?

    /// A line for whoever watches, on standard error.
    static func note(_ text: String) {
        if let log { return log.write(.error, "note", text) }
        FileHandle.standardError.writeQuietly(TerminalText.escaped(text, keepingLineBreaks: true) + "\n")
    }

    /// Says what is wrong with the command line, in the words of the argument parser, but without a page of usage:
    /// for what only turns out once the workspace has been read.
    static func usage(_ text: String) -> ExitCode {
        note("Error: \(text)")
        return ExitStatus.usage
    }

    /// Findings on standard error.
    static func report(_ diagnostics: [Diagnostic], colour: Bool) {
        guard !diagnostics.isEmpty else { return }
        if let log { return diagnostics.forEach { log.write($0) } }
        FileHandle.standardError.writeQuietly(DiagnosticPrinter(colour: colour).report(diagnostics))
    }

    /// A value as JSON with sorted keys and a line break at the end.
    static func json(_ value: some Encodable) throws { writeRaw(try text(of: value)) }

    /// The same as a text.
    static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return TerminalText.escapedJSON(String(decoding: try encoder.encode(value), as: UTF8.self)) + "\n"
    }
}

/// That standard output could not be written, once.
///
/// `@unchecked Sendable`: its variable is only touched under its lock.
private final class OutputFailure: @unchecked Sendable {
    private let lock = NSLock()
    private var isKnown = false

    var hasHappened: Bool { lock.withLock { isKnown } }

    /// Notes it; whether this is the first time.
    func happens() -> Bool {
        lock.withLock {
            defer { isKnown = true }
            return !isKnown
        }
    }
}

extension FileHandle {
    /// A closed pipe (cron, `head`) must not end a tick.
    fileprivate func writeQuietly(_ text: String) {
        try? write(contentsOf: Data(text.utf8))
    }
}

extension Output {
    /// Overwrites the current line of standard error.
    static func progress(_ text: String) {
        FileHandle.standardError.writeQuietly("\r\u{1B}[K" + text)
    }
}

extension Output {
    /// A line on standard error as it is.
    static func errorLine(_ text: String) {
        FileHandle.standardError.writeQuietly(text + "\n")
    }
}
