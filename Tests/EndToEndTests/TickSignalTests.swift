import Foundation
import GRDB
import Ledger
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A server on this machine that answers one request, when it is told to.
private final class SlowServer: @unchecked Sendable {
    // Unchecked: the descriptor never changes, and semaphores may be used from anywhere.
    private let listener: Int32
    let port: Int
    let hasAsked = DispatchSemaphore(value: 0)
    let mayAnswer = DispatchSemaphore(value: 0)

    init() throws {
        #if os(Linux)
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (listener, size) = (listener, length)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        try #require(bound)
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in
            let client = accept(listener, nil, nil)
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            _ = recv(client, &buffer, buffer.count, 0)
            hasAsked.signal()
            mayAnswer.wait()
            let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".utf8)
            _ = send(client, answer, answer.count, 0)
            close(client)
        }
    }

    deinit { close(listener) }
}

/// Signals in the middle of a call, and ledgers of an older Hearth.
struct TickSignalTests {
    /// A workspace with one post, due at `TickTests.due`, for a webhook on `port`.
    private func workspace(port: Int) async throws -> TemporaryWorkspace {
        let place = try TemporaryWorkspace(TemporaryWorkspace.small.filter { $0.key.hasPrefix("queue/cur") })
        try place.write(
            "policies/default.yaml",
            TemporaryWorkspace.policy.replacing(
                "{ network: mastodon, url: \"http://127.0.0.1:9\", token: \"env:MASTODON_TOKEN\" }",
                with: "{ network: webhook, url: \"http://127.0.0.1:\(port)/in\" }"))
        let plan = try await place.hearth("plan", "--now", TemporaryWorkspace.now, "--effort", "quick")
        #expect(plan.status == 0)
        return place
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `asked to stop in the middle of a call, a tick ends it, writes it down, and says by which signal`(
        number: Int32
    ) async throws {
        let server = try SlowServer()
        let place = try await workspace(port: server.port)
        signal(SIGINT, SIG_DFL)
        let process = Process()
        process.executableURL = try CommandLineTool.program()
        process.arguments = ["tick", "--now", TickTests.due]
        process.currentDirectoryURL = URL(filePath: place.path)
        process.environment = ["PATH": "/usr/bin:/bin"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = await withCheckedContinuation { continuation in
            DispatchQueue(label: "signal test").async {
                do { try process.run() } catch { return continuation.resume(returning: Int32(-1)) }
                let isAsked = server.hasAsked.wait(timeout: .now() + 60) == .success
                kill(process.processIdentifier, isAsked ? number : SIGKILL)
                usleep(200_000)
                server.mayAnswer.signal()
                process.waitUntilExit()
                let isKilled = process.terminationReason == .uncaughtSignal
                continuation.resume(returning: (isKilled ? 1_000 : 0) + process.terminationStatus)
            }
        }
        #expect(ended == 128 + number)
        let log = try ReadJSON.list(try await place.hearth("log", "--format", "json").output)
        #expect(log.map { $0["state"] as? String } == ["posted"])
        let view = try ReadJSON.object(try await place.hearth("status", "--format", "json").output)
        #expect((view["last_tick"] as? [String: Any])?["ended"] != nil)
        #expect((view["troubles"] as? [String])?.isEmpty == true)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/perl"), "there is no perl"))
    func `an alarm that the caller has set before it started the tick ends it`() async throws {
        let server = try SlowServer()
        let place = try await workspace(port: server.port)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/perl")
        process.arguments = [
            "-e", "alarm 10; exec @ARGV", try CommandLineTool.program().path, "tick", "--now", TickTests.due,
        ]
        process.currentDirectoryURL = URL(filePath: place.path)
        process.environment = ["PATH": "/usr/bin:/bin"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (isAsked, ended) = await withCheckedContinuation { continuation in
            DispatchQueue(label: "alarm test").async {
                do { try process.run() } catch { return continuation.resume(returning: (false, Int32(-1))) }
                let isAsked = server.hasAsked.wait(timeout: .now() + 60) == .success
                process.waitUntilExit()
                server.mayAnswer.signal()
                let isKilled = process.terminationReason == .uncaughtSignal
                continuation.resume(
                    returning: (isAsked, (isKilled ? 1_000 : 0) + process.terminationStatus))
            }
        }
        #expect(isAsked)
        #expect(ended == 1_000 + SIGALRM)
    }

    @Test func `a tick brings a ledger of an older Hearth up to date; what only reads says that it is old`()
        async throws
    {
        let place = try await workspace(port: 9)
        let file = place.path + "/.hearth/ledger.sqlite"
        let queue = try DatabaseQueue(path: file)
        try await queue.write { db in
            try db.execute(sql: "DROP TABLE circuit; DROP TABLE account_host; DROP TABLE work")
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = 'M004 safety'")
        }
        try queue.close()
        let status = try await place.hearth("status")
        #expect(status.status == 1)
        #expect(status.errors.contains("it was written by an older Hearth"))
        let tick = try await place.hearth("tick", "--now", TemporaryWorkspace.now, "--verbose")
        #expect(tick.status == 0)
        #expect(tick.errors == "")
        #expect(try await place.hearth("status").status == 0)
    }

    @Test
    func
        `a post that follows one whose file is gone is planned by the very tick that brings the ledger up to date`()
        async throws
    {
        let place = try await workspace(port: 9)
        let recorded = try await place.hearth(
            "record", "--account", "mastodon", "--kind", "curated", "--at", "2026-11-20T10:00:00Z", "--post",
            "gone/part")
        #expect(recorded.status == 0)
        try place.write(
            "queue/curated/next.md", "---\nkind: curated\nafter: [gone/part]\n---\nThe second part.\n")
        let queue = try DatabaseQueue(path: place.path + "/.hearth/ledger.sqlite")
        try await queue.write { db in
            try db.execute(sql: "DROP TABLE circuit; DROP TABLE account_host; DROP TABLE work")
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = 'M004 safety'")
        }
        try queue.close()
        // A dry run brings nothing up to date.
        #expect(
            try await place.hearth("tick", "--dry-run", "--now", TemporaryWorkspace.now).errors.contains(
                "it was written by an older Hearth"))
        let tick = try await place.hearth("tick", "--now", TemporaryWorkspace.now)
        #expect(tick.status == 0)
        #expect(tick.errors == "")
        let after = try DatabaseQueue(path: place.path + "/.hearth/ledger.sqlite")
        let posts = try await after.read { try String.fetchSet($0, sql: "SELECT post FROM placement") }
        try after.close()
        #expect(posts.contains("curated/next"))
    }

    @Test func `while a tick is at work accounts are not tested and nothing is adopted`() async throws {
        let place = try await workspace(port: 9)
        let descriptor = open(place.path + "/.hearth/tick.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        for arguments in [["accounts", "test"], ["adopt"]] {
            let run = try await CommandLineTool.run(arguments, in: place.path)
            #expect(run.status == 75)
            #expect(run.errors == "a tick is at work; try again when it is done\n")
        }
    }
}
