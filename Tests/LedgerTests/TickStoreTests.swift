import Posts
import Testing

@testable import Ledger

struct TickStoreTests {
    @Test func `heartbeats come back newest first, ended or not`() throws {
        let ledger = try Desk.ledger()
        let first = try ledger.beginTick(started: 10, bootMilliseconds: 1_000, bootID: "b", isAccepted: true)
        try ledger.endTick(first, ended: 12, outcome: "fine")
        let second = try ledger.beginTick(
            started: 20, bootMilliseconds: 2_000, bootID: "b", isAccepted: false)
        let ticks = try ledger.ticks(limit: 5)
        #expect(ticks.map(\.id) == [second, first])
        #expect(ticks.map(\.ended) == [nil, 12])
        #expect(ticks.map(\.isAccepted) == [false, true])
        #expect(ticks.last?.outcome == "fine")
    }

    @Test func `heartbeats reach back to the last few whose clock was believed, with those between`() throws {
        let ledger = try Desk.ledger()
        func tick(_ isAccepted: Bool) throws {
            _ = try ledger.beginTick(started: 10, bootMilliseconds: 0, bootID: "b", isAccepted: isAccepted)
        }
        try tick(false)
        #expect(try ledger.heartbeats(believed: 2).map(\.id) == [1])
        for isAccepted in [true, true, false, true, false] { try tick(isAccepted) }
        #expect(try ledger.heartbeats(believed: 1).map(\.id) == [6, 5])
        #expect(try ledger.heartbeats(believed: 2).map(\.id) == [6, 5, 4, 3])
        #expect(try ledger.heartbeats(believed: 9).map(\.id) == [6, 5, 4, 3, 2])
    }

    @Test func `old heartbeats go, but not because of one wrong clock`() throws {
        let ledger = try Desk.ledger()
        for second in 0..<600 {
            _ = try ledger.beginTick(started: second, bootMilliseconds: 0, bootID: "b", isAccepted: true)
        }
        _ = try ledger.beginTick(started: 99_999_999, bootMilliseconds: 0, bootID: "b", isAccepted: false)
        #expect(try ledger.ticks(limit: 1_000).count == 501)
    }
}
