import Foundation
import Testing

/// Ticks that tell people, with a script that writes down what it is told.
struct AftermathTests {
    /// A planned workspace whose only account has no token.
    private func planned(_ notify: String = "command: [./tell]") async throws -> TemporaryWorkspace {
        let place = try TemporaryWorkspace()
        try place.write("tell", "#!/bin/sh\n{ cat; echo ====; } >> told\n")
        try place.setMode(0o755, of: "tell")
        try place.write(
            "policies/default.yaml",
            TemporaryWorkspace.policy
                + "notify: { \(notify.replacing("./tell", with: place.path + "/tell")), runway: 0m }\n")
        let plan = try await place.hearth("plan", "--now", TemporaryWorkspace.now, "--effort", "quick")
        #expect(plan.status == 0)
        return place
    }

    private func told(_ place: TemporaryWorkspace) throws -> [String] {
        guard place.has("told") else { return [] }
        let text = try String(contentsOfFile: place.path + "/told", encoding: .utf8)
        return text.split(separator: "====\n").map(String.init)
    }

    private func tick(
        _ place: TemporaryWorkspace, _ minute: Int, token: String? = nil
    ) async throws -> CommandLineTool.Outcome {
        try await place.hearth(
            "tick", "--now", "2026-11-23T08:\(minute < 10 ? "0" : "")\(minute):00Z",
            environment: token.map { ["MASTODON_TOKEN": $0] } ?? [:])
    }

    @Test func `a failure is told once, and again when it has gone away and come back`() async throws {
        let place = try await planned()
        for minute in [5, 10, 15] { #expect(try await tick(place, minute).status == 0) }
        #expect(try told(place).count == 1)
        #expect(
            try told(place)[0].contains(
                "mastodon: the account cannot be used (the secret 'token' is not there: the environment has no MASTODON_TOKEN)"
            ))
        #expect(try told(place)[0].contains("hearth accounts test mastodon --workspace /"))
        _ = try await tick(place, 20, token: "canary-66b1")
        #expect(try told(place).count == 1)
        _ = try await tick(place, 25)
        #expect(try told(place).count == 2)
    }

    @Test func `nobody is told in a dry run, nor where the policy names nobody`() async throws {
        let place = try await planned()
        _ = try await place.hearth("tick", "--dry-run", "--now", TickTests.due)
        #expect(try told(place).isEmpty)
        let quiet = try await TickTests.planned()
        #expect(try await tick(quiet, 5).status == 0)
        let status = try ReadJSON.object(try await quiet.hearth("status", "--format", "json").output)
        #expect(status["untold_notices"] as? Int == 0)
    }

    @Test func `whoever cannot be told fails no tick, and is told later`() async throws {
        let place = try await planned()
        try place.setMode(0o644, of: "tell")
        let first = try await tick(place, 5)
        #expect(first.status == 0)
        #expect(first.errors.contains("could not tell anybody: there is no program"))
        let status = try ReadJSON.object(
            try await place.hearth("status", "--format", "json", "--now", TickTests.due).output)
        #expect(status["untold_notices"] as? Int == 1)
        try place.setMode(0o755, of: "tell")
        #expect(try await tick(place, 9).errors == "")
        #expect(try told(place).isEmpty)
        #expect(try await tick(place, 10).errors == "")
        #expect(try told(place).count == 1)
    }

    @Test func `a policy that cannot be read is told once, by what the last good one said`() async throws {
        let place = try await planned()
        _ = try await tick(place, 5)
        let good = try String(contentsOfFile: place.path + "/policies/default.yaml", encoding: .utf8)
        for minute in [10, 15] {
            try place.write("policies/default.yaml", "{ this is no policy")
            #expect(try await tick(place, minute).status == 78)
        }
        #expect(try told(place).count == 2)
        #expect(
            try told(place)[1].contains("the policy has an error: nothing is planned and nothing is sent"))
        try place.write("policies/default.yaml", good)
        _ = try await tick(place, 20)
        try place.write("policies/default.yaml", "{ this is no policy")
        _ = try await tick(place, 25)
        #expect(try told(place).count == 3)
    }

    @Test func `a ledger that cannot be read is told once, though it cannot remember it`() async throws {
        let place = try await planned()
        _ = try await tick(place, 5, token: "canary-66b1")
        let ledger = URL(filePath: place.path + "/.hearth/ledger.sqlite")
        let good = try Data(contentsOf: ledger)
        try Data(repeating: 7, count: 9000).write(to: ledger)
        try place.setMode(0o600, of: ".hearth/ledger.sqlite")
        for minute in [10, 15] { #expect(try await tick(place, minute).status != 0) }
        #expect(try told(place).count == 1)
        #expect(try told(place)[0].contains("the ledger cannot be used ("))
        #expect(try told(place)[0].contains("hearth doctor --workspace "))
        try good.write(to: ledger)
        try place.setMode(0o600, of: ".hearth/ledger.sqlite")
        #expect(try await tick(place, 20, token: "canary-66b1").status == 0)
        #expect(!place.has(".hearth/ledger.told"))
    }

    @Test func `a tick writes its numbers at its end, also one that could not be made`() async throws {
        let place = try await planned()
        func metrics(_ now: String) async throws -> String {
            _ = try await place.hearth("tick", "--now", now, "--metrics", "hearth.prom")
            return try String(contentsOfFile: place.path + "/hearth.prom", encoding: .utf8)
        }
        #expect(try await metrics("2026-11-23T08:05:00Z").contains("hearth_last_tick_success 1\n"))
        try place.write("policies/default.yaml", "{")
        let later = try await metrics("2026-11-23T08:10:00Z")
        #expect(later.contains("hearth_status_timestamp_seconds 1795421400\n"))
        #expect(later.contains("hearth_last_tick_start_timestamp_seconds 1795421100\n"))
        #expect(later.contains("hearth_healthy 0\n"))
        #expect(later.contains("hearth_last_tick_success 0\n"))
        #expect(later.contains("hearth_troubles{kind=\"policy\"} 1\n"))
        let same = try await place.hearth(
            "status", "--format", "prometheus", "--now", "2026-11-23T08:10:00Z", "--output", "again.prom")
        #expect(same.output == "")
        #expect(try String(contentsOfFile: place.path + "/again.prom", encoding: .utf8) == later)
        let facts = try FileManager.default.attributesOfItem(atPath: place.path + "/hearth.prom")
        #expect(facts[.posixPermissions] as? Int == 0o644)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: place.path).filter { $0.contains(".new") }
                == [])
    }

    @Test func `numbers that cannot be written fail no tick`() async throws {
        let place = try await planned()
        let tick = try await place.hearth(
            "tick", "--now", "2026-11-23T08:05:00Z", "--metrics", "/no/such/folder/hearth.prom")
        #expect(tick.status == 0)
        #expect(tick.errors.contains("could not write the metrics: cannot make '/no/such/folder/hearth.prom"))
    }
}
