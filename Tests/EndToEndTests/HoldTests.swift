import Testing

struct HoldTests {
    @Test func `an account on hold is planned and shown as such until it is resumed`() async throws {
        let place = try TemporaryWorkspace()
        let held = try await place.hearth("hold", "mastodon", "--why", "storm")
        #expect(held.status == 0)
        #expect(held.output == "mastodon is on hold\n")

        let status = try await place.hearth("status")
        #expect(status.status == 0)
        #expect(status.output.hasPrefix("on hold: mastodon since 20"))
        #expect(status.output.contains(": storm\nnext: nothing is planned\n"))
        let report = try ReadJSON.object(try await place.hearth("status", "--format", "json").output)
        let hold = try #require((report["holds"] as? [[String: Any]])?.first)
        #expect(hold["account"] as? String == "mastodon")
        #expect(hold["why"] as? String == "storm")
        #expect(hold["by"] as? String == "person")
        let shown = try await place.preview()
        #expect(shown.output.contains("ON HOLD"))
        #expect(shown.output.contains("0 posts on 1 account"))

        #expect(try await place.hearth("resume", "mastodon").output == "mastodon is not on hold any more\n")
        #expect(try await place.hearth("resume", "mastodon").output == "mastodon was not on hold\n")
        #expect(try await place.preview().output == PreviewTests.golden)
    }

    @Test func `everything stops at one word, even with a broken policy`() async throws {
        let place = try TemporaryWorkspace()
        try place.write("policies/default.yaml", "pase: 3\n")
        let held = try await place.hearth("hold")
        #expect(held.status == 0)
        #expect(held.output == "everything is on hold\n")
        #expect(try await place.hearth("status").output.hasPrefix("on hold: everything since "))
    }

    @Test func `an account that is on hold can be resumed when the policy has it no more`() async throws {
        let place = try TemporaryWorkspace()
        _ = try await place.hearth("hold", "mastodon")
        try place.write(
            "policies/default.yaml",
            TemporaryWorkspace.policy.replacing("  mastodon: {", with: "  other: {"))
        let again = try await place.hearth("hold", "mastodon")
        #expect(again.status == 0)
        #expect(try await place.hearth("resume", "mastodon").output == "mastodon is not on hold any more\n")
        let over = try await place.hearth("resume", "mastodon")
        #expect(over.status == 64)
        #expect(over.errors == "Error: the policy has no account 'mastodon'; known: other\n")
    }

    @Test func `an account that nobody has cannot be held`() async throws {
        let held = try await TemporaryWorkspace().hearth("hold", "nobody")
        #expect(held.status == 64)
        #expect(held.errors == "Error: the policy has no account 'nobody'; known: mastodon\n")
    }
}
