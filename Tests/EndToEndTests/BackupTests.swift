import Foundation
import Testing

/// Copies of the ledger, made and brought back with the program itself.
struct BackupTests {
    private let at = "2026-11-22T10:00:00Z"

    private func recorded() async throws -> TemporaryWorkspace {
        let place = try await TickTests.planned()
        let done = try await place.hearth(
            "record", "--account", "mastodon", "--post", "promo/over", "--kind", "promo", "--at", at)
        #expect(done.status == 0)
        _ = try await place.hearth("tick", "--now", TickTests.due)
        return place
    }

    private func state(_ place: TemporaryWorkspace) async throws -> [String] {
        var all: [String] = []
        for words in [
            ["log", "--format", "jsonl"], ["log", "--format", "json"],
            ["status", "--format", "json", "--now", TickTests.due],
            ["preview", "--format", "json", "--now", TickTests.due, "--effort", "quick"],
        ] {
            all.append(try await CommandLineTool.run(words, in: place.path).output)
        }
        return all
    }

    @Test func `a ledger that was copied, lost and brought back knows everything it knew`() async throws {
        let place = try await recorded()
        let before = try await state(place)
        #expect(before[0].contains("promo/over"))
        #expect(before[1].contains("curated/contrast"))
        let copy = try await place.hearth("backup", "copy.sqlite")
        #expect(copy.status == 0)
        #expect(copy.output == "copy.sqlite: 1 deliveries\n")

        // What happens after the backup is lost with the ledger.
        _ = try await place.hearth("hold", "--why", "later")
        #expect(try await state(place) != before)
        try FileManager.default.removeItem(atPath: place.path + "/.hearth/ledger.sqlite")
        try FileManager.default.copyItem(
            atPath: place.path + "/copy.sqlite", toPath: place.path + "/.hearth/ledger.sqlite")
        #expect(try await state(place) == before)
        let doctor = try await place.hearth("doctor", "--format", "json")
        let checks = try #require(try ReadJSON.object(doctor.output)["checks"] as? [[String: Any]])
        #expect(checks.first { $0["check"] as? String == "ledger" }?["level"] as? String == "ok")
    }

    @Test func `a copy overwrites nothing unless it is told to, and never lies beside the ledger`()
        async throws
    {
        let place = try await recorded()
        try place.write("copy.sqlite", "mine")
        let refused = try await place.hearth("backup", "copy.sqlite")
        #expect(refused.status == 1)
        #expect(
            refused.errors.contains(
                "there is a file 'copy.sqlite' already; --replace puts the copy in its place"))
        #expect(try await place.hearth("backup", "--replace", "copy.sqlite").status == 0)
        #expect(try await place.hearth("backup", ".hearth/copy.sqlite").status == 64)
        #expect(try await place.hearth("backup", "no/such/folder/copy.sqlite").status == 1)
        let none = try await TemporaryWorkspace().hearth("backup", "copy.sqlite")
        #expect(none.status == 1)
    }

    @Test func `one that lacks a call sends nothing until it is adopted, and people are told so once`()
        async throws
    {
        let place = try TemporaryWorkspace()
        try place.write("tell", "#!/bin/sh\n{ cat; echo ====; } >> told\n")
        try place.setMode(0o755, of: "tell")
        // Nothing listens there: the call is made, and remembered outside the ledger, and comes to nothing.
        let account = #"site: { network: webhook, url: "http://127.0.0.1:9", secret: "env:KEY" }"#
        let policy = TemporaryWorkspace.policy.split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.contains("network: mastodon") ? "  " + account : String($0)
        }
        try place.write(
            "policies/default.yaml",
            policy.joined(separator: "\n") + "notify: { command: [\(place.path)/tell], runway: 0m }\n")
        let keys = ["KEY": "whsec_Y2FuYXJ5LXdlYmhvb2sta2V5LW9mLTMyLWJ5dGVzLWFi"]
        func tick(_ now: String) async throws -> CommandLineTool.Outcome {
            try await place.hearth("tick", "--now", now, environment: keys)
        }
        func told() throws -> String {
            place.has("told") ? try String(contentsOfFile: place.path + "/told", encoding: .utf8) : ""
        }
        #expect(
            try await place.hearth("plan", "--now", TemporaryWorkspace.now, "--effort", "quick").status == 0)
        #expect(try await tick("2026-11-23T10:55:00Z").status == 0)
        #expect(try await place.hearth("backup", "copy.sqlite").status == 0)
        #expect(try await tick(TickTests.due).status == 0)
        let attempts = try ReadJSON.list(try await place.hearth("log", "--format", "json").output)
        #expect(attempts.map { $0["attempts"] as? Int } == [1])
        #expect(place.has(".hearth.epoch"))

        try FileManager.default.removeItem(atPath: place.path + "/.hearth/ledger.sqlite")
        try FileManager.default.copyItem(
            atPath: place.path + "/copy.sqlite", toPath: place.path + "/.hearth/ledger.sqlite")
        let status = try await place.hearth("status", "--now", TickTests.due)
        #expect(status.status == 1)
        #expect(status.output.contains("trouble: the ledger lacks 1 call that it made"))
        let metrics = try await place.hearth("status", "--format", "prometheus", "--now", TickTests.due)
        #expect(metrics.output.contains("hearth_troubles{kind=\"not_adopted\"} 1\n"))
        let doctor = try await place.hearth("doctor", environment: keys)
        #expect(doctor.output.contains("error    epoch: the ledger lacks 1 call that it made"))
        for now in ["2026-11-23T11:05:00Z", "2026-11-23T11:10:00Z"] {
            #expect(try await tick(now).status == 1)
        }
        #expect(try told().split(separator: "====\n").count == 1)
        #expect(try told().contains("hearth adopt --workspace /"))
        let unsent = try ReadJSON.list(try await place.hearth("log", "--format", "json").output)
        #expect(unsent.allSatisfy { $0["attempts"] as? Int == 0 })

        let adopted = try await place.hearth("adopt")
        #expect(adopted.status == 0)
        #expect(adopted.output.contains("curated/contrast  needs_resolve"))
        let after = try await place.hearth("status", "--now", TickTests.due)
        #expect(after.status == 1)
        #expect(after.output.contains("needs a person:"))
        #expect(after.output.contains("on hold: everything"))
    }
}
