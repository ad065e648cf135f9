import Testing

@testable import Ledger

struct WorkStoreTests {
    @Test func `only work that was not ended counts as a crash, once each time`() throws {
        let ledger = try Desk.ledger()
        try ledger.begin(.delivery(1))
        try ledger.begin(.delivery(2))
        try ledger.end(.delivery(2))
        for _ in 0..<3 { try ledger.countCrashes() }
        #expect(try ledger.crashes(at: .delivery(1)) == 1)
        #expect(try ledger.crashes(at: .delivery(2)) == 0)
        try ledger.begin(.delivery(1))
        try ledger.countCrashes()
        #expect(try ledger.crashes(at: .delivery(1)) == 2)
        try ledger.begin(.delivery(1))
        try ledger.end(.delivery(1))
        #expect(try ledger.crashes(at: .delivery(1)) == 0)
    }

    @Test func `a plan that came about forgets those that did not`() throws {
        let ledger = try Desk.ledger()
        try ledger.begin(.plan("a"))
        try ledger.countCrashes()
        #expect(try ledger.crashes(at: .plan("a")) == 1)
        #expect(try ledger.crashes(at: .plan("b")) == 0)
        try ledger.begin(.plan("b"))
        try ledger.end(.plan("b"))
        #expect(try ledger.crashes(at: .plan("a")) == 0)
    }
}
