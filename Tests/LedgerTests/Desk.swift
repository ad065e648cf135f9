import Foundation
import Posts
import Timeline

@testable import Ledger

/// Builders for the tests of the ledger.
enum Desk {
    static let start = Instant(minutes: 29_700_000)
    static let seconds = 29_700_000 * 60

    static func ledger() throws -> LedgerDatabase {
        try LedgerDatabase.inMemory(identity: "test", now: seconds)
    }

    static func slot(_ post: PostID = "tea", on account: AccountID = "home", after minutes: Int = 0)
        -> PlannedSlot
    {
        PlannedSlot(post: post, account: account, at: start + .minutes(minutes))
    }

    static func facts(_ content: String = "one") -> DeliveryFacts {
        DeliveryFacts(
            kind: "curated", link: "https://a.example/x", topics: ["tea", "pots"], source: "a.example",
            campaign: "spring", content: content)
    }

    static func claim(_ step: String = "part.0", request: String = "POST", within: Int? = nil) -> Claim {
        Claim(
            step: step, request: Data(request.utf8), message: Data("words".utf8), resendWithin: within,
            owner: "host:1")
    }

    /// A temporary folder that is removed at the end.
    static func withFolder<T>(_ body: (StateDirectory) throws -> T) throws -> T {
        let path = FileManager.default.temporaryDirectory.path + "/hearth-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(StateDirectory(path))
    }
}

extension LedgerDatabase {
    func beginTest(_ slot: PlannedSlot = Desk.slot(), repeats: Bool = false) throws -> Delivery {
        guard let delivery = try begin(slot, facts: Desk.facts(), repeats: repeats, now: Desk.seconds) else {
            throw LedgerError.noDelivery(0)
        }
        return delivery
    }

    func claimTest(_ delivery: Delivery, _ claim: Claim = Desk.claim(), now: Int = Desk.seconds) throws
        -> Delivery
    {
        guard let claimed = try self.claim(delivery, claim, now: now) else {
            throw LedgerError.noDelivery(delivery.id)
        }
        return claimed
    }
}
