import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Ticks that never get as far as the network.
struct TickTests {
    static let due = "2026-11-23T11:00:00Z"

    static func planned() async throws -> TemporaryWorkspace {
        let place = try TemporaryWorkspace()
        let plan = try await place.hearth("plan", "--now", TemporaryWorkspace.now, "--effort", "quick")
        #expect(plan.status == 0)
        return place
    }

    @Test func `without its secret an account sends nothing and says which one is missing`() async throws {
        let place = try await TickTests.planned()
        let tick = try await place.hearth("tick", "--now", TickTests.due)
        #expect(tick.status == 1)
        #expect(
            tick.output
                == "mastodon cannot be used: the secret 'token' is not there: the environment has no MASTODON_TOKEN\n"
        )
        let log = try ReadJSON.list(try await place.hearth("log", "--format", "json").output)
        #expect(log.allSatisfy { $0["state"] as? String == "planned" && $0["attempts"] as? Int == 0 })
    }

    @Test func `what began is under way and not next`() async throws {
        let place = try await TickTests.planned()
        _ = try await place.hearth("tick", "--now", TickTests.due)
        let status = try ReadJSON.object(
            try await place.hearth("status", "--format", "json", "--now", TickTests.due).output)
        let next = try #require(status["next"] as? [[String: Any]])
        #expect(next.map { $0["post"] as? String } == ["conversation/hello"])
        let begun = try #require(status["under_way"] as? [[String: Any]])
        #expect(begun.map { $0["post"] as? String } == ["curated/contrast"])
    }

    @Test func `a dry run shows the requests and masks the secrets`() async throws {
        let place = try await TickTests.planned()
        let before = try place.contents(of: ".hearth")
        let canary = "canary-5ee1b0c2"
        for format in ["text", "json"] {
            let dry = try await place.hearth(
                "tick", "--dry-run", "--now", TickTests.due, "--format", format,
                environment: ["MASTODON_TOKEN": canary])
            #expect(dry.status == 0)
            #expect(dry.output.contains("GET http://127.0.0.1:9/api/v1/"))
            #expect(dry.output.contains("Authorization: ***"))
            #expect(!(dry.output + dry.errors).contains(canary))
        }
        #expect(try place.contents(of: ".hearth") == before)
    }

    @Test func `a dry run without the secret says so, and one without a plan has nothing due`() async throws {
        let place = try await TickTests.planned()
        let dry = try await place.hearth("tick", "--dry-run", "--now", TickTests.due)
        #expect(dry.status == 0)
        #expect(dry.output.contains("complaint: the secret 'token' is not there"))
        let fresh = try await TemporaryWorkspace().hearth("tick", "--dry-run", "--now", TickTests.due)
        #expect(fresh.output.hasSuffix("nothing is due\n"))
    }

    @Test func `a dry run names what is on hold`() async throws {
        let place = try await TickTests.planned()
        _ = try await place.hearth("hold", "--why", "storm")
        let dry = try await place.hearth(
            "tick", "--dry-run", "--now", TickTests.due, environment: ["MASTODON_TOKEN": "canary-5ee1b0c2"])
        #expect(dry.output.hasPrefix("on hold: everything (storm)\n"))
    }

    @Test func `a typo in the policy stops the tick before the ledger is touched`() async throws {
        let place = try await TickTests.planned()
        let before = try place.contents(of: ".hearth")
        try place.write(
            "policies/default.yaml", TemporaryWorkspace.policy.replacing("goodwill:", with: "godwill:"))
        let tick = try await place.hearth("tick", "--now", TickTests.due)
        #expect(tick.status == 78)
        #expect(tick.errors.contains("did you mean 'goodwill'?"))
        #expect(try place.contents(of: ".hearth") == before)
    }

    @Test func `by a policy that contradicts itself nothing is planned or sent`() async throws {
        let place = try await TickTests.planned()
        let before = try place.contents(of: ".hearth")
        try place.write(
            "policies/default.yaml",
            TemporaryWorkspace.policy.replacing("target: 2, max: 3", with: "target: 4, max: 3"))
        for command in ["plan", "tick"] {
            let outcome = try await place.hearth(
                command, "--now", TickTests.due, environment: ["MASTODON_TOKEN": "canary-52d90c1e"])
            #expect(outcome.status == 78)
            #expect(outcome.errors.contains("error: 'target' (4) is more than 'max' (3)"))
        }
        #expect(try place.contents(of: ".hearth") == before)
    }

    @Test func `while another tick is at work this one ends quietly, or with 75 where that is asked for`()
        async throws
    {
        let place = try await TickTests.planned()
        let descriptor = open(place.path + "/.hearth/tick.lock", O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let before = try place.contents(of: ".hearth")

        let quiet = try await place.hearth("tick", "--now", TickTests.due)
        #expect(quiet.status == 0)
        #expect(quiet.output + quiet.errors == "")
        let strict = try await place.hearth("tick", "--now", TickTests.due, "--strict")
        #expect(strict.status == 75)
        #expect(strict.errors == "another tick is at work\n")
        #expect(try await place.hearth("plan", "--now", TickTests.due).status == 0)
        #expect(try await place.hearth("plan", "--now", TickTests.due, "--strict").status == 75)
        #expect(try place.contents(of: ".hearth") == before)
    }
}

/// What `--now` may do.
struct TickTimeTests {
    @Test func `a tick at another time sends only to servers on this machine`() async throws {
        let place = try TemporaryWorkspace([:])
        try place.write(
            "policies/default.yaml",
            "accounts:\n  far: { network: mastodon, url: \"https://social.example\", token: \"env:MASTODON_TOKEN\" }\n"
        )
        let tick = try await place.hearth("tick", "--now", "2026-11-23T08:00:00Z")
        #expect(tick.status == 64)
        #expect(tick.errors.contains("'far' is not; --dry-run --now shows what would be sent"))
        let dry = try await place.hearth("tick", "--now", "2026-11-23T08:00:00Z", "--dry-run")
        #expect(dry.status == 0)
    }
}
