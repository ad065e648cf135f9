import Testing

struct StatusTests {
    @Test func `before anything was planned there is little to say`() async throws {
        let place = try TemporaryWorkspace()
        let status = try await place.hearth("status")
        #expect(status.status == 0)
        #expect(
            status.output == "nothing has been planned or sent yet; `hearth preview` shows what would be\n")
        let report = try ReadJSON.object(try await place.hearth("status", "--format", "json").output)
        #expect((report["next"] as? [Any])?.isEmpty == true)
        #expect(try await place.hearth("log").output == "")
        #expect(!place.has(".hearth"))
    }

    @Test func `the last tick may be too long ago, or none`() async throws {
        let place = try await TickTests.planned()
        _ = try await place.hearth(
            "tick", "--now", "2026-11-23T08:05:00Z", environment: ["MASTODON_TOKEN": "canary-t-77"])
        func status(_ now: String) async throws -> CommandLineTool.Outcome {
            try await place.hearth("status", "--now", now, "--max-age", "30m")
        }
        #expect(try await status("2026-11-23T08:35:00Z").status == 0)
        let late = try await status("2026-11-23T08:36:00Z")
        #expect(late.status == 1)
        #expect(
            late.output.contains(
                "trouble: no tick has run since 2026-11-23T08:05:00Z, longer than 30m: is the timer on?"))
        let none = try await TemporaryWorkspace().hearth("status", "--max-age", "30m")
        #expect(none.status == 1)
        #expect(none.output.contains("trouble: no tick has ever run"))
        #expect(try await place.hearth("status", "--max-age", "soon").status == 64)
    }

    @Test func `the JSON has its version, and each account in numbers`() async throws {
        let place = try await TickTests.planned()
        let environment = ["MASTODON_TOKEN": "canary-t-77"]
        _ = try await place.hearth("tick", "--now", TickTests.due, environment: environment)
        let status = try ReadJSON.object(
            try await place.hearth("status", "--format", "json", "--now", TickTests.due).output)
        #expect(status["format"] as? String == "hearth-status/1")
        #expect(status["now"] as? String == TickTests.due)
        #expect(status["ok"] as? Bool == true)
        #expect(status["clock"] as? String == "accepted")
        let account = try #require((status["accounts"] as? [[String: Any]])?.first)
        #expect(account["account"] as? String == "mastodon")
        #expect(account["deliveries"] as? [String: Int] == ["planned": 1])
        #expect((status["last_tick"] as? [String: Any])?["age_seconds"] as? Int == 0)
    }

    @Test func `an account without its secret is no good health, even while nothing is due there`()
        async throws
    {
        let place = try await TickTests.planned()
        _ = try await place.hearth("tick", "--now", "2026-11-23T08:05:00Z")
        let status = try await place.hearth("status", "--now", "2026-11-23T08:05:00Z")
        #expect(status.status == 1)
        #expect(status.output.contains("trouble: mastodon cannot be used ("))
        let report = try ReadJSON.object(
            try await place.hearth("status", "--format", "json", "--now", "2026-11-23T08:05:00Z").output)
        #expect(report["ok"] as? Bool == false)
        _ = try await place.hearth(
            "tick", "--now", "2026-11-23T08:10:00Z", environment: ["MASTODON_TOKEN": "canary-t-77"])
        #expect(try await place.hearth("status", "--now", "2026-11-23T08:10:00Z").status == 0)
    }

    @Test func `a policy that lets no tick begin is no good health, and is named with its place`()
        async throws
    {
        let place = try await TickTests.planned()
        let environment = ["MASTODON_TOKEN": "canary-t-77"]
        _ = try await place.hearth("tick", "--now", "2026-11-23T08:05:00Z", environment: environment)
        try place.write(
            "policies/default.yaml", TemporaryWorkspace.policy.replacing("goodwill:", with: "godwill:"))
        #expect(try await place.hearth("tick", "--now", "2026-11-23T08:10:00Z").status == 78)
        func status(_ format: String) async throws -> CommandLineTool.Outcome {
            try await place.hearth(
                "status", "--now", "2026-11-23T08:40:00Z", "--max-age", "1m", "--format", format)
        }
        let text = try await status("text")
        #expect(text.status == 1)
        #expect(
            text.output.hasPrefix(
                "trouble: the policy has an error, so that no tick can begin: policies/default.yaml:8:1: "))
        #expect(!text.output.contains("is the timer on?"))
        let report = try ReadJSON.object(try await status("json").output)
        #expect(report["ok"] as? Bool == false)
        #expect((report["troubles"] as? [String])?.count == 1)
        let numbers = try await status("prometheus").output
        #expect(numbers.contains("hearth_healthy 0\n"))
        #expect(numbers.contains("hearth_troubles{kind=\"policy\"} 1\n"))
        #expect(numbers.contains("hearth_last_tick_success 0\n"))
        let empty = try await TemporaryWorkspace([:]).hearth("status")
        #expect(empty.status == 1)
        #expect(empty.output.contains("there is no policy file"))
    }
}
