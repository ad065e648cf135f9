import Ledger
import Testing

struct HoldTests {
    /// A workspace with a ledger in which nothing has happened.
    static func workspace() throws -> TemporaryWorkspace {
        let place = try TemporaryWorkspace()
        try LedgerDatabase.open(in: StateDirectory(place.path + "/.hearth"), identity: "t", now: 0).close()
        return place
    }

    @Test func `an account on hold is planned and shown as such until it is resumed`() async throws {
        let place = try HoldTests.workspace()
        let held = try await place.hearth("hold", "mastodon", "--why", "storm")
        #expect(held.status == 0)
        #expect(held.output == "mastodon is on hold in '\(place.state)'\n")

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
        let place = try HoldTests.workspace()
        try place.write("policies/default.yaml", "pase: 3\n")
        let held = try await place.hearth("hold")
        #expect(held.status == 0)
        #expect(held.output == "everything is on hold in '\(place.state)'\n")
        #expect(held.errors == "")
        #expect(try await place.hearth("status").output.contains("\non hold: everything since "))
        let unknown = try await place.hearth("hold", "mastodn")
        #expect(unknown.status == 0)
        #expect(unknown.errors.contains("nobody knows whether it has an account 'mastodn'"))
    }

    @Test func `where no ledger is, nothing is held, and none is made`() async throws {
        for place in [try TemporaryWorkspace(), try TemporaryWorkspace([:])] {
            for words in [["hold", "--why", "crisis"], ["resume"], ["resume", "--clock"]] {
                let run = try await CommandLineTool.run(words, in: place.path)
                #expect(run.status == 1)
                #expect(run.output == "")
                #expect(run.errors.contains("there is no ledger in '\(place.state)': name the state folder"))
                #expect(run.errors.contains("--state or HEARTH_STATE"))
            }
            #expect(!place.has(".hearth"))
        }
    }

    @Test func `in a ledger that is not the one of the queue nothing is held`() async throws {
        let place = try HoldTests.workspace()
        try place.write("queue/.ledger", #"{"calls":[],"format":"hearth-epoch/1","ledger":"another"}"#)
        let held = try await place.hearth("hold")
        #expect(held.status == 1)
        #expect(held.errors.contains("is not the one that sends for this queue (another is)"))
        #expect(try await !place.hearth("status").output.contains("on hold"))
    }

    @Test func `whoever resumes is told what is still on hold`() async throws {
        let place = try HoldTests.workspace()
        _ = try await place.hearth("hold", "mastodon", "--why", "storm")
        #expect(
            try await place.hearth("resume").output
                == "there was no hold on everything\nmastodon is still on hold (storm): hearth resume mastodon\n"
        )
        _ = try await place.hearth("hold", "--why", "crisis")
        #expect(
            try await place.hearth("resume", "mastodon").output
                == "mastodon is not on hold any more\neverything is still on hold (crisis): hearth resume\n")
        _ = try await place.hearth("hold", "mastodon", "--why", "storm")
        #expect(
            try await place.hearth("resume").output
                == "the hold on everything has ended\nmastodon is still on hold (storm): hearth resume mastodon\n"
        )
        _ = try await place.hearth("resume", "mastodon")
        _ = try await place.hearth("hold")
        #expect(try await place.hearth("resume").output == "nothing is on hold any more\n")
    }

    @Test func `an account that is on hold can be resumed when the policy has it no more`() async throws {
        let place = try HoldTests.workspace()
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
        let held = try await HoldTests.workspace().hearth("hold", "nobody")
        #expect(held.status == 64)
        #expect(held.errors == "Error: the policy has no account 'nobody'; known: mastodon\n")
    }
}

extension TemporaryWorkspace {
    /// The one name of its state folder.
    fileprivate var state: String { StateDirectory.oneName(of: path + "/.hearth") }
}
