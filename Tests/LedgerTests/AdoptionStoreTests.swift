import Posts
import Testing
import Timeline

@testable import Ledger

struct AdoptionStoreTests {
    @Test func `the epoch has the last two hundred calls, oldest first`() throws {
        let ledger = try Desk.ledger()
        for number in 1...201 {
            let claimed = try ledger.claimTest(try ledger.beginTest(Desk.slot(PostID("p\(number)"))))
            try ledger.finish(claimed, DeliveryMove(.planned), now: Desk.seconds)
        }
        let epoch = try ledger.epoch()
        #expect(epoch.ledger == "test")
        #expect(epoch.calls.count == 200)
        #expect(epoch.calls.first?.post == "p2")
        #expect(epoch.calls.last?.post == "p201")
        #expect(try ledger.standing([epoch]) == .known)
        #expect(try Desk.ledger().standing([epoch]) == .restored(lacks: 200, last: Desk.seconds))
    }

    @Test func `a backup that counts its deliveries anew gives no post the name of another`() throws {
        let whole = try Desk.ledger()
        let backup = try whole.copiedInMemory()
        let sent = try whole.claimTest(try whole.beginTest(Desk.slot("sent")))
        _ = try backup.adopt([Epoch(ledger: "test", calls: [])], now: Desk.seconds, remember: { _ in })
        let other = try backup.beginTest(Desk.slot("other"))
        #expect(other.id == sent.id)
        #expect(other.key != sent.key, "a server that knows the key would swallow it")
        #expect(try backup.copiedInMemory().delivery(other.id) == other)
    }

    @Test func `a call is not known because an earlier one of its post had the number`() throws {
        // Two restores: a number that is given again after the first is that of a call of before in the second.
        let present = try Desk.ledger()
        let older = try Desk.ledger()
        _ = try present.claimTest(try present.beginTest(), now: Desk.seconds + 60)
        _ = try older.claimTest(try older.beginTest(), now: Desk.seconds)
        let epoch = try present.epoch()
        #expect(try older.epoch().calls.map(\.attempt) == epoch.calls.map(\.attempt))
        #expect(try older.standing([epoch]) == .restored(lacks: 1, last: Desk.seconds + 60))
        #expect(try present.standing([epoch]) == .known)
    }

    @Test(arguments: [
        DeliveryState.planned, .sending, .unknown, .held, .missed, .rejected, .expired, .needsResolve,
        .cancelled, .posted,
    ])
    func `whatever state the backup had it in, what may be out is a person's`(state: DeliveryState) throws {
        let whole = try Desk.ledger()
        let backup = try Desk.ledger()
        // In the whole ledger it was sent; in the backup it stands where it stood before.
        let before = try whole.beginTest()
        for _ in 0..<3 {
            let claimed = try whole.claimTest(try whole.delivery(before.id), now: Desk.seconds + 60)
            try whole.finish(claimed, DeliveryMove(.planned), now: Desk.seconds + 60)
        }
        let old = try backup.beginTest()
        if [.sending, .unknown, .posted].contains(state) {
            let claimed = try backup.claimTest(old)
            if state == .unknown {
                try backup.finish(claimed, DeliveryMove(.unknown, flight: claimed.flight), now: Desk.seconds)
            } else if state == .posted {
                try backup.finish(
                    claimed, DeliveryMove(.posted, visibleSince: Desk.seconds, remoteID: "1"),
                    now: Desk.seconds)
            }
        } else if state != .planned {
            try backup.finish(old, DeliveryMove(state), now: Desk.seconds)
        }
        let open = try backup.adopt([try whole.epoch()], now: Desk.seconds + 99, remember: { _ in })
        let after = try backup.delivery(old.id)
        if [.posted, .cancelled].contains(state) {
            #expect(open.isEmpty)
            #expect(after.state == state)
        } else {
            #expect(open == [after])
            #expect(after.state == .needsResolve)
            #expect(
                try backup.occupied().map(\.at) == [Desk.start + .minutes(1)],
                "rules count it as posted, at the last call")
            #expect(
                try backup.resolve(old.id, .sent(url: nil), now: Desk.seconds + 300).historyLine?.at == Desk
                    .start + .minutes(1))
        }
        #expect(try backup.holds().map(\.account) == [nil])
    }

    @Test(arguments: [false, true])
    func `it is what the call has sent, unless a call of the backup is in doubt too`(isInDoubt: Bool) throws {
        let whole = try Desk.ledger()
        let begun = try #require(
            try whole.begin(Desk.slot(), facts: Desk.facts("two"), repeats: false, now: Desk.seconds))
        for _ in 0..<2 {
            let claimed = try whole.claimTest(try whole.delivery(begun.id))
            try whole.finish(claimed, DeliveryMove(.planned), now: Desk.seconds)
        }
        let backup = try Desk.ledger()
        let old = try backup.beginTest()
        if isInDoubt { _ = try backup.claimTest(old) }
        _ = try backup.adopt([try whole.epoch()], now: Desk.seconds, remember: { _ in })
        #expect(try backup.delivery(old.id).state == .needsResolve)
        #expect(try backup.delivery(old.id).facts.content == (isInDoubt ? "one" : "two"))
    }

    @Test func `an adoption that cannot be remembered outside changes nothing`() throws {
        let whole = try Desk.ledger()
        _ = try whole.claimTest(try whole.beginTest())
        let backup = try Desk.ledger()
        let epoch = try whole.epoch()
        #expect(throws: LedgerError.inTheWay(path: "x")) {
            try backup.adopt([epoch], now: Desk.seconds) { _ in throw LedgerError.inTheWay(path: "x") }
        }
        #expect(try backup.holds() == [])
        #expect(try backup.deliveries(in: Set(DeliveryState.allCases)) == [])
        #expect(try backup.standing([epoch]) == .restored(lacks: 1, last: Desk.seconds))
        var kept: Epoch?
        _ = try backup.adopt([epoch], now: Desk.seconds) { kept = $0 }
        #expect(kept == (try backup.epoch()))
        #expect(kept?.calls.count == 1)
    }

    @Test func `whom a ledger serves is remembered until it is others`() throws {
        let ledger = try Desk.ledger()
        #expect(try ledger.served() == [])
        try ledger.keep(served: ["b", "a"])
        #expect(try ledger.served() == ["a", "b"])
        try ledger.keep(served: ["c"])
        #expect(try ledger.served() == ["c"])
    }

    @Test func `an account is known since its first tick, and anew when it comes back`() throws {
        let ledger = try Desk.ledger()
        try ledger.note(serving: ["a", "b"], now: 1)
        try ledger.note(serving: ["a"], now: 2)
        #expect(try ledger.servedSince() == ["a": 1])
        try ledger.note(serving: ["a", "b"], now: 3)
        #expect(try ledger.servedSince() == ["a": 1, "b": 3])
    }

    @Test func `a post that the backup never heard of becomes a delivery too, and is not sent again`() throws
    {
        let whole = try Desk.ledger()
        _ = try whole.claimTest(try whole.beginTest())
        let backup = try Desk.ledger()
        let open = try backup.adopt([try whole.epoch()], now: Desk.seconds, remember: { _ in })
        #expect(open.map(\.state) == [.needsResolve])
        #expect(open.first?.facts == Desk.facts())
        #expect(open.first?.plannedAt == Desk.start)
        #expect(
            try backup.begin(Desk.slot(after: 15), facts: Desk.facts(), repeats: false, now: Desk.seconds)
                == nil)
        #expect(try backup.standing([try backup.epoch()]) == .known)
        #expect(try backup.epoch().calls.map(\.post) == ["tea"], "a second loss does not forget it")
    }
}
