import Foundation
import Testing

/// Posts and file names that try to write on the terminal of whoever looks at them.
struct HostileTests {
    static let hostile = "\u{1B}]0;owned\u{7}\u{202E}\u{9B}31m\u{200B}"

    private func place() throws -> TemporaryWorkspace {
        let place = try TemporaryWorkspace()
        try place.write(
            "queue/curated/\(HostileTests.hostile)\nforged.md",
            "---\nkind: curated\nlink: https://a.example/\(HostileTests.hostile.filter { $0 != "\u{200B}" })\n---\nA\n"
        )
        try place.write(
            "queue/conversation/zero\u{200B}width\u{2066}.md",
            "---\nkind: conversation\nnot_before: 2026-11-24T18:00\nnot_after: 2026-11-24T18:01\n---\n\(HostileTests.hostile)\n"
        )
        try place.write(
            "queue/conversation/long.md",
            "---\nkind: conversation\nnot_before: 2026-11-24T15:00\nnot_after: 2026-11-24T15:01\n---\n"
                + String(repeating: "e\u{301}", count: 250_000) + "\n")
        return place
    }

    private func expectPlain(_ run: CommandLineTool.Outcome, _ what: String) {
        for scalar in (run.output + run.errors).unicodeScalars where scalar != "\n" {
            let isObeyed =
                scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value == 0x200B
                || (0x2028...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            if isObeyed {
                Issue.record("\(what) has U+\(String(scalar.value, radix: 16, uppercase: true))")
                return
            }
        }
    }

    @Test func `nothing that a post or its file is called reaches the terminal as an order`() async throws {
        let place = try place()
        let due = "2026-11-24T17:01:00Z"
        let all: [[String]] = [
            ["check"], ["check", "--format", "json"],
            ["plan", "--now", TemporaryWorkspace.now, "--effort", "quick"],
            ["preview", "--now", TemporaryWorkspace.now, "--effort", "quick"],
            ["preview", "--now", TemporaryWorkspace.now, "--effort", "quick", "--format", "json"],
            ["export", "--now", TemporaryWorkspace.now], ["tick", "--dry-run", "--now", due],
            ["tick", "--dry-run", "--now", due, "--format", "json"],
            ["tick", "--now", due, "--log-format", "json"],
            ["status"], ["status", "--format", "json"], ["log"], ["doctor"],
            ["hold", "--why", HostileTests.hostile],
            ["status", "--format", "prometheus"],
        ]
        for arguments in all {
            let run = try await CommandLineTool.run(
                arguments, in: place.path, environment: ["MASTODON_TOKEN": "canary-h"])
            #expect(run.status < 128, "\(arguments)")
            expectPlain(run, arguments.joined(separator: " "))
        }
        let preview = try await place.preview("--all")
        #expect(preview.output.contains("zero\\u{200B}width\\u{2066}"))
    }
}
