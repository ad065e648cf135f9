import Foundation
import Testing

struct PreviewTests {
    @Test func `the plan is shown as text, twice with the same bytes, and nothing is written`() async throws {
        let place = try TemporaryWorkspace()
        let first = try await place.preview()
        #expect(first.status == 0)
        #expect(first.errors == "")
        #expect(first.output == PreviewTests.golden)
        #expect(try await place.preview().output == first.output)
        #expect(!place.has(".hearth"))
    }

    @Test func `a pipe gets no colour, whatever the environment says of the terminal`() async throws {
        let place = try TemporaryWorkspace()
        let terminals = [
            ["TERM": "xterm-256color", "CLICOLOR": "1"], ["NO_COLOR": "1", "TERM": "xterm"], [:],
        ]
        for environment in terminals {
            let shown = try await place.preview(environment: environment)
            #expect(shown.output == PreviewTests.golden)
            #expect(!(shown.output + shown.errors).contains("\u{1B}"))
        }
    }

    /// So many posts that a thorough search takes minutes.
    private func largeWorkspace() throws -> TemporaryWorkspace {
        let posts = (0..<120).map { number in
            (
                "queue/curated/p\(number).md",
                """
                ---
                kind: \(number % 7 == 0 ? "promo" : "curated")
                link: https://example.org/\(number)
                topics: [t\(number % 9), u\(number * 3 % 7)]
                priority: \(1 + number * 7 % 5)
                ---
                Text \(number).
                """
            )
        }
        return try TemporaryWorkspace(
            [
                "policies/default.yaml": TemporaryWorkspace.policy
                    .replacing("horizon: 2d", with: "horizon: 14d").replacing("grid: 3h", with: "grid: 15m")
                    + "apart: [ { same: topic, by: 12h }, { same: topic, by: 20h, level: should, weight: 90 } ]\n"
            ].merging(posts) { first, _ in first })
    }

    private func thorough(
        _ place: TemporaryWorkspace, _ arguments: String..., interrupt: [Duration] = []
    ) async throws -> CommandLineTool.Outcome {
        try await CommandLineTool.run(
            ["preview", "--now", TemporaryWorkspace.now, "--effort", "thorough"] + arguments, in: place.path,
            interrupt: interrupt)
    }

    @Test func `a time limit gives the best plan so far, which says so and is valid`() async throws {
        let place = try largeWorkspace()
        let shown = try await thorough(place, "--time-limit", "300ms")
        #expect(shown.status == 0)
        #expect(shown.errors == "")
        #expect(shown.output.contains("\nended by the time limit: another run may give another plan\n"))
        let json = try await thorough(place, "--time-limit", "1ms", "--format", "json")
        #expect(try ReadJSON.object(json.output)["ended"] as? String == "time_limit")
        let verdict = try await CommandLineTool.run(["verify", "-"], in: place.path, input: json.output)
        #expect(verdict.status == 0, "\(verdict.output)")
    }

    @Test(arguments: ["0", "-1", "1.5", "s", "3h", "", "99999999999999999999"])
    func `what is no time limit is refused`(limit: String) async throws {
        let place = try TemporaryWorkspace()
        #expect(try await place.preview("--time-limit=\(limit)").status == 64)
    }

    @Test func `a limit that is not reached changes nothing`() async throws {
        let place = try TemporaryWorkspace()
        #expect(try await place.preview("--time-limit", "2m").output == PreviewTests.golden)
    }

    @Test func `Ctrl-C gives the best plan so far`() async throws {
        let shown = try await thorough(try largeWorkspace(), interrupt: [.seconds(2)])
        #expect(shown.status == 0)
        #expect(shown.errors == "interrupted: this is the best plan so far\n")
        #expect(shown.output.contains("\ninterrupted: another run may give another plan\n"))
    }

    @Test func `the plan as JSON is the same plan, twice with the same bytes`() async throws {
        let place = try TemporaryWorkspace()
        let first = try await place.preview("--format", "json")
        #expect(first.status == 0)
        #expect(try await place.preview("--format", "json").output == first.output)
        let plan = try ReadJSON.object(first.output)
        #expect(plan["format"] as? String == "hearth-plan/1")
        #expect(plan["now"] as? String == TemporaryWorkspace.now)
        #expect(plan["status"] as? String == "optimal")
        #expect(plan["score"] as? Int == 2_600)
        let placements = try #require(plan["placements"] as? [[String: Any]])
        #expect(
            placements.map {
                "\($0["at"] ?? "") \($0["account"] ?? "") \($0["post"] ?? "") \($0["side"] ?? "")"
            } == [
                "2026-11-23T11:00:00Z mastodon curated/contrast give",
                "2026-11-23T17:00:00Z mastodon conversation/hello give",
                "2026-11-24T11:00:00Z mastodon promo/sale ask",
            ])
        let unplaced = try #require(plan["unplaced"] as? [[String: Any]])
        #expect(unplaced.map { $0["post"] as? String } == ["promo/over"])
    }

    @Test func `the text keeps to the width that was asked for`() async throws {
        let shown = try await TemporaryWorkspace().preview("--width", "40", "--days", "5")
        #expect(shown.status == 0)
        #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 40 })
    }

    @Test func `a stored plan is looked at without a byte written`() async throws {
        let place = try TemporaryWorkspace()
        _ = try await place.hearth("plan", "--now", TemporaryWorkspace.now, "--effort", "quick")
        let before = try place.contents(of: ".hearth")
        #expect(before["ledger.sqlite"]?.isEmpty == false)
        let shown = try await place.preview()
        #expect(shown.output.contains("12:00 + curated/contrast ="))
        _ = try await place.hearth("status")
        _ = try await place.hearth("log")
        _ = try await place.hearth("export", "--now", TemporaryWorkspace.now)
        _ = try await place.hearth("tick", "--dry-run", "--now", TemporaryWorkspace.now)
        #expect(try place.contents(of: ".hearth") == before)
    }

    static let golden = """
        Plan, Mon 23 Nov 2026 08:00 to Wed 25 Nov 2026 08:00 UTC
        3 posts on 1 account; score 2,600, the best there is
        floors met

        mastodon   Europe/Berlin   3 posts: 2 give, 1 ask, 0 neither
          Mon 23 Nov  4/8   12:00 + curated/contrast      18:00 + conversation/hello
          Tue 24 Nov  0/8   12:00 ! promo/sale
          goodwill  2 now, 0 at the end, lowest 0, never over 8
          shares    ask: 1 of 3 = 33 %, limit 50 % over 7d
          floors    met
          runway    what gives lasts until Tue 24 Nov; to keep the mix: 1 conversation
                    by Tue 24 Nov, 1 curated by Tue 24 Nov, 1 promo by Tue 24 Nov

        Left out, refused by the rules: 1 post
          promo/over  window: it must go out before 00:00

        + gives   ! asks   . neither
        beside a day: the goodwill at its end, and the cap

        """
}
