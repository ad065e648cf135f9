import Foundation
import Testing

/// Ledgers that are not the one that sent, seen from the command line.
struct AdoptTests {
    private static let epoch =
        #"{"calls":[{"account":"mastodon","at":1795420800,"attempt":9,"facts":{"content":"c","kind":"curated","topics":[]},"#
        + #""occurrence":0,"post":"curated/contrast","slot":29923680}],"format":"hearth-epoch/1","ledger":"another"}"#

    /// Two facts about the same workspace: a plan is stored, and `epoch` lies beside the state folder.
    private func workspace() async throws -> TemporaryWorkspace {
        let place = try await TickTests.planned()
        try place.write(".hearth.epoch", AdoptTests.epoch)
        try place.setMode(0o600, of: ".hearth.epoch")
        return place
    }

    @Test func `with another ledger's epoch a tick sends nothing and says why, as does the status`()
        async throws
    {
        let place = try await workspace()
        let tick = try await place.hearth("tick", "--now", TickTests.due)
        #expect(tick.status == 1)
        #expect(tick.output.contains("the ledger that sent for this queue (another) was lost"))
        let status = try await place.hearth("status")
        #expect(status.status == 1)
        #expect(status.output.hasPrefix("trouble: the ledger that sent for this queue (another) was lost"))
        let dry = try await place.hearth("tick", "--dry-run", "--now", TickTests.due)
        #expect(dry.output.contains("Nothing is sent until then\n"))
        #expect(!dry.output.contains("nothing is due"))
    }

    @Test func `adopting lists what may be out, holds everything, and is done once`() async throws {
        let place = try await workspace()
        let adopted = try await place.hearth("adopt")
        #expect(adopted.status == 0)
        #expect(
            adopted.output == """
                this ledger is the one from now on; everything is on hold
                may be out already; look, then: hearth resolve ID --sent URL, --retry or --drop
                  1  2026-11-23T08:00:00Z  mastodon  curated/contrast  needs_resolve  it was being sent when this \
                ledger was not there: it may be out
                bring in what else went out with `hearth record`, then `hearth resume`

                """)
        #expect(place.has("queue/.ledger"))
        let status = try await place.hearth("status")
        #expect(status.output.contains("on hold: everything since"))
        #expect(!status.output.contains("was lost"))
        #expect(
            try await place.hearth("adopt").output
                == "this ledger is known already: there is nothing to adopt\n")
    }

    @Test func `where the ledger is gone that has sent, no command makes another but adopt`() async throws {
        let place = try await workspace()
        try FileManager.default.removeItem(atPath: place.path + "/.hearth")
        for command in [["tick"], ["plan"], ["status"], ["hold"]] {
            let run = try await CommandLineTool.run(command, in: place.path)
            #expect(run.status == 1)
            #expect(run.errors.contains("ledger.sqlite' is gone, though it has sent"))
        }
        #expect(!place.has(".hearth/ledger.sqlite"))
        #expect(try await place.hearth("adopt").status == 0)
        #expect(place.has(".hearth/ledger.sqlite"))
    }
}
