import Posts
import Testing

@testable import Ledger

struct AccountStoreTests {
    let ledger: LedgerDatabase
    init() throws { ledger = try Desk.ledger() }

    @Test func `a person's hold replaces a network's, not the other way round`() throws {
        try ledger.setHold(Hold(account: "home", since: 1, why: "token", origin: .network))
        try ledger.setHold(Hold(account: "home", since: 2, why: "storm", origin: .person))
        try ledger.setHold(Hold(account: "home", since: 3, why: "token", origin: .network))
        #expect(try ledger.holds() == [Hold(account: "home", since: 2, why: "storm", origin: .person)])
        #expect(try !ledger.clearHold("home", origin: .network, now: 4))
        #expect(try ledger.clearHold("home", now: 4))
        #expect(try ledger.holds() == [])
        #expect(try !ledger.clearHold("home", now: 4))
    }

    @Test func `what was held goes back to the planner, half a thread goes on`() throws {
        try ledger.setHold(Hold(account: "home", since: 1, why: "token", origin: .network))
        let held = try ledger.finish(try ledger.beginTest(), DeliveryMove(.held, reason: "token"), now: 1)
        try ledger.clearHold("home", now: 2)
        #expect(try ledger.delivery(held.id).state == .missed)
        let thread = try ledger.claimTest(try ledger.beginTest(Desk.slot("thread")))
        let half = try ledger.finish(
            thread, DeliveryMove(.held, reason: "token", visibleSince: Desk.seconds), now: Desk.seconds)
        try ledger.setHold(Hold(account: "home", since: 1, why: "token", origin: .network))
        try ledger.clearHold("home", now: 3)
        #expect(try ledger.delivery(half.id).state == .planned)
    }

    @Test func `what is held without a hold is let go when its account is named`() throws {
        let held = try ledger.finish(try ledger.beginTest(), DeliveryMove(.held, reason: "8 times"), now: 1)
        #expect(try !ledger.clearHold(nil, now: 2))
        #expect(try !ledger.clearHold("away", now: 2))
        #expect(try ledger.clearHold("home", now: 2))
        #expect(try ledger.delivery(held.id).state == .missed)
        #expect(try !ledger.clearHold("home", now: 3))
    }

    @Test func `the hold of all stands first and is lifted by itself`() throws {
        try ledger.setHold(Hold(account: "home", since: 1, why: "a", origin: .person))
        try ledger.setHold(Hold(account: nil, since: 2, why: "b", origin: .person))
        #expect(try ledger.holds().map(\.account) == [nil, "home"])
        try ledger.clearHold(nil, now: 3)
        #expect(try ledger.holds().map(\.account) == ["home"])
    }

    @Test func `facts and who waits are kept per account`() throws {
        try ledger.keep(["id": "1", "limit": "500"], about: "home")
        try ledger.keep(["limit": "1000"], about: "home")
        try ledger.keep(["id": "2"], about: "away")
        #expect(try ledger.facts(of: "home") == ["id": "1", "limit": "1000"])
        try ledger.setWaiting("home", since: 10)
        try ledger.setWaiting("away", since: 20)
        try ledger.setWaiting("home", since: nil)
        #expect(try ledger.waiting() == ["away": 20])
    }
}
