import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a plan is made of, and what commands know besides queue and policy.
struct HouseTests {
    private func wouldPlan(_ place: TemporaryWorkspace, _ arguments: [String] = []) async throws -> Bool? {
        let dry = try await CommandLineTool.run(
            ["tick", "--dry-run", "--format", "json", "--now", TemporaryWorkspace.now] + arguments,
            in: place.path,
            environment: ["MASTODON_TOKEN": "canary-x"])
        return try ReadJSON.object(dry.output)["would_plan"] as? Bool
    }

    @Test func `another policy, or a changed file that it builds on, calls for another plan`() async throws {
        let place = try TemporaryWorkspace()
        try place.write("policies/base.yaml", TemporaryWorkspace.policy)
        try place.write("policies/default.yaml", "extends: base\n")
        try place.write("policies/other.yaml", TemporaryWorkspace.policy + "stagger: 1h\n")
        let plan = try await place.hearth("plan", "--now", TemporaryWorkspace.now, "--effort", "quick")
        #expect(plan.status == 0)
        #expect(try await wouldPlan(place) == false)
        #expect(try await wouldPlan(place, ["--policy", "policies/other.yaml"]) == true)
        try place.write("policies/other.yaml", "nobody reads this one now\n")
        #expect(try await wouldPlan(place) == false)
        try place.write("policies/base.yaml", TemporaryWorkspace.policy + "stagger: 1h\n")
        #expect(try await wouldPlan(place) == true)
    }

    @Test func `a policy that is there but cannot be taken is not called absent`() async throws {
        let place = try TemporaryWorkspace()
        try place.write("policies/folder.yaml/README", "")
        try FileManager.default.createSymbolicLink(
            atPath: place.path + "/policies/loop.yaml", withDestinationPath: "loop.yaml")
        for (path, why) in [
            (place.path + "/policies/default.yaml", "must lie in the workspace"),
            ("policies/../policies/default.yaml", "must lie in the workspace"),
            ("policies/folder.yaml", "'policies/folder.yaml' is a folder"),
            ("policies/none.yaml", "there is no policy file"),
            ("policies/loop.yaml", "'policies/loop.yaml' cannot be read: "),
        ] {
            let checked = try await place.hearth("check", "--policy", path)
            #expect(checked.status == 78)
            #expect(checked.errors.contains(why), "\(checked.errors)")
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func `a policy that may not be read is not called absent`() async throws {
        let place = try TemporaryWorkspace()
        try place.setMode(0, of: "policies/default.yaml")
        let closed = try await place.hearth("check")
        #expect(closed.errors.contains("'policies/default.yaml' cannot be read: Permission denied"))
    }

    @Test func `new rules of a time zone call for another plan, and a zone that is gone is named`()
        async throws
    {
        let place = try TemporaryWorkspace()
        let zone = { (name: String) in try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/" + name)) }
        func wouldPlan(_ rules: Data?) async throws -> CommandLineTool.Outcome {
            try place.write("zones/Europe/Berlin", "")
            let file = URL(filePath: place.path + "/zones/Europe/Berlin")
            if let rules { try rules.write(to: file) } else { try FileManager.default.removeItem(at: file) }
            return try await CommandLineTool.run(
                ["tick", "--dry-run", "--format", "json", "--now", TemporaryWorkspace.now], in: place.path,
                environment: ["MASTODON_TOKEN": "canary-x", "TZDIR": place.path + "/zones"])
        }
        let plan = try await place.hearth("plan", "--now", TemporaryWorkspace.now, "--effort", "quick")
        #expect(plan.status == 0)
        for (rules, isOld) in [(try zone("Europe/Berlin"), true), (try zone("Europe/London"), false)] {
            let dry = try ReadJSON.object(try await wouldPlan(rules).output)
            #expect(dry["would_plan"] as? Bool == !isOld)
        }
        let gone = try await wouldPlan(nil)
        #expect(gone.status == 78)
        #expect(gone.errors.contains("Europe/Berlin"))
    }

    @Test func `check knows a predecessor whose file is gone but that went out`() async throws {
        let place = try TemporaryWorkspace()
        try place.write(
            "queue/curated/next.md", "---\nkind: curated\nafter: [gone/part]\n---\nThe second part.\n")
        #expect(try await place.hearth("check").status == 1)
        let recorded = try await place.hearth(
            "record", "--account", "mastodon", "--kind", "curated", "--at", "2026-11-20T10:00:00Z", "--post",
            "gone/part")
        #expect(recorded.status == 0)
        #expect(try await place.hearth("check").findings == "no errors, no warnings\n")
    }

    @Test func `a plan for other days than the policy's is verified by its own end`() async throws {
        let place = try TemporaryWorkspace()
        let long = try await place.preview("--days", "1", "--format", "json").output
        #expect(try await place.hearth("verify", "-", input: long).status == 0)
        try place.write(
            "policies/default.yaml",
            TemporaryWorkspace.policy.replacingOccurrences(of: "horizon: 2d", with: "horizon: 1d"))
        let longer = try await place.preview("--days", "2", "--format", "json").output
        #expect(try await place.hearth("verify", "-", input: longer).status == 0)
    }

    @Test func `a stored plan keeps its score when it is verified`() async throws {
        let place = try TemporaryWorkspace()
        let plan = try await place.hearth(
            "plan", "--now", TemporaryWorkspace.now, "--effort", "quick", "--format", "json"
        ).output
        let score = try #require(try ReadJSON.object(plan)["score"] as? Int)
        let verdict = try await place.hearth("verify", "-", "--format", "json", input: plan).output
        #expect(try ReadJSON.object(verdict)["score"] as? Int == score)
    }

    @Test func `what a ledger quotes cannot steer a terminal`() async throws {
        let place = try HoldTests.workspace()
        _ = try await place.hearth("hold", "--why", "look\u{1B}[2J\u{7}here")
        let status = try await place.hearth("status")
        #expect(status.output.contains("look\\u{1B}[2J\\u{7}here"))
        #expect(!status.output.unicodeScalars.contains { $0.value == 0x1B || $0.value == 7 })
    }

    @Test func `the clock is taken as it is when a person says so`() async throws {
        let place = try HoldTests.workspace()
        let resumed = try await place.hearth("resume", "--clock")
        #expect(resumed.status == 0 && resumed.output == "the clock is taken as it is\n")
    }
}
