import Foundation
import HTTP
import Policies
import Posts

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Takes a message where the policy says, in ten seconds or not at all.
struct Messenger {
    /// Why somebody could not be told; never with a secret in it.
    struct Failure: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    let way: NotifySettings.Way
    /// The environment of this process.
    let environment: [String: String]
    /// The secret behind a reference.
    let secret: (SecretReference) throws -> Secret
    /// A transport that may reach this host.
    let transport: (String) -> any Transport
    /// Where commands are started.
    let folder: String

    /// Milliseconds for everything.
    static let limit = 10_000

    /// Tells.
    func send(_ message: NoticeMessage) async throws(Failure) {
        switch way {
        case .command(let arguments): try NoticeCommand.run(arguments, message.text, environment, folder)
        case .webhook(let address): try await post(message, to: address)
        case .secretWebhook(let reference):
            let address: Secret
            do {
                address = try secret(reference)
            } catch {
                throw Failure(description: "\(error)")
            }
            try await post(message, to: address.reveal())
        }
    }

    private func post(_ message: NoticeMessage, to address: String) async throws(Failure) {
        guard let host = Link.host(address) else {
            throw Failure(description: "the webhook's address cannot be read")
        }
        let request = Request(
            url: address, json: message.json,
            timeouts: .init(connect: 5_000, total: Messenger.limit, stall: 10), secrets: [Secret(address)])
        let response: Response
        do throws(TransportFailure) {
            response = try await transport(host).send(request)
        } catch {
            throw Failure(description: "the webhook at \(host): \(error)")
        }
        guard (200..<300).contains(response.status) else {
            throw Failure(description: "the webhook at \(host) answered \(response.status)")
        }
    }
}

extension Messenger {
    /// With everything of this process.
    ///
    /// - Parameter policy: Nil where it cannot be read.
    init(_ settings: NotifySettings, policy: Policy?, _ composition: Composition, root: String) {
        let reader = SecretReader(composition: composition, root: root, policy: policy)
        self.init(
            way: settings.way, environment: composition.environment,
            secret: { try reader.secret("webhook", $0) },
            transport: { composition.transport(reaching: $0) },
            folder: root)
    }
}

/// Starts a program without a shell, with the message on its standard input and nearly nothing in its environment.
enum NoticeCommand {
    /// Variables that a program gets to see: what it needs to run, none of those that may hold secrets.
    static let visible: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "XDG_RUNTIME_DIR",
        "DBUS_SESSION_BUS_ADDRESS",
    ]

    static func run(
        _ arguments: [String], _ input: String, _ environment: [String: String], _ folder: String,
        limit: Int = Messenger.limit
    ) throws(Messenger.Failure) {
        guard let program = arguments.first, let path = SecretCommand.located(program, environment) else {
            throw .init(description: "there is no program '\(arguments.first ?? "")'")
        }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = Array(arguments.dropFirst())
        process.currentDirectoryURL = URL(filePath: folder)
        var seen = environment.filter { visible.contains($0.key) }
        seen["PATH"] = seen["PATH"] ?? "/usr/bin:/bin"
        process.environment = seen
        let pipe = Pipe()
        process.standardInput = pipe
        // What it prints is for nobody: a program that goes on in the background must not hold the tick's output open.
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // Before it starts, while this process holds the other end open: so the pipe cannot break. A message is shorter than
        // what a pipe takes.
        do {
            try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8.prefix(32 << 10)))
            try process.run()
            try pipe.fileHandleForWriting.close()
        } catch {
            throw .init(description: "'\(program)' does not start")
        }
        var turns = limit / 10
        while process.isRunning, turns > 0 {
            usleep(10_000)
            turns -= 1
        }
        if process.isRunning {
            process.endWithAllItStarted()
            throw .init(description: "'\(program)' took more than \(limit / 1000) s and was ended")
        }
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let how = process.terminationReason == .exit ? "ended with" : "was ended by signal"
            throw .init(description: "'\(program)' \(how) \(process.terminationStatus)")
        }
    }
}
