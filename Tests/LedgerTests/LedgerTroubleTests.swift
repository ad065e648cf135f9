import Posts
import Testing

@testable import Ledger

/// What `hearth status` calls trouble, each at its boundary.
struct LedgerTroubleTests {
    let ledger: LedgerDatabase
    init() throws { ledger = try Desk.ledger() }

    private func tick(at started: Int, isAccepted: Bool = true, ended: String? = nil) throws -> TickRecord {
        let id = try ledger.beginTick(
            started: started, bootMilliseconds: 1, bootID: "b", isAccepted: isAccepted)
        if let ended { try ledger.endTick(id, ended: started + 1, outcome: ended) }
        return try #require(try ledger.ticks(limit: 1).first)
    }

    @Test func `the last tick failed; an earlier one that failed is forgotten`() throws {
        let failed = try tick(at: 10, ended: "failed: full")
        #expect(try ledger.troubles(now: 20) == [.tickFailed(failed)])
        _ = try tick(at: 30, ended: "0 posted, 0 events")
        #expect(try ledger.troubles(now: 40).isEmpty)
    }

    @Test func `a tick that has run for ten minutes is at work, a second more and it is dead`() throws {
        let running = try tick(at: 1_000)
        #expect(try ledger.troubles(now: 1_600).isEmpty)
        #expect(try ledger.troubles(now: 1_601) == [.tickUnfinished(running)])
    }

    @Test func `the clock of the last tick was not believed`() throws {
        let doubted = try tick(at: 10, isAccepted: false, ended: "clock 600 s behind")
        #expect(try ledger.troubles(now: 20) == [.clockDoubted(doubted)])
    }

    @Test func `a call is left behind when no tick is at work, and not while one is`() throws {
        let sending = try ledger.claimTest(try ledger.beginTest())
        let running = try tick(at: Desk.seconds)
        #expect(try ledger.troubles(now: Desk.seconds + 600).isEmpty)
        #expect(
            try ledger.troubles(now: Desk.seconds + 601) == [.tickUnfinished(running), .leftSending(sending)])
        try ledger.endTick(running.id, ended: Desk.seconds + 700, outcome: "x")
        #expect(try ledger.troubles(now: Desk.seconds + 700) == [.leftSending(sending)])
    }

    @Test func `an account that cannot be used is trouble until it can, or is not used any more`() throws {
        try ledger.note(unusable: ["home": "no token", "away": "no token"], now: 1)
        #expect(
            try ledger.troubles(now: 1) == [
                .unusable("away", why: "no token"), .unusable("home", why: "no token"),
            ])
        try ledger.note(unusable: ["home": "no session"], now: 2)
        #expect(try ledger.unusableSince("home") == 1)
        #expect(try ledger.troubles(now: 1) == [.unusable("home", why: "no session")])
        try ledger.note(unusable: [:], now: 3)
        #expect(try ledger.unusableSince("home") == nil)
        #expect(try ledger.troubles(now: 1).isEmpty)
    }

    @Test func `an adopted ledger is trouble until a person resumes; a hold of their own is none`() throws {
        _ = try ledger.adopt([], now: 5, remember: { _ in })
        #expect(try ledger.troubles(now: 6) == [.adoptedOnHold(since: 5)])
        try ledger.clearHold(nil, now: 7)
        #expect(try ledger.troubles(now: 8).isEmpty)
        try ledger.setHold(Hold(account: nil, since: 9, why: "a pause", origin: .person))
        #expect(try ledger.troubles(now: 10).isEmpty)
        _ = try ledger.adopt([], now: 11, remember: { _ in })
        #expect(try ledger.troubles(now: 12) == [.adoptedOnHold(since: 9)], "it was on hold before")
    }

    @Test func `twelve attempts that came to nothing are trouble, eleven are not`() throws {
        for second in 1...11 { try ledger.noteFailure("no", on: "home", now: second) }
        #expect(try ledger.troubles(now: 12).isEmpty)
        try ledger.noteFailure("no way", on: "home", now: 12)
        #expect(try ledger.troubles(now: 12) == [.failing("home", since: 1, attempts: 12, why: "no way")])
        try ledger.noteFailure(nil, on: "home", now: 13)
        #expect(try ledger.troubles(now: 13).isEmpty)
    }

    @Test
    func `an account that left the policy is no trouble, nor is it at once all well when it comes back`()
        throws
    {
        for second in 1...12 { try ledger.noteFailure("no", on: "home", now: second) }
        let failing = try ledger.troubles(now: 12)
        #expect(failing.count == 1)
        try ledger.note(serving: ["home"], now: 20)
        #expect(try ledger.troubles(now: 20) == failing)
        // A policy that was read half saved.
        try ledger.note(serving: ["away"], now: 30)
        #expect(try ledger.troubles(now: 30) == [])
        try ledger.note(serving: ["away", "home"], now: 30 + 86_399)
        #expect(try ledger.troubles(now: 30 + 86_399) == failing)
        try ledger.note(serving: ["away"], now: 90_000)
        try ledger.note(serving: ["away", "home"], now: 90_000 + 86_400)
        #expect(try ledger.troubles(now: 90_000 + 86_400) == [])
        #expect(try ledger.goneSince() == [:])
    }

    @Test func `an inbox that could not be read for a day is trouble, a second less is not`() throws {
        try ledger.note(inboxFailure: "no answer", on: "home", now: 100)
        try ledger.note(inboxFailure: "403", on: "home", now: 100 + 86_399)
        #expect(try ledger.troubles(now: 200_000) == [])
        try ledger.note(inboxFailure: "403", on: "home", now: 100 + 86_400)
        #expect(
            try ledger.troubles(now: 200_000) == [.inboxFailed("home", since: 100, why: "403")])
        try ledger.note(serving: ["away"], now: 200_000)
        #expect(try ledger.troubles(now: 200_000) == [], "its account is gone")
        try ledger.note(serving: ["home"], now: 200_001)
        #expect(try ledger.troubles(now: 200_001).count == 1)
        try ledger.note(inboxFailure: nil, on: "home", now: 200_002)
        #expect(try ledger.troubles(now: 200_002) == [])
        #expect(try ledger.facts(of: "home").keys.sorted() == ["served.since"])
    }

    @Test func `a network's hold is a refusal until its account leaves the policy`() throws {
        try ledger.setHold(Hold(account: "home", since: 1, why: "401", origin: .network))
        try ledger.setHold(Hold(account: "away", since: 1, why: "a pause", origin: .person))
        try ledger.note(serving: ["home", "away"], now: 2)
        #expect(try ledger.status(now: Desk.start).refusals.map(\.account) == ["home"])
        try ledger.note(serving: ["away"], now: 3)
        let status = try ledger.status(now: Desk.start)
        #expect(status.refusals == [])
        #expect(status.holds.count == 2, "it stays on hold")
    }

    @Test func `a person's word that something is out ends the count`() throws {
        for second in 1...12 { try ledger.noteFailure("no", on: "home", now: second) }
        let unknown = try ledger.finish(
            try ledger.claimTest(try ledger.beginTest()), DeliveryMove(.unknown, reason: "no answer"),
            now: Desk.seconds)
        #expect(try ledger.troubles(now: Desk.seconds).count == 1)
        try ledger.resolve(unknown.id, .sent(url: nil), now: Desk.seconds + 60)
        #expect(try ledger.troubles(now: Desk.seconds + 60).isEmpty)
    }

    @Test func `two attempts and a day are trouble, a second less or one attempt is not`() throws {
        try ledger.noteFailure("no", on: "home", now: 100)
        #expect(try ledger.troubles(now: 100 + 86_400).isEmpty)
        try ledger.noteFailure("no", on: "home", now: 200)
        #expect(try ledger.troubles(now: 100 + 86_399).isEmpty)
        #expect(
            try ledger.troubles(now: 100 + 86_400) == [.failing("home", since: 100, attempts: 2, why: "no")])
    }
}
