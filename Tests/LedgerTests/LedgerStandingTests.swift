import Testing

@testable import Ledger

struct LedgerStandingTests {
    private func call(_ attempt: Int, _ post: String = "tea", at: Int = 0, occurrence: Int = 0) -> Epoch.Call
    {
        Epoch.Call(
            attempt: attempt, account: "home", post: post, occurrence: occurrence, slot: 1, at: at,
            facts: FactsColumn(kind: "curated", topics: [], content: "c"))
    }

    private func standing(_ epochs: [Epoch], hasSent: Bool = true, last: Int = 3) -> LedgerStanding {
        LedgerStanding.of("mine", epochs: epochs, hasSent: hasSent) { $0.attempt <= last }
    }

    @Test func `a ledger that nothing is remembered of is taken at its word`() {
        #expect(standing([]) == .known)
    }

    @Test func `a ledger that has every call, or more than are remembered, is known`() {
        #expect(standing([Epoch(ledger: "mine", calls: [call(2), call(3)])]) == .known)
        #expect(standing([Epoch(ledger: "mine", calls: [call(2)])]) == .known)
    }

    @Test func `a single call too many shows a backup`() {
        let epoch = Epoch(ledger: "mine", calls: [call(3), call(4, at: 70)])
        #expect(standing([epoch]) == .restored(lacks: 1, last: 70))
    }

    @Test func `a name of another ledger is a lost one if this one has sent nothing, else a double`() {
        let other = Epoch(ledger: "other", calls: [])
        #expect(standing([other], hasSent: false) == .lost("other"))
        #expect(standing([other], hasSent: true) == .doubled("other"))
        #expect(standing([Epoch(ledger: "mine", calls: [call(3)]), other]) == .doubled("other"))
    }

    @Test func `of several calls for one delivery the last one counts, and all that another ledger did`() {
        let mine = Epoch(
            ledger: "mine", calls: [call(3), call(4, at: 5), call(5, at: 9), call(6, "bun", at: 7)])
        let lacking = LedgerStanding.lacking("mine", epochs: [mine]) { $0.attempt <= 3 }
        #expect(lacking.map(\.attempt) == [6, 5])
        let other = Epoch(ledger: "other", calls: [call(1), call(2, occurrence: 1)])
        #expect(LedgerStanding.lacking("mine", epochs: [other]) { _ in true }.map(\.attempt) == [1, 2])
    }
}
