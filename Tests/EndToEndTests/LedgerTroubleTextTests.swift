import Ledger
import Posts
import Testing
import Timeline

@testable import hearth

/// What `hearth status` says of each trouble, word for word.
struct LedgerTroubleTextTests {
    private func tick(_ outcome: String? = nil, isAccepted: Bool = true) throws -> TickRecord {
        let ledger = try LedgerDatabase.inMemory(identity: "a", now: 0)
        let id = try ledger.beginTick(
            started: 1_782_000_030, bootMilliseconds: 0, bootID: "b", isAccepted: isAccepted)
        if let outcome { try ledger.endTick(id, ended: 1_782_000_031, outcome: outcome) }
        return try #require(try ledger.ticks(limit: 1).first)
    }

    @Test func `six troubles of ticks and accounts`() throws {
        let delivery = Delivery(
            id: 7, account: "home", post: "tea", key: "k", plannedAt: Instant(minutes: 0),
            facts: DeliveryFacts(kind: "curated"), changed: 0)
        let sentences: [(LedgerTrouble, String)] = [
            (.tickFailed(try tick("failed: full")), "the last tick failed: full"),
            (
                .tickUnfinished(try tick()),
                "the tick of 2026-06-21T00:00:00Z did not come to its end; the next one goes on"
            ),
            (
                .clockDoubted(try tick("clock 600 s behind", isAccepted: false)),
                "the clock was not believed at 2026-06-21T00:00:00Z: nothing is sent until it agrees again"
            ),
            (.leftSending(delivery), "delivery 7 (tea on home) was being sent when its tick ended"),
            (
                .failing("home", since: 1_782_000_030, attempts: 12, why: "no route"),
                "nothing has gone out on home since 2026-06-21T00:00:00Z, 12 attempts: no route"
            ),
            (
                .inboxFailed("home", since: 1_782_000_030, why: "403 Forbidden"),
                "who waits for an answer on home cannot be found out since 2026-06-21T00:00:00Z (403 Forbidden): "
                    + "asks go by what was known before"
            ),
        ]
        for (trouble, sentence) in sentences { #expect(trouble.sentence == sentence) }
    }

    @Test func `why a tick sends nothing`() {
        let sentences: [(LedgerTrouble, String)] = [
            (
                .notAdopted(.restored(lacks: 1, last: 1_782_000_030)),
                "the ledger lacks 1 call that it made, the last at 2026-06-21T00:00:00Z: it comes from a backup. "
                    + "Nothing is sent until `hearth adopt`"
            ),
            (
                .notAdopted(.lost("abc")),
                "the ledger that sent for this queue (abc) was lost, and this one has sent nothing yet: "
                    + "name its folder if it is elsewhere (--state, HEARTH_STATE), restore it, "
                    + "or take this one with `hearth adopt`. Nothing is sent until then"
            ),
            (
                .notAdopted(.doubled("abc")),
                "another ledger (abc) sends for this queue: one of them has to stop, and the one that stays says "
                    + "`hearth adopt`. Nothing is sent until then"
            ),
            (
                .epochUnreadable(.notAnEpoch(path: "/w/.hearth.epoch")),
                "what was sent last cannot be read ('/w/.hearth.epoch' should say what was sent last and does not): "
                    + "nothing is sent until it can, or until `hearth adopt`"
            ),
            (
                .noRoom(Headroom(bytes: 3 << 20, inodes: 12)),
                "the disk of the state folder is nearly full (3 MiB, 12 inodes free): nothing is sent"
            ),
            (
                .planFailed(why: "the program died twice while it planned from this queue"),
                "no plan could be made, the stored one stays: the program died twice while it planned from this queue"
            ),
            (
                .noReserve(.busy),
                "there is no room for an outcome (somebody else has it locked): nothing is sent"
            ),
        ]
        for (trouble, sentence) in sentences { #expect(trouble.sentence == sentence) }
    }
}
