import Posts
import Testing
import Timeline

@testable import Ledger

struct PlanStoreTests {
    let ledger: LedgerDatabase
    init() throws { ledger = try Desk.ledger() }

    private func plan(_ fingerprint: String, _ placements: [PlannedSlot]) -> StoredPlan {
        StoredPlan(
            json: "{\"format\": \"hearth-plan/1\"}", fingerprint: fingerprint, now: Desk.start, stored: 5,
            placements: placements)
    }

    @Test func `a plan takes the place of the one before, whole`() throws {
        #expect(try ledger.plan() == nil)
        try ledger.store(
            plan("a", [Desk.slot("tea"), Desk.slot("cake", after: 15), Desk.slot("tea", on: "away")]))
        let next = plan("b", [Desk.slot("bun", after: 5), Desk.slot("tea", on: "away", after: 20)])
        try ledger.store(next)
        #expect(try ledger.plan() == next)
    }

    @Test func `a plan that has an instant twice is refused whole`() throws {
        let good = plan("a", [Desk.slot("tea")])
        try ledger.store(good)
        #expect(throws: LedgerError.self) {
            try ledger.store(plan("b", [Desk.slot("tea"), Desk.slot("cake")]))
        }
        #expect(try ledger.plan() == good)
    }

    @Test func `the fingerprint changes with everything that a plan depends on`() throws {
        var seen: Set<String> = [try ledger.fingerprint()]
        func changed() throws -> Bool { seen.insert(try ledger.fingerprint()).inserted }
        try ledger.setWaiting("home", since: 10)
        #expect(try changed())
        try ledger.setHold(Hold(account: "home", since: 1, why: "a", origin: .person))
        #expect(try changed())
        try ledger.clearHold("home", now: 1)
        let claimed = try ledger.claimTest(try ledger.beginTest())
        #expect(try changed())
        let doubted = try ledger.finish(
            claimed, DeliveryMove(.unknown, flight: claimed.flight), now: Desk.seconds)
        #expect(try changed())
        try ledger.finish(doubted, DeliveryMove(.posted, visibleSince: Desk.seconds), now: Desk.seconds)
        #expect(try changed())
        let before = try ledger.fingerprint()
        try ledger.keep(["limit": "5"], about: "home")
        _ = try ledger.beginTick(started: 1, bootMilliseconds: 1, bootID: "b", isAccepted: true)
        #expect(try ledger.fingerprint() == before)
    }
}
