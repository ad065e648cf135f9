import Testing

struct HearthTests {
    @Test(arguments: [
        ["frobnicate"], ["tick", "--bogus"], ["preview", "--days", "0"], ["preview", "--width", "10"],
        ["preview", "--format", "xml"], ["preview", "--now", "tomorrow"],
        ["preview", "--workspace", "nowhere"],
        ["export", "--days", "91"], ["check", "--format", "html"], ["record"],
        ["record", "--account", "mastodon"],
        ["record", "--from", "-", "--kind", "promo"], ["resolve", "7"],
        ["resolve", "7", "--retry", "--drop"],
        ["resolve", "seven", "--drop"], ["verify"], ["verify", "nowhere.json"], ["log", "--limit", "0"],
        ["init", "new", "--preset", "loud"], ["schema", "plan"], ["accounts", "test", "nobody"],
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

    @Test func `what is no account, and what is no file, is said`() async throws {
        let place = try TemporaryWorkspace()
        for format in ["text", "json", "jsonl"] {
            let log = try await place.hearth("log", "--account", "mastodom", "--format", format)
            #expect(log.status == 64)
            #expect(log.errors.contains("the policy has no account 'mastodom'; known: mastodon"))
        }
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
