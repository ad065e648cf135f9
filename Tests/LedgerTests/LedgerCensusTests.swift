import Posts
import Testing

@testable import Ledger

struct LedgerCensusTests {
    let ledger: LedgerDatabase
    init() throws { ledger = try Desk.ledger() }

    @Test func `deliveries are counted by account and state, the oldest doubt and the last post are named`()
        throws
    {
        let now = Desk.seconds
        let out = try ledger.claimTest(try ledger.beginTest(Desk.slot("a")))
        _ = try ledger.finish(
            out, DeliveryMove(.posted, visibleSince: now + 5, remoteID: "1"), now: now + 5)
        let lost = try ledger.claimTest(try ledger.beginTest(Desk.slot("b")))
        var flight = lost.flight
        flight?.unknownSince = now + 7
        _ = try ledger.finish(lost, DeliveryMove(.needsResolve, reason: "?", flight: flight), now: now + 60)
        _ = try ledger.finish(
            try ledger.beginTest(Desk.slot("c", on: "away")),
            DeliveryMove(.expired, reason: "late", asksPerson: true), now: now + 9)
        let census = try ledger.census()
        #expect(census["home"]?.counts == [.posted: 1, .needsResolve: 1])
        #expect(census["home"]?.lastPosted == now + 5)
        #expect(census["home"]?.doubtSince == now + 7)
        #expect(census["home"]?.needPerson == 1)
        #expect(census["away"]?.counts == [.expired: 1])
        #expect(census["away"]?.needPerson == 1)
        #expect(census["away"]?.doubtSince == nil)
        #expect(census.count == 2)
    }

    @Test func `the vitals name SQLite, the journal and every migration`() throws {
        let vitals = try ledger.vitals()
        #expect(vitals.sqlite == (try LedgerDatabase.sqliteVersion()))
        #expect(vitals.sqlite.hasPrefix("3."))
        #expect(vitals.migrations == Migrations.all.map { $0.name })
        #expect(vitals.bytes > 10_000)
        #expect(CryptoLibrary.version.hasPrefix("OpenSSL "))
    }
}
