import Foundation
import Ledger
import Networks
import Posts
import Testing
import Timeline

@testable import Publishing
@testable import hearth

struct ResolveTests {
    @Test func `a delivery that is not there cannot be settled`() async throws {
        let resolved = try await TemporaryWorkspace().hearth("resolve", "7", "--drop")
        #expect(resolved.status == 1)
        #expect(
            resolved.errors
                == "ledger: there is no delivery 7; `hearth status` lists those that need a person\n")
    }

    @Test func `what the status suggests for a state is what that state takes`() async throws {
        let text = StatusReport(
            try StatusView(try LedgerScene.full(), now: LedgerScene.now), now: LedgerScene.now
        ).text
        #expect(
            text.contains(
                "\n  expired: give the post another time in queue/ (`at:`); or `hearth resolve ID --drop`\n"))
        #expect(text.contains("\n  rejected: change the post in queue/; or "))
        #expect(text.contains("\n  held: put right what is wrong, then `hearth resume ACCOUNT`; or "))
        #expect(text.contains("\n  needs_resolve: look at the account, then "))

        let place = try TemporaryWorkspace()
        let ledger = try LedgerDatabase.open(
            in: StateDirectory(place.path + "/.hearth"), identity: "t", now: LedgerScene.start)
        try LedgerScene.delivery(
            ledger, "own/late", "mastodon", DeliveryMove(.expired, reason: "late", asksPerson: true))
        try ledger.close()
        let refused = try await place.hearth("resolve", "1", "--retry")
        #expect(refused.status == 1)
        #expect(
            refused.errors
                == "ledger: delivery 1 is expired, which cannot be settled that way: \(DeliveryState.expired.remedy)\n"
        )
        #expect(try await place.hearth("resolve", "1", "--drop").status == 0)
    }

    /// A workspace whose ledger has one thread of three parts, the second of them in doubt.
    private func thread() throws -> (place: TemporaryWorkspace, ledger: LedgerDatabase) {
        let place = try TemporaryWorkspace()
        let ledger = try LedgerDatabase.open(
            in: StateDirectory(place.path + "/.hearth"), identity: "t", now: LedgerScene.start)
        let begun = try #require(
            try ledger.begin(
                LedgerScene.slot("own/thread", "mastodon"), facts: DeliveryFacts(kind: "own"), repeats: false,
                now: LedgerScene.start))
        let message = Message(
            parts: ["One", "Two", "Three"],
            about: .init(post: "own/thread", kind: "own", topics: [], campaign: nil))
        let claim = Claim(
            step: "part.1", request: Data("POST".utf8), message: try FrozenMessage.freeze(message),
            resendWithin: nil, owner: "host:1")
        let claimed = try #require(try ledger.claim(begun, claim, now: LedgerScene.start + 1))
        _ = try ledger.finish(
            claimed, DeliveryMove(.needsResolve, reason: "no answer", flight: claimed.flight),
            now: LedgerScene.start + 5)
        return (place, ledger)
    }

    @Test func `of a thread nothing is settled that others would follow, unless a person posts them`()
        async throws
    {
        let (place, ledger) = try thread()
        let notice = NoticeFinder(
            place: CommandPlace(workspace: "/w", state: "/w/.hearth", policy: "policies/default.yaml"),
            runway: .minutes(0)
        ).standing(
            try StatusView(ledger, now: LedgerScene.now)
        ).first
        #expect(notice?.what.contains("was sent up to part 2 of 3") == true)
        #expect(notice?.remedy.contains("resolve 1 --sent URL --rest-by-hand") == true)

        let refused = try await place.hearth("resolve", "1", "--sent", "https://s.example/2")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("it is about part 2 of 3, and with --sent nothing would follow it"))
        #expect(try ledger.delivery(1).state == .needsResolve)

        let settled = try await place.hearth(
            "resolve", "1", "--sent", "https://s.example/2", "--rest-by-hand")
        #expect(settled.status == 0)
        #expect(try ledger.delivery(1).state == .posted)
    }

    @Test func `in a ledger that lacks calls nothing is settled`() async throws {
        let (place, ledger) = try thread()
        let directory = StateDirectory(place.path + "/.hearth")
        try EpochFiles(directory, queue: nil, accounts: []).save(try ledger.epoch())
        try ledger.close()
        // One of the same name that never made the call.
        try FileManager.default.removeItem(atPath: directory.ledger)
        let restored = try LedgerDatabase.open(
            in: directory, identity: "t", now: LedgerScene.start, adopting: true)
        let begun = try #require(
            try restored.begin(
                LedgerScene.slot("own/thread", "mastodon"), facts: DeliveryFacts(kind: "own"), repeats: false,
                now: LedgerScene.start))
        _ = try restored.finish(begun, DeliveryMove(.rejected), now: LedgerScene.start)
        for words in [["--drop"], ["--retry"]] {
            let run = try await CommandLineTool.run(["resolve", "1"] + words, in: place.path)
            #expect(run.status == 1)
            #expect(run.errors.contains("the ledger lacks 1 call that it made"))
        }
        #expect(try restored.delivery(1).state == .rejected)
    }
}
