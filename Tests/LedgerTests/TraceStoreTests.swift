import Posts
import Testing
import Timeline

@testable import Ledger

struct TraceStoreTests {
    @Test func `a slot has a delivery if there is one for it, or for a later one of its post`() throws {
        let ledger = try Desk.ledger()
        _ = try ledger.beginTest(Desk.slot("tea", after: 15))
        #expect(try ledger.hasDelivery(of: Desk.slot("tea", after: 15)))
        #expect(try ledger.hasDelivery(of: Desk.slot("tea")))
        #expect(try !ledger.hasDelivery(of: Desk.slot("tea", after: 16)))
        #expect(try !ledger.hasDelivery(of: Desk.slot("cake")))
        #expect(try !ledger.hasDelivery(of: Desk.slot("tea", on: "away")))
    }

    @Test func `what is out, dropped or recorded is over, what is planned is not`() throws {
        let ledger = try Desk.ledger()
        _ = try ledger.beginTest(Desk.slot("planned"))
        try ledger.resolve(try ledger.beginTest(Desk.slot("dropped", after: 1)).id, .drop, now: Desk.seconds)
        _ = try ledger.claimTest(try ledger.beginTest(Desk.slot("sent", after: 2)))
        try ledger.record(
            [
                HistoryLine(
                    account: "home", post: "byHand", kind: "own", at: Desk.start + .minutes(3),
                    content: "words"),
                HistoryLine(account: "away", post: "elsewhere", kind: "own", at: Desk.start),
            ], now: Desk.seconds)
        let found = try ledger.traces(on: "home").sorted { $0.at < $1.at }
        #expect(found.map(\.post) == ["planned", "dropped", "sent", "byHand"])
        #expect(found.map(\.isOver) == [false, true, true, true])
        #expect(found.map { $0.at - Desk.start } == [.minutes(0), .minutes(1), .minutes(2), .minutes(3)])
        #expect(found.last?.identity == "words")
    }
}
