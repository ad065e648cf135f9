import Posts
import Testing
import Timeline

@testable import Ledger

struct LogStoreTests {
    let ledger: LedgerDatabase
    init() throws { ledger = try Desk.ledger() }

    private func inDoubt(_ post: PostID = "tea", _ state: DeliveryState = .needsResolve) throws -> Delivery {
        let claimed = try ledger.claimTest(try ledger.beginTest(Desk.slot(post)))
        return try ledger.finish(
            claimed, DeliveryMove(state, reason: "?", flight: claimed.flight), now: Desk.seconds)
    }

    @Test func `the log is filtered and newest first`() throws {
        let first = try ledger.beginTest(Desk.slot("a"))
        let second = try ledger.beginTest(Desk.slot("b", on: "away"))
        let third = try ledger.finish(
            try ledger.beginTest(Desk.slot("c")), DeliveryMove(.missed), now: Desk.seconds + 60)
        #expect(try ledger.log().map(\.id) == [third.id, second.id, first.id])
        #expect(try ledger.log(LogQuery(account: "home")).map(\.id) == [third.id, first.id])
        #expect(try ledger.log(LogQuery(since: Desk.seconds + 60)).map(\.id) == [third.id])
        #expect(try ledger.log(LogQuery(states: [.planned])).map(\.id) == [second.id, first.id])
        #expect(try ledger.log(LogQuery(limit: 1)).map(\.id) == [third.id])
    }

    @Test func `the status counts, and names what needs a person and what is next`() throws {
        _ = try inDoubt()
        _ = try ledger.beginTest(Desk.slot("cake"))
        try ledger.store(
            StoredPlan(
                json: "{}", fingerprint: "f", now: Desk.start, stored: 1,
                placements: [Desk.slot("x"), Desk.slot("y", after: 15), Desk.slot("z", after: 30)]))
        _ = try ledger.beginTick(started: 7, bootMilliseconds: 1, bootID: "b", isAccepted: true)
        let status = try ledger.status(now: Desk.start + .minutes(1))
        #expect(status.counts == [.needsResolve: 1, .planned: 1])
        #expect(status.needsPerson.map(\.post) == ["tea"])
        #expect(status.underWay.map(\.post) == ["cake"])
        #expect(status.next.map(\.post) == ["y"])
        #expect(status.lastTick?.started == 7)
    }

    @Test func `a placement that a delivery was made of is not next`() throws {
        try ledger.store(
            StoredPlan(
                json: "{}", fingerprint: "f", now: Desk.start, stored: 1,
                placements: [Desk.slot("out"), Desk.slot("tea", after: 15), Desk.slot("z", after: 30)]))
        #expect(try ledger.status(now: Desk.start).next.map(\.post) == ["out"])
        _ = try ledger.beginTest(Desk.slot("out"))
        #expect(try ledger.status(now: Desk.start).next.map(\.post) == ["tea"])
    }

    @Test func `a delivery that a clock has given up which was ahead leaves its new slot next`() throws {
        _ = try ledger.finish(
            try ledger.beginTest(Desk.slot("tea", after: 120)), DeliveryMove(.missed),
            now: Desk.seconds + 7200)
        try ledger.store(
            StoredPlan(
                json: "{}", fingerprint: "f", now: Desk.start, stored: 1,
                placements: [Desk.slot("tea", after: 15)]))
        #expect(try ledger.status(now: Desk.start).next.map(\.post) == ["tea"])
        #expect(try ledger.status(now: Desk.start + .minutes(15)).next.map(\.post) == ["tea"])
    }

    @Test func `a delivery that missed an earlier slot leaves its new one next`() throws {
        _ = try ledger.finish(
            try ledger.beginTest(Desk.slot("tea")), DeliveryMove(.missed), now: Desk.seconds)
        try ledger.store(
            StoredPlan(
                json: "{}", fingerprint: "f", now: Desk.start, stored: 1,
                placements: [Desk.slot("tea", after: 15)]))
        #expect(try ledger.status(now: Desk.start).next.map(\.post) == ["tea"])
    }

    @Test(arguments: [DeliveryState.needsResolve, .unknown])
    func `a person says that it is out`(state: DeliveryState) throws {
        let posted = try ledger.resolve(
            inDoubt("tea", state).id, .sent(url: "https://s.example/1"), now: Desk.seconds)
        #expect(posted.state == .posted)
        #expect(try ledger.history().map(\.url) == ["https://s.example/1"])
    }

    @Test(arguments: [DeliveryState.needsResolve, .unknown])
    func `a person wants it tried again`(state: DeliveryState) throws {
        let delivery = try ledger.resolve(inDoubt("tea", state).id, .retry, now: Desk.seconds)
        #expect(delivery.state == .missed)
        #expect(delivery.message == nil)
        #expect(try ledger.occupied() == [])
        #expect(
            try ledger.begin(Desk.slot(after: 15), facts: Desk.facts(), repeats: false, now: Desk.seconds)
                != nil)
    }

    @Test func `a person drops it, and it never goes out`() throws {
        let delivery = try ledger.resolve(inDoubt().id, .drop, now: Desk.seconds)
        #expect(delivery.state == .cancelled)
        #expect(
            try ledger.begin(
                Desk.slot(after: 15), facts: Desk.facts("two"), repeats: false, now: Desk.seconds) == nil)
        #expect(try ledger.barred().map(\.state) == [.cancelled])
    }

    @Test func `what was dropped counts from its slot, or from its last call`() throws {
        let early = try ledger.beginTest(Desk.slot("a", after: 60))
        try ledger.resolve(early.id, .drop, now: Desk.seconds)
        let second = try ledger.beginTest(Desk.slot("b"))
        let first = try ledger.claimTest(second)
        let doubted = try ledger.finish(
            first, DeliveryMove(.unknown, flight: first.flight), now: Desk.seconds + 5)
        let again = try ledger.claimTest(doubted, now: Desk.seconds + 600)
        let open = try ledger.finish(
            again, DeliveryMove(.needsResolve, flight: again.flight), now: Desk.seconds + 605)
        try ledger.resolve(open.id, .drop, now: Desk.seconds + 9_000)
        #expect(try ledger.barred().map(\.at) == [Desk.start + .minutes(60), Desk.start + .minutes(10)])
    }

    @Test func `what is posted or on its way is not for a person to settle`() throws {
        let claimed = try ledger.claimTest(try ledger.beginTest())
        for way in [Resolution.sent(url: nil), .retry, .drop] {
            #expect(throws: LedgerError.cannotResolve(delivery: claimed.id, state: .sending)) {
                try ledger.resolve(claimed.id, way, now: Desk.seconds)
            }
        }
        #expect(throws: LedgerError.noDelivery(77)) { try ledger.resolve(77, .drop, now: 1) }
    }
}
