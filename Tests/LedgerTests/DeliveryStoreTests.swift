import Foundation
import GRDB
import Posts
import Testing
import Timeline

@testable import Ledger

struct DeliveryStoreTests {
    let ledger: LedgerDatabase
    init() throws { ledger = try Desk.ledger() }

    private func forbidden(_ sql: String) {
        #expect(throws: LedgerError.self, "\(sql)") { try ledger.write { try $0.execute(sql: sql) } }
    }

    @Test func `a slot becomes a delivery once`() throws {
        let delivery = try ledger.beginTest()
        #expect(delivery.state == .planned)
        #expect(delivery.occurrence == 0)
        let slot = [delivery.account.rawValue, delivery.post.rawValue, "0"]
        #expect(delivery.key == ContentDigest.deliveryKey(ledger: "test", delivery: delivery.id, of: slot))
        #expect(delivery.facts == Desk.facts())
        #expect(try ledger.begin(Desk.slot(), facts: Desk.facts(), repeats: true, now: Desk.seconds) == nil)
        #expect(try ledger.attempts(of: delivery.id).map(\.to) == [.planned])
    }

    @Test func `a claim freezes the request and the message before anything is sent`() throws {
        let delivery = try ledger.beginTest()
        let claimed = try ledger.claimTest(delivery, now: 1_000 + Desk.seconds)
        #expect(claimed.state == .sending)
        #expect(claimed.attempt == 1)
        #expect(claimed.message == Data("words".utf8))
        #expect(claimed.firstSent == Desk.seconds + 1_000)
        #expect(claimed.flight?.step == "part.0")
        #expect(claimed.flight?.request == Data("POST".utf8))
        #expect(claimed.flight?.firstSent == Desk.seconds + 1_000)
        #expect(claimed.flight?.isDoubted == false)
        #expect(try ledger.attempts(of: delivery.id).last?.owner == "host:1")
    }

    @Test func `two claims of the same delivery: one`() throws {
        let delivery = try ledger.beginTest()
        _ = try ledger.claimTest(delivery)
        #expect(try ledger.claim(delivery, Desk.claim(), now: Desk.seconds) == nil)
    }

    @Test func `nothing is claimed on an account whose network asks to wait, and it asks for a day at most`()
        throws
    {
        let first = try ledger.beginTest()
        let tea = try ledger.beginTest(Desk.slot("cake"))
        func pause(_ seconds: Int) throws {
            let move = DeliveryMove(.planned, reason: "429", pausesUntil: Desk.seconds + seconds)
            try ledger.finish(try ledger.delivery(first.id), move, now: Desk.seconds)
        }
        func until() throws -> [Int] { try ledger.askedPauses(Desk.seconds).map { $0.until - Desk.seconds } }
        try pause(600)
        // A later answer with a shorter wait does not make it shorter.
        try pause(60)
        #expect(try until() == [600])
        #expect(try ledger.claim(tea, Desk.claim(), now: Desk.seconds + 599) == nil)
        // A clock that was set back by more than a day.
        #expect(try ledger.askedPauses(Desk.seconds - 86_400).isEmpty)
        let away = try ledger.beginTest(Desk.slot(on: "away"))
        #expect(try ledger.claim(away, Desk.claim(), now: Desk.seconds) != nil)
        #expect(try ledger.claim(tea, Desk.claim(), now: Desk.seconds + 600) != nil)
        try pause(1_000_000)
        #expect(try until() == [86_400])
    }

    @Test func `half a thread goes before everything else of its account`() throws {
        let thread = try ledger.claimTest(try ledger.beginTest())
        let tea = try ledger.beginTest(Desk.slot("cake"))
        let half = try ledger.finish(
            thread, DeliveryMove(.planned, notBefore: Desk.seconds + 60, visibleSince: Desk.seconds),
            now: Desk.seconds)
        #expect(try ledger.claim(tea, Desk.claim(), now: Desk.seconds) == nil)
        let rest = try #require(try ledger.claim(half, Desk.claim(), now: Desk.seconds + 60))
        try ledger.finish(rest, DeliveryMove(.posted), now: Desk.seconds + 60)
        #expect(try ledger.claim(tea, Desk.claim(), now: Desk.seconds + 60) != nil)
    }

    @Test func `one call in flight per account, whether sending or unknown`() throws {
        let first = try ledger.claimTest(try ledger.beginTest())
        let second = try ledger.beginTest(Desk.slot("cake"))
        #expect(try ledger.claim(second, Desk.claim(), now: Desk.seconds) == nil)
        let doubted = try ledger.finish(
            first, DeliveryMove(.unknown, flight: first.flight), now: Desk.seconds)
        #expect(try ledger.claim(second, Desk.claim(), now: Desk.seconds) == nil)
        #expect(
            try ledger.claim(try ledger.beginTest(Desk.slot(on: "away")), Desk.claim(), now: Desk.seconds)
                != nil)
        try ledger.finish(doubted, DeliveryMove(.needsResolve), now: Desk.seconds)
        #expect(try ledger.claim(second, Desk.claim(), now: Desk.seconds) != nil)
    }

    @Test func `the database itself refuses a second one in flight`() throws {
        _ = try ledger.claimTest(try ledger.beginTest())
        let second = try ledger.beginTest(Desk.slot("cake"))
        forbidden(
            """
            UPDATE delivery SET state = 'sending', step = 'p', request = x'00', message = x'00', first_sent = 1,
                step_first_sent = 1, step_last_sent = 1 WHERE id = \(second.id)
            """)
    }

    @Test func `not before its time, not by a second`() throws {
        var delivery = try ledger.beginTest()
        delivery = try ledger.finish(
            delivery, DeliveryMove(.planned, reason: "wait", notBefore: Desk.seconds + 10), now: Desk.seconds)
        #expect(try ledger.claim(delivery, Desk.claim(), now: Desk.seconds + 9) == nil)
        #expect(try ledger.claim(delivery, Desk.claim(), now: Desk.seconds + 10) != nil)
    }

    @Test(arguments: [AccountID?.none, AccountID("home")])
    func `no claim under a hold`(account: AccountID?) throws {
        let delivery = try ledger.beginTest()
        try ledger.setHold(Hold(account: account, since: Desk.seconds, why: "storm", origin: .person))
        #expect(try ledger.claim(delivery, Desk.claim(), now: Desk.seconds) == nil)
        try ledger.clearHold(account, now: Desk.seconds)
        #expect(try ledger.claim(delivery, Desk.claim(), now: Desk.seconds) != nil)
    }

    @Test func `a call in doubt is claimed again within its time only, and as it was`() throws {
        let claimed = try ledger.claimTest(try ledger.beginTest())
        let doubted = try ledger.finish(
            claimed, DeliveryMove(.unknown, flight: claimed.flight), now: Desk.seconds)
        let same = Desk.claim(within: 2_880)
        #expect(try ledger.claim(doubted, same, now: Desk.seconds + 2_881) == nil)
        #expect(throws: LedgerError.self) {
            try ledger.claim(doubted, Desk.claim(request: "another", within: 2_880), now: Desk.seconds + 1)
        }
        let again = try ledger.claimTest(doubted, same, now: Desk.seconds + 2_880)
        #expect(again.flight?.firstSent == Desk.seconds)
        #expect(again.flight?.lastSent == Desk.seconds + 2_880)
        #expect(again.flight?.isDoubted == true)
        #expect(again.attempt == 2)
    }

    @Test func `what was not found before a call is no scan that counts after it`() throws {
        let claimed = try ledger.claimTest(try ledger.beginTest())
        var flight = try #require(claimed.flight)
        flight.absentScans = 1
        flight.absentAt = Desk.seconds
        flight.lookups = 3
        let doubted = try ledger.finish(
            claimed, DeliveryMove(.unknown, flight: flight), now: Desk.seconds)
        #expect(doubted.flight?.absentScans == 1)
        let again = try ledger.claimTest(doubted, Desk.claim(within: 2_880), now: Desk.seconds + 60)
        #expect(again.flight?.absentScans == 0 && again.flight?.absentAt == nil)
        #expect(again.flight?.lookups == 3)
    }

    @Test func `a clock that stands before the first sending allows no second`() throws {
        let claimed = try ledger.claimTest(try ledger.beginTest())
        let doubted = try ledger.finish(
            claimed, DeliveryMove(.unknown, flight: claimed.flight), now: Desk.seconds)
        #expect(try ledger.claim(doubted, Desk.claim(within: 60), now: Desk.seconds - 1) == nil)
    }

    @Test func `a move that somebody else has overtaken changes nothing`() throws {
        let delivery = try ledger.beginTest()
        let claimed = try ledger.claimTest(delivery)
        #expect(throws: LedgerError.moved(delivery: delivery.id, expected: .planned, found: .sending)) {
            try ledger.finish(delivery, DeliveryMove(.missed), now: Desk.seconds)
        }
        #expect(try ledger.delivery(delivery.id) == claimed)
    }

    @Test func `what is posted keeps its id and loses its frozen words`() throws {
        let claimed = try ledger.claimTest(try ledger.beginTest())
        let posted = try ledger.finish(
            claimed,
            DeliveryMove(
                .posted, handles: ["part.0": "7"], visibleSince: Desk.seconds, remoteID: "7",
                url: "https://a.example/7"
            ), now: Desk.seconds + 5)
        #expect(posted.state == .posted)
        #expect(posted.remoteID == "7")
        #expect(posted.url == "https://a.example/7")
        #expect(posted.message == nil)
        #expect(posted.flight == nil)
        for state in DeliveryState.allCases {
            forbidden("UPDATE delivery SET state = '\(state.rawValue)', reason = 'x' WHERE id = \(posted.id)")
        }
    }

    @Test func `deliveries, records and transitions are never deleted, names never changed`() throws {
        let delivery = try ledger.beginTest()
        forbidden("DELETE FROM delivery")
        forbidden("DELETE FROM attempt")
        forbidden("UPDATE attempt SET note = 'x'")
        forbidden("INSERT INTO edge VALUES ('posted', 'planned')")
        forbidden("DELETE FROM edge")
        forbidden("UPDATE edge SET target = 'planned'")
        for column in ["account", "post", "key"] { forbidden("UPDATE delivery SET \(column) = 'other'") }
        forbidden("UPDATE delivery SET occurrence = 5")
        forbidden(
            """
            INSERT INTO delivery (id, account, post, occurrence, key, planned_at, state, facts, changed)
            VALUES (99, 'home', 'tea', 0, 'k', 1, 'planned', '{}', 1)
            """)
        forbidden(
            """
            INSERT INTO delivery (id, account, post, occurrence, key, planned_at, state, facts, changed)
            VALUES (99, 'home', 'bun', 0, 'k', 1, 'missed', '{}', 1)
            """)
        #expect(try ledger.delivery(delivery.id) == delivery)
    }

    @Test func `two deliveries of an account cannot have the same id on the network`() throws {
        for (index, post) in ["tea", "cake"].enumerated() {
            let claimed = try ledger.claimTest(try ledger.beginTest(Desk.slot(PostID(post))))
            let move = DeliveryMove(.posted, visibleSince: Desk.seconds, remoteID: "7")
            if index == 0 {
                try ledger.finish(claimed, move, now: Desk.seconds)
            } else {
                #expect(throws: LedgerError.self) { try ledger.finish(claimed, move, now: Desk.seconds) }
                #expect(try ledger.delivery(claimed.id).state == .sending)
            }
        }
    }

    @Test func `the same slot is dealt with once, a later one is another chance`() throws {
        let delivery = try ledger.beginTest()
        try ledger.finish(delivery, DeliveryMove(.missed, reason: "late"), now: Desk.seconds)
        #expect(try ledger.begin(Desk.slot(), facts: Desk.facts(), repeats: false, now: Desk.seconds) == nil)
        let again = try ledger.beginTest(Desk.slot(after: 15))
        #expect(again.id == delivery.id)
        #expect(again.key == delivery.key)
        #expect(again.plannedAt == Desk.start + .minutes(15))
    }

    @Test(arguments: [(86_400, true), (86_401, false)])
    func `a wait of more than a day, which only a wrong clock writes down, ends with the slot`(
        wait: Int, isKept: Bool
    ) throws {
        let delivery = try ledger.beginTest()
        let notBefore = Desk.seconds + wait
        try ledger.finish(delivery, DeliveryMove(.missed, notBefore: notBefore), now: Desk.seconds)
        let again = try ledger.begin(
            Desk.slot(after: 15), facts: Desk.facts(), repeats: false, now: Desk.seconds)
        #expect(again?.notBefore == (isKept ? notBefore : 0))
    }

    @Test(arguments: [(86_400, false), (86_401, true)])
    func `an attempt that is put off by more than a day is due at once`(wait: Int, isDue: Bool) throws {
        let delivery = try ledger.finish(
            try ledger.beginTest(), DeliveryMove(.planned, notBefore: Desk.seconds + wait), now: Desk.seconds)
        #expect((try ledger.claim(delivery, Desk.claim(), now: Desk.seconds) != nil) == isDue)
    }

    /// A clock two hours ahead gave it up.
    private func ahead(_ state: DeliveryState) throws -> Delivery? {
        let begun = try ledger.beginTest(Desk.slot(after: 120))
        if state == .posted {
            try ledger.finish(
                try ledger.claimTest(begun), DeliveryMove(state, visibleSince: Desk.seconds + 7200),
                now: Desk.seconds + 7200)
        } else {
            try ledger.finish(begun, DeliveryMove(state), now: Desk.seconds + 7200)
        }
        return try ledger.begin(
            Desk.slot(after: 15), facts: Desk.facts("two"), repeats: true, now: Desk.seconds + 900)
    }

    @Test(arguments: [DeliveryState.missed, .expired, .rejected])
    func `what a clock that was ahead has given up gets an earlier slot`(state: DeliveryState) throws {
        #expect(try ahead(state)?.plannedAt == Desk.start + .minutes(15))
    }

    @Test(arguments: [DeliveryState.posted, .cancelled])
    func `what went out by a clock that was ahead is not repeated before its time`(state: DeliveryState)
        throws
    {
        #expect(try ahead(state) == nil)
    }

    @Test(arguments: [DeliveryState.cancelled, .rejected, .missed, .held])
    func `a post that has the name of another begins anew when that is over`(state: DeliveryState) throws {
        let delivery = try ledger.beginTest()
        try ledger.finish(delivery, DeliveryMove(state), now: Desk.seconds)
        let begun = try ledger.begin(
            Desk.slot(after: 15), facts: Desk.facts("two"), repeats: false,
            isAnother: { $0.content == "one" },
            now: Desk.seconds)
        switch state {
        case .held: #expect(begun == nil)
        case .missed: #expect(begun?.id == delivery.id)
        default: #expect(begun?.occurrence == 1)
        }
        #expect(begun == nil || begun?.facts.content == "two")
    }

    @Test func `a post goes out once, an evergreen post in occurrences`() throws {
        let claimed = try ledger.claimTest(try ledger.beginTest())
        try ledger.finish(claimed, DeliveryMove(.posted, visibleSince: Desk.seconds), now: Desk.seconds)
        let later = Desk.slot(after: 60)
        #expect(try ledger.begin(later, facts: Desk.facts(), repeats: false, now: Desk.seconds) == nil)
        let second = try ledger.begin(later, facts: Desk.facts(), repeats: true, now: Desk.seconds)
        #expect(second?.occurrence == 1)
        #expect(second?.key != claimed.key)
        // The first is not over: no third.
        #expect(
            try ledger.begin(Desk.slot(after: 120), facts: Desk.facts(), repeats: true, now: Desk.seconds)
                == nil)
    }

    @Test func `a refused post is taken up again when it differs`() throws {
        let delivery = try ledger.beginTest()
        try ledger.finish(delivery, DeliveryMove(.rejected, reason: "too long"), now: Desk.seconds)
        let later = Desk.slot(after: 60)
        #expect(try ledger.begin(later, facts: Desk.facts(), repeats: false, now: Desk.seconds) == nil)
        #expect(
            try ledger.begin(later, facts: Desk.facts("two"), repeats: false, now: Desk.seconds)?.id
                == delivery.id)
    }

    @Test func `what was certainly not sent is thawed, what is half out is not`() throws {
        var delivery = try ledger.claimTest(try ledger.beginTest())
        delivery = try ledger.finish(
            delivery, DeliveryMove(.planned, reason: "refused connection"), now: Desk.seconds)
        #expect(delivery.message == nil)
        #expect(delivery.firstSent == nil)
        delivery = try ledger.claimTest(delivery)
        delivery = try ledger.finish(
            delivery, DeliveryMove(.planned, handles: ["part.0": "1"], visibleSince: Desk.seconds),
            now: Desk.seconds)
        #expect(delivery.message != nil)
        #expect(delivery.visibleSince == Desk.seconds)
        #expect(try ledger.occupied().count == 1)
    }

    @Test func `a claim notes the host, and where that cannot be written nothing is claimed`() throws {
        var claim = Desk.claim()
        claim.host = "social.example"
        try ledger.write {
            try $0.execute(
                sql: """
                    CREATE TRIGGER full BEFORE INSERT ON account_host BEGIN SELECT RAISE(ABORT, 'full'); END
                    """)
        }
        let delivery = try ledger.beginTest()
        #expect(throws: LedgerError.self) { try ledger.claimTest(delivery, claim) }
        #expect(try ledger.delivery(delivery.id) == delivery)
        try ledger.write { try $0.execute(sql: "DROP TRIGGER full") }
        let claimed = try ledger.claimTest(delivery, claim)
        #expect(try ledger.host(of: "home") == "social.example")
        // It moves with the account.
        let back = try ledger.finish(claimed, DeliveryMove(.planned), now: Desk.seconds)
        claim.host = "other.example"
        _ = try ledger.claimTest(back, claim)
        #expect(try ledger.host(of: "home") == "other.example")
    }

    @Test func `when it was begun is written once`() throws {
        var delivery = try ledger.beginTest()
        delivery = try ledger.recordHandles(
            delivery, ["media.0": "m"], messageDigest: "d", begunMicroseconds: 1_000_001, now: Desk.seconds)
        delivery = try ledger.recordHandles(
            delivery, ["media.0": "m", "media.1": "n"], messageDigest: "d", begunMicroseconds: 2_000_002,
            now: Desk.seconds)
        #expect(delivery.begunMicroseconds == 1_000_001)
        #expect(delivery.handles == ["media.0": "m", "media.1": "n"])
        #expect(delivery.messageDigest == "d")
    }
}
