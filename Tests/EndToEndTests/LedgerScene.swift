import Foundation
import Ledger
import Posts
import Timeline

@testable import hearth

/// A ledger in which everything that can be reported has happened.
enum LedgerScene {
    static let start = 29_700_000 * 60
    static let now = start + 3600

    static func slot(_ post: PostID, _ account: AccountID, after minutes: Int = 0) -> PlannedSlot {
        PlannedSlot(post: post, account: account, at: Instant(minutes: 29_700_000 + minutes))
    }

    static func empty() throws -> LedgerDatabase {
        try LedgerDatabase.inMemory(identity: "scene", now: start)
    }

    static func delivery(
        _ ledger: LedgerDatabase, _ post: PostID, _ account: AccountID, _ move: DeliveryMove,
        isSent: Bool = false
    ) throws {
        let facts = DeliveryFacts(kind: "curated", content: "c")
        guard
            var delivery = try ledger.begin(slot(post, account), facts: facts, repeats: false, now: start)
        else { throw LedgerError.noDelivery(0) }
        var move = move
        if isSent {
            let claim = Claim(
                step: "part.0", request: Data("POST".utf8), message: Data("words".utf8), resendWithin: nil,
                owner: "host:1")
            guard let claimed = try ledger.claim(delivery, claim, now: start + 1) else {
                throw LedgerError.noDelivery(delivery.id)
            }
            delivery = claimed
            if move.to != .posted { move.flight = claimed.flight }
        }
        _ = try ledger.finish(delivery, move, now: start + 5)
    }

    static func full() throws -> LedgerDatabase {
        let ledger = try empty()
        try delivery(
            ledger, "promo/sale", "mastodon", DeliveryMove(.needsResolve, reason: "the server fell silent"),
            isSent: true)
        try delivery(
            ledger, "curated/tea", "bluesky",
            DeliveryMove(.posted, visibleSince: start + 5, remoteID: "1", url: "https://b.example/1"),
            isSent: true)
        try delivery(ledger, "own/long", "bluesky", DeliveryMove(.rejected, reason: "too long\u{1B}[31m"))
        try delivery(ledger, "own/late", "bluesky", DeliveryMove(.expired, reason: "late", asksPerson: true))
        try delivery(ledger, "own/key", "site", DeliveryMove(.held, reason: "the key is refused"))
        try delivery(
            ledger, "own/tries", "mastodon", DeliveryMove(.held, reason: "eight attempts came to nothing"))
        try ledger.setHold(Hold(account: "site", since: start + 6, why: "401 Unauthorized", origin: .network))
        try ledger.setWaiting("bluesky", since: start + 7)
        try ledger.store(
            StoredPlan(
                json: plan, fingerprint: "f", now: Instant(minutes: 29_700_000), stored: start + 8,
                placements: [slot("curated/next", "mastodon", after: 90)]))
        for minute in 0..<13 { try ledger.noteFailure("no connection", on: "site", now: start + minute) }
        let tick = try ledger.beginTick(
            started: start + 3300, bootMilliseconds: 1, bootID: "b", isAccepted: true)
        try ledger.endTick(tick, ended: start + 3302, outcome: "0 posted, 0 events")
        return ledger
    }

    /// 2026-06-21T00:00Z is minute 29 700 000.
    private static let plan = """
        {"format": "hearth-plan/1",
         "accounts": [{"account": "mastodon", "runway": {"give_until": "2026-06-23"}},
                      {"account": "bluesky", "runway": {"give_until": null}}],
         "shortfalls": [{"account": "mastodon", "floor": "pace", "day": "2026-06-22", "missing": 2},
                        {"account": "mastodon", "floor": "pace", "day": "2026-06-23", "missing": 1},
                        {"account": "mastodon", "floor": "silence", "hours": 5}]}
        """
}
