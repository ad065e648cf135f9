import Foundation
import Ledger
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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

    @Test
    func
        `of a lost ledger that has sent more than an epoch has room for, adopting says what would go out again`()
        async throws
    {
        let place = try await TickTests.planned()
        let calls = (1...Epoch.mostCalls).map { number in
            #"{"account":"mastodon","at":\#(1_790_000_000 + number * 3_600),"attempt":\#(number),"facts":{"content":"c","#
                + #""kind":"curated","topics":[]},"occurrence":0,"post":"old/\#(number)","slot":29900000}"#
        }
        let texts = [Array(calls.dropFirst()), calls].map {
            #"{"calls":[\#($0.joined(separator: ","))],"format":"hearth-epoch/1","ledger":"another"}"#
        }
        for (text, isFull) in zip(texts, [false, true]) {
            try place.write(".hearth.epoch", text)
            try place.setMode(0o600, of: ".hearth.epoch")
            let adopted = try await place.hearth("adopt")
            #expect(adopted.status == 0)
            let line =
                "what went out before 2026-09-21T15:13:00Z, and is not in `hearth log`, nobody remembers: if it is in queue/ "
                + "still, it would go out AGAIN"
            #expect(adopted.output.contains(line) == isFull)
            #expect(adopted.output.contains("nobody remembers") == isFull)
        }
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
        #expect(try place.marks().count == 1)
        let status = try await place.hearth("status")
        #expect(status.output.contains("on hold: everything since"))
        #expect(!status.output.contains("was lost"))
        #expect(
            try await place.hearth("adopt").output
                == "this ledger is known already: there is nothing to adopt\n")
    }

    @Test func `an epoch that cannot be read stops sending with a name, and is replaced by adopting`()
        async throws
    {
        let place = try await TickTests.planned()
        try place.write(".hearth.epoch", "<<<<<<< HEAD\n")
        try place.setMode(0o600, of: ".hearth.epoch")
        let path = StateDirectory.oneName(of: place.path + "/.hearth") + ".epoch"
        let why = "'\(path)' should say what was sent last and does not"
        let tick = try await place.hearth("tick", "--now", TickTests.due)
        #expect(tick.status == 1)
        #expect(tick.output.contains("what was sent last cannot be read (\(why)): nothing is sent"))
        let status = try await place.hearth("status", "--now", TickTests.due)
        #expect(status.status == 1)
        #expect(status.output.hasPrefix("trouble: what was sent last cannot be read"))
        #expect(status.output.contains("next:"))
        let adopted = try await place.hearth("adopt")
        #expect(
            adopted.output == """
                this ledger is the one from now on; everything is on hold
                could not be read, and was replaced; look at the accounts for what it may have known:
                  \(why)
                bring in what else went out with `hearth record`, then `hearth resume`

                """)
        #expect(try await !place.hearth("status").output.contains("cannot be read"))
    }

    @Test func `what is in the way of adopting is named, and the ledger stays as it was`() async throws {
        let place = try await TickTests.planned()
        try FileManager.default.createDirectory(
            atPath: place.path + "/.hearth.epoch", withIntermediateDirectories: false)
        let before = try place.contents(of: ".hearth")["ledger.sqlite"]
        let adopted = try await place.hearth("adopt")
        #expect(adopted.status == 1)
        #expect(adopted.errors.contains("cannot replace '"))
        #expect(adopted.errors.contains("/.hearth.epoch': Is a directory"))
        #expect(try await !place.hearth("status").output.contains("on hold"))
        #expect(try place.contents(of: ".hearth")["ledger.sqlite"] == before)
        try FileManager.default.removeItem(atPath: place.path + "/.hearth.epoch")
        #expect(try await place.hearth("adopt").output.hasPrefix("this ledger is known already"))
    }

    @Test func `two policies with accounts of their own share a queue; for one account there is one ledger`()
        async throws
    {
        let place = try await workspace()
        try place.write(
            "policies/other.yaml",
            TemporaryWorkspace.policy.replacing("http://127.0.0.1:9", with: "http://127.0.0.1:10"))
        #expect(try await place.hearth("adopt").status == 0)
        #expect(try place.marks().count == 1)
        // The same name on another server, with another ledger.
        let other = ["--policy", "policies/other.yaml", "--state", "other-state"]
        func dry(_ more: [String]) async throws -> String {
            try await CommandLineTool.run(
                ["tick", "--dry-run", "--now", TickTests.due] + more, in: place.path,
                environment: ["MASTODON_TOKEN": "canary-1b35ac90"]
            ).output
        }
        #expect(try await !dry(other).contains("Nothing is sent until then"))
        #expect(
            try await dry(["--state", "other-state"]).contains(
                ") was lost, and this one has sent nothing yet"))
    }

    @Test func `a trial at another time neither asks for marks nor leaves one`() async throws {
        let place = try await workspace()
        #expect(try await place.hearth("adopt").status == 0)
        let marks = try place.marks()
        let trial = ["--state", "trial"]
        let environment = ["MASTODON_TOKEN": "canary-1b35ac90"]
        for words in [["plan", "--now", TemporaryWorkspace.now], ["tick", "--now", TickTests.due]] {
            let run = try await CommandLineTool.run(words + trial, in: place.path, environment: environment)
            #expect(!run.output.contains("was lost"))
        }
        let status = try await CommandLineTool.run(["status"] + trial, in: place.path)
        #expect(!status.output.contains("was lost"))
        #expect(try place.marks() == marks)
    }

    @Test func `however the state folder is written, it has one epoch`() async throws {
        let place = try await workspace()
        try FileManager.default.createSymbolicLink(
            atPath: place.path + "/link", withDestinationPath: ".hearth")
        for name in [".hearth/", "./.hearth", "link", "queue/../.hearth/."] {
            let status = try await place.hearth("status", "--state", name)
            #expect(
                status.output.hasPrefix("trouble: the ledger that sent for this queue (another) was lost"))
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can be refused"))
    func `root is told to be the owner of the state folder, and writes nothing`() async throws {
        let place = try await TickTests.planned()
        let state = place.path + "/.hearth"
        for name in try FileManager.default.subpathsOfDirectory(atPath: state) + [""] {
            #expect(chown(state + "/" + name, 12_345, 12_345) == 0)
        }
        let before = try place.contents(of: ".")
        let real = StateDirectory.oneName(of: state)
        for words in [
            ["tick"], ["plan"], ["adopt"], ["hold"], ["resume"], ["resolve", "1", "--drop"],
            ["accounts", "test"],
            ["record", "--account", "mastodon", "--kind", "own", "--at", "2026-11-20T08:00:00Z"],
        ] {
            let run = try await CommandLineTool.run(words, in: place.path)
            #expect(run.status == 78, "\(words)")
            #expect(run.errors.contains("belongs to #12345, who could not read what root leaves there"))
            #expect(run.errors.contains("sudo -u '#12345' hearth …"))
            #expect(run.errors.contains("chown -R 12345 '\(real)' '\(real).epoch'"))
        }
        #expect(try place.contents(of: ".") == before)
        #expect(try await place.hearth("status").status == 0, "who only looks may look")
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

extension TemporaryWorkspace {
    /// The marks of ledgers in the queue.
    fileprivate func marks() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path + "/queue").filter {
            $0.hasPrefix(".ledger")
        }
    }
}
