import Posts
import Testing

@testable import Ledger

struct CircuitTests {
    private func circuit(_ failures: Int, last: Int) -> Circuit {
        Circuit(name: "account/home", failures: failures, last: last, why: "?")
    }

    @Test func `three failures open it, two do not`() {
        #expect(!circuit(2, last: 100).isOpen(100))
        #expect(circuit(3, last: 100).isOpen(100))
        #expect(circuit(300, last: 100).isOpen(100))
    }

    @Test func `half an hour after the last failure it lets an attempt through, a second before it does not`()
    {
        #expect(circuit(3, last: 100).isOpen(100 + 1799))
        #expect(!circuit(3, last: 100).isOpen(100 + 1800))
        #expect(circuit(3, last: 100).until == 1900)
    }

    @Test func `a failure in the future, by a clock that was set back, counts for nothing`() {
        #expect(!circuit(3, last: 101).isOpen(100))
    }

    @Test func `failures are counted in a row for each place, and one success forgets them`() throws {
        let ledger = try Desk.ledger()
        let home: [Circuit.Place] = [.account("home"), .host("s.example")]
        for second in 1...3 { try ledger.note(failure: "no \(second)", at: home, now: second) }
        #expect(
            try ledger.openCircuits(3) == [
                Circuit(name: "account/home", failures: 3, last: 3, why: "no 3"),
                Circuit(name: "host/s.example", failures: 3, last: 3, why: "no 3"),
            ])
        #expect(try ledger.openCircuits(3, at: [.account("away")]).isEmpty)
        #expect(try ledger.openCircuits(3, at: [.account("away"), .host("s.example")]).count == 1)
        try ledger.note(failure: nil, at: [.account("home")], now: 4)
        try ledger.note(failure: "again", at: [.account("home")], now: 5)
        #expect(try ledger.openCircuits(5).map(\.name) == ["host/s.example"])
        #expect(try ledger.status(now: Desk.start).pauses.isEmpty)
    }
}
