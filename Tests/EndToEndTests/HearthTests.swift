import Foundation
import Testing

struct HearthTests {
    @Test(arguments: [
        ["frobnicate"], ["tick", "--bogus"], ["preview", "--days", "0"], ["preview", "--width", "10"],
        ["preview", "--format", "xml"], ["preview", "--now", "tomorrow"],
        ["preview", "--workspace", "nowhere"],
        ["export", "--days", "91"], ["check", "--format", "html"], ["record"],
        ["record", "--account", "mastodon"],
        ["record", "--from", "-", "--kind", "promo"], ["resolve", "7"],
        ["resolve", "7", "--sent", "not a url"],
        ["resolve", "7", "--retry", "--drop"],
        ["resolve", "seven", "--drop"], ["verify"], ["verify", "nowhere.json"], ["log", "--limit", "0"],
        ["init", "new", "--preset", "loud"], ["schema", "plan"], ["accounts", "test", "nobody"],
        ["status", "--state", ""], ["plan", "--state="],
    ])
    func `a wrong command line ends with 64 and says why`(arguments: [String]) async throws {
        let place = try TemporaryWorkspace()
        let outcome = try await CommandLineTool.run(arguments, in: place.path)
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasPrefix("Error: "))
        #expect(outcome.output == "")
        #expect(!place.has(".hearth"))
        #expect(!place.has("new"))
    }

    @Test func `a time without an offset is refused with what is missing`() async throws {
        let place = try TemporaryWorkspace()
        for words in [["status", "--now"], ["log", "--since"]] {
            let refused = try await CommandLineTool.run(words + ["2026-11-23T08:00:00"], in: place.path)
            #expect(refused.status == 64)
            #expect(refused.errors.contains("it takes a time with an offset, such as 2026-11-23T08:00:00Z"))
        }
    }

    @Test func `an empty HEARTH_STATE is none`() async throws {
        let place = try TemporaryWorkspace()
        let plan = try await place.hearth(
            "plan", "--now", TemporaryWorkspace.now, environment: ["HEARTH_STATE": ""])
        #expect(plan.status == 0)
        #expect(place.has(".hearth/ledger.sqlite"))
        #expect(!place.has("ledger.sqlite"))
    }

    @Test func `the version and every command's help are there`() async throws {
        let place = try TemporaryWorkspace([:])
        let version = try await place.hearth("--version")
        #expect(version.status == 0)
        #expect(version.output.split(separator: ".").count == 3)
        let help = try await place.hearth("--help")
        for command in [
            "init", "check", "preview", "plan", "tick", "status", "log", "record", "hold", "resume",
            "resolve",
            "verify", "export", "schema", "accounts",
        ] {
            #expect(help.output.contains("\n  \(command) "), "\(command) has no line")
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "a device of Linux"))
    func `output that cannot be written is no success, a pipe that was closed is one`() async throws {
        let place = try TemporaryWorkspace()
        for words in [
            ["schema", "policy"], ["export"], ["status", "--format", "json"], ["log", "--format", "json"],
        ] {
            let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
            let cut = try await CommandLineTool.run(words, in: place.path, output: full)
            #expect(cut.status == 74, "\(words)")
            #expect(cut.errors == "cannot write to standard output: No space left on device\n")
            let pipe = Pipe()
            try pipe.fileHandleForReading.close()
            let closed = try await CommandLineTool.run(
                words, in: place.path, output: pipe.fileHandleForWriting)
            #expect(closed.status == 0, "\(words)")
            #expect(closed.errors == "")
        }
    }

    @Test func `output that was closed before it began is no failure`() async throws {
        let place = try TemporaryWorkspace()
        for words in [["schema", "policy"], ["check", "--format", "json"], ["plan"], ["hold"]] {
            let shell = Process()
            shell.executableURL = URL(filePath: "/bin/sh")
            shell.arguments =
                ["-c", "exec \"$@\" >&- <&-", "sh", try CommandLineTool.program().path] + words
                + [
                    "--workspace", place.path,
                ].filter { _ in words[0] != "schema" }
            shell.environment = ["PATH": "/usr/bin:/bin", "HOME": place.path]
            let errors = Pipe()
            shell.standardError = errors
            try shell.run()
            let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            shell.waitUntilExit()
            #expect(shell.terminationStatus == 0, "\(words): \(said)")
            #expect(!said.contains("standard output"), "\(words)")
        }
    }

    @Test func `what is no account, and what is no file, is said`() async throws {
        let place = try TemporaryWorkspace()
        for format in ["text", "json", "jsonl"] {
            let log = try await place.hearth("log", "--account", "mastodom", "--format", format)
            #expect(log.status == 64)
            #expect(log.errors.contains("the policy has no account 'mastodom'; known: mastodon"))
        }
        #expect(try await place.hearth("log", "--account", "mastodon").status == 0)
        _ = try await place.hearth(
            "record", "--account", "mastodon", "--kind", "curated", "--at", "2026-01-20T08:00:00Z")
        try place.write(
            "policies/default.yaml",
            TemporaryWorkspace.policy.replacing("  mastodon: {", with: "  other: {"))
        #expect(try await place.hearth("log", "--account", "mastodon").status == 0)
        let backup = try await place.hearth("backup", "queue")
        #expect(backup.status == 64)
        #expect(backup.errors.contains("'queue' is a folder"))
    }

    @Test func `a missing policy says how to begin`() async throws {
        let outcome = try await TemporaryWorkspace([:]).hearth("preview")
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains("there is no policy file"))
        #expect(outcome.errors.contains("hearth init"))
    }
}
