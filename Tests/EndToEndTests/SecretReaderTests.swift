import Foundation
import Testing

@testable import hearth

/// Where secrets come from, seen in a dry run: it fetches them and sends nothing.
struct SecretReaderTests {
    static let canary = "canary-77aa01fe"

    /// A planned workspace whose only account has its token at `reference`.
    static func workspace(_ reference: String) async throws -> TemporaryWorkspace {
        let place = try TemporaryWorkspace()
        try place.write(
            "policies/default.yaml",
            TemporaryWorkspace.policy.replacing("\"env:MASTODON_TOKEN\"", with: "\"\(reference)\""))
        try place.write("secrets/token", canary + "\nsecond line\n")
        try place.setMode(0o600, of: "secrets/token")
        let plan = try await place.hearth("plan", "--now", TemporaryWorkspace.now, "--effort", "quick")
        #expect(plan.status == 0)
        return place
    }

    static func dryRun(
        _ place: TemporaryWorkspace, environment: [String: String] = [:]
    ) async throws -> String {
        let dry = try await place.hearth(
            "tick", "--dry-run", "--now", TickTests.due, environment: environment)
        #expect(dry.status == 0)
        #expect(!(dry.output + dry.errors).contains(canary))
        return dry.output
    }

    @Test(arguments: [
        ("file:secrets/token", [:]), ("command: /usr/bin/head -n 1 secrets/token", [:]),
        ("command: head -n 1 secrets/token", [:]), ("env:OTHER_NAME", ["OTHER_NAME": "  \(canary)\n"]),
        ("credential:token", ["CREDENTIALS_DIRECTORY": "secrets"]),
    ])
    func `a secret is found where the policy says`(reference: String, environment: [String: String])
        async throws
    {
        let place = try await SecretReaderTests.workspace(reference)
        var environment = environment
        if environment["CREDENTIALS_DIRECTORY"] != nil {
            environment["CREDENTIALS_DIRECTORY"] = place.path + "/secrets"
        }
        let output = try await SecretReaderTests.dryRun(place, environment: environment)
        #expect(output.contains("Authorization: ***"))
        #expect(!output.contains("complaint"))
    }

    @Test(arguments: [
        ("env:MISSING", "is not there: the environment has no MISSING"),
        ("env:BLANK", "is empty"),
        ("file:secrets/none", "is not there: no file 'secrets/none'"),
        ("file:secrets", "is refused: 'secrets' is no regular file"),
        ("file:secrets/link", "is refused: 'secrets/link' is no regular file"),
        ("file:secrets/open", "is refused: others can read 'secrets/open'; run chmod 600 on it"),
        ("credential:token", "is not there: systemd has given no CREDENTIALS_DIRECTORY"),
        (
            "command: hearth-has-no-such-program",
            "cannot be fetched: there is no program 'hearth-has-no-such-program'"
        ),
        ("command: false", "cannot be fetched: 'false' ended with 1"),
        ("command: yes", "cannot be fetched: 'yes' printed more than 64 KiB"),
    ])
    func `a secret that is not at hand says why`(reference: String, reason: String) async throws {
        let place = try await SecretReaderTests.workspace(reference)
        try place.write("secrets/open", SecretReaderTests.canary)
        try place.setMode(0o644, of: "secrets/open")
        try FileManager.default.createSymbolicLink(
            atPath: place.path + "/secrets/link", withDestinationPath: "token")
        let output = try await SecretReaderTests.dryRun(place, environment: ["BLANK": " "])
        #expect(output.contains("  complaint: the secret 'token' \(reason)\n"))
    }

    /// Every byte comes in time, all of them together never.
    @Test func `a command that drips is ended with all that it has started`() throws {
        let place = try TemporaryWorkspace([:])
        let alive = place.path + "/alive"
        let script =
            "(while :; do echo x >> \(alive); sleep 0.05; done) & while :; do printf x; sleep 0.05; done"
        let failure = SecretReader.Failure(
            key: "token", reason: "cannot be fetched: 'sh' took more than 0 s")
        #expect(throws: failure) {
            try SecretCommand.output(
                of: ["sh", "-c", script], key: "token", environment: ["PATH": "/usr/bin:/bin"], limit: 300,
                clock: Composition.live.steadyMilliseconds)
        }
        Thread.sleep(forTimeInterval: 0.2)
        let before = FileManager.default.contents(atPath: alive)
        Thread.sleep(forTimeInterval: 0.3)
        #expect(FileManager.default.contents(atPath: alive) == before)
    }

    @Test func `what a command says on standard error reaches no log`() async throws {
        let place = try await SecretReaderTests.workspace("command: sh secrets/loud")
        try place.write("secrets/loud", "echo \(SecretReaderTests.canary) >&2\nexit 3\n")
        let output = try await SecretReaderTests.dryRun(place)
        #expect(output.contains("  complaint: the secret 'token' cannot be fetched: 'sh' ended with 3\n"))
    }

    @Test func `an account without its secret fails its test, and no other is asked`() async throws {
        let place = try TemporaryWorkspace()
        let tested = try await place.hearth("accounts", "test")
        #expect(tested.status == 1)
        #expect(
            tested.output
                == "mastodon (mastodon): the secret 'token' is not there: the environment has no MASTODON_TOKEN\n"
        )
    }
}
