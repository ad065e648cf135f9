import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs a password manager without a shell, for ten seconds and 64 KiB at most.
enum SecretCommand {
    /// Bytes of an output.
    private static let most = 64 << 10

    /// The first line that a program prints.
    ///
    /// - Parameters:
    ///   - limit: Milliseconds for everything, whatever is printed meanwhile.
    ///   - clock: Milliseconds that never jump.
    static func output(
        of arguments: [String], key: String, environment: [String: String], limit: Int = 10_000,
        clock: () -> Int
    ) throws(SecretReader.Failure) -> String {
        guard let program = arguments.first, let path = located(program, environment) else {
            throw SecretReader.Failure(
                key: key, reason: "cannot be fetched: there is no program '\(arguments.first ?? "")'")
        }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = Array(arguments.dropFirst())
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        // Nobody knows yet what is secret in it, so that it could not be masked in a log.
        process.standardError = FileHandle.nullDevice
        process.environment = environment
        let end = clock() + limit
        do {
            try process.run()
        } catch {
            throw SecretReader.Failure(key: key, reason: "cannot be fetched: '\(program)' does not start")
        }
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        var collected: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var isWhole = false
        while !isWhole, collected.count <= most, clock() < end {
            var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&poller, 1, 100) > 0 else { continue }
            let got = read(descriptor, &buffer, buffer.count)
            isWhole = got <= 0
            if got > 0 { collected += buffer.prefix(got) }
        }
        // A program may close its output and go on all the same.
        while isWhole, process.isRunning, clock() < end { usleep(10_000) }
        guard isWhole, !process.isRunning else {
            process.endWithAllItStarted()
            let fault =
                collected.count > most ? "printed more than 64 KiB" : "took more than \(limit / 1000) s"
            throw SecretReader.Failure(key: key, reason: "cannot be fetched: '\(program)' \(fault)")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw SecretReader.Failure(
                key: key, reason: "cannot be fetched: '\(program)' ended with \(process.terminationStatus)")
        }
        return String(decoding: collected, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }

    /// The path of a program; nil if there is none.
    static func located(_ program: String, _ environment: [String: String]) -> String? {
        if program.contains("/") {
            return FileManager.default.isExecutableFile(atPath: program) ? program : nil
        }
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

extension Process {
    /// Ends it at once, and what it has started too, as far as that is still in its group.
    func endWithAllItStarted() {
        let number = processIdentifier
        guard number > 1 else { return }
        // It leads a group of its own, which outlives it as long as somebody is in it. Where it does not, there is no group of
        // this number.
        kill(-number, SIGKILL)
        if isRunning { kill(number, SIGKILL) }
    }
}
