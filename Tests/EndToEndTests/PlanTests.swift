import Testing

struct PlanTests {
    @Test func `the plan is stored, and the next one changes nothing`() async throws {
        let place = try TemporaryWorkspace()
        let first = try await place.hearth("plan", "--now", TemporaryWorkspace.now, "--effort", "quick")
        #expect(first.status == 0)
        #expect(
            first.output == """
                + 2026-11-23 12:00 mastodon curated/contrast
                + 2026-11-23 18:00 mastodon conversation/hello
                + 2026-11-24 12:00 mastodon promo/sale
                3 added, 0 moved, 0 removed, 0 kept

                """)
        let second = try await place.hearth("plan", "--now", TemporaryWorkspace.now, "--effort", "quick")
        #expect(second.status == 0)
        #expect(second.output == "nothing changes; 3 kept\n")
        let status = try await place.hearth("status", "--now", TemporaryWorkspace.now)
        #expect(
            status.output == """
                next:
                  2026-11-23T11:00:00Z mastodon curated/contrast
                last tick: none yet

                """)
    }
}
