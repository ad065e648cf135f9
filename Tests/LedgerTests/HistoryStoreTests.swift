import Posts
import Testing
import Timeline

@testable import Ledger

struct HistoryStoreTests {
    let ledger: LedgerDatabase
    init() throws { ledger = try Desk.ledger() }

    private func line(_ minutes: Int, url: String? = nil, post: PostID? = nil) -> HistoryLine {
        HistoryLine(
            account: "home", post: post, kind: "curated", at: Desk.start + .minutes(minutes),
            link: "https://a.example/x",
            topics: ["tea"], source: "a.example", campaign: "spring", url: url)
    }

    @Test func `the same file brought in twice changes nothing the second time`() throws {
        let lines = [line(1), line(2, url: "https://s.example/1"), line(3, post: "tea")]
        #expect(try ledger.record(lines, now: 1) == (3, 0))
        #expect(try ledger.history() == lines)
        let fingerprint = try ledger.fingerprint()
        #expect(try ledger.record(lines + [line(4)], now: 2) == (1, 3))
        #expect(try ledger.record(lines + [line(4)], now: 3) == (0, 4))
        #expect(try ledger.history() == lines + [line(4)])
        #expect(try ledger.fingerprint() != fingerprint)
    }

    @Test(arguments: ["'); DROP TABLE history; --", "\" OR 1=1", "%_\\", "?1", ":name", "';;"])
    func `words that look like SQL are words`(word: String) throws {
        let line = HistoryLine(
            account: AccountID(word), post: PostID(word), kind: KindName(word), at: Desk.start, link: word,
            topics: [word], source: word, campaign: CampaignName(word), url: word, content: word)
        #expect(try ledger.record([line], now: 1) == (1, 0))
        #expect(try ledger.record([line], now: 2) == (0, 1))
        #expect(try ledger.history() == [line])
        let slot = Desk.slot(PostID(word), on: AccountID(word), after: 60)
        let delivery = try ledger.beginTest(slot)
        #expect(try ledger.delivery(delivery.id).post == PostID(word))
    }

    @Test func `the history of deliveries is what each of them says of itself`() throws {
        let facts = DeliveryFacts(
            kind: "curated", link: "https://a.example/\"x\"", topics: ["tea", "a \"b\" ü\n"],
            source: "a.example",
            campaign: "spring", content: "c", identity: "i")
        for (number, state) in [
            DeliveryState.posted, .cancelled, .needsResolve,
        ].enumerated() {
            let slot = Desk.slot(PostID("p\(number)"), on: AccountID("a\(number)"))
            let begun = try #require(try ledger.begin(slot, facts: facts, repeats: false, now: Desk.seconds))
            let claimed = try ledger.claimTest(begun, now: Desk.seconds + 3)
            var move = DeliveryMove(
                state == .posted ? .posted : .needsResolve, visibleSince: Desk.seconds + 61)
            move.url = state == .posted ? "https://s.example/\(number)" : nil
            let moved = try ledger.finish(claimed, move, now: Desk.seconds + 62)
            if state == .cancelled { try ledger.resolve(moved.id, .drop, now: Desk.seconds + 63) }
        }
        let own = try ledger.deliveries(in: [.posted, .cancelled]).compactMap(\.historyLine)
        #expect(own.count == 2)
        #expect(try ledger.history() == own)
    }

    @Test func `a line with the address of a delivery is that delivery`() throws {
        let claimed = try ledger.claimTest(try ledger.beginTest())
        try ledger.finish(
            claimed, DeliveryMove(.posted, visibleSince: Desk.seconds, url: "https://s.example/1"),
            now: Desk.seconds)
        #expect(try ledger.record([line(2, url: "https://s.example/1")], now: 1) == (0, 1))
        #expect(try ledger.history().count == 1)
    }

    @Test func `its own log brought in again adds nothing, with or without an address`() throws {
        let claimed = try ledger.claimTest(try ledger.beginTest(), now: Desk.seconds + 3)
        try ledger.finish(
            claimed, DeliveryMove(.posted, visibleSince: Desk.seconds + 3), now: Desk.seconds + 4)
        let thread = try ledger.claimTest(
            try ledger.beginTest(Desk.slot("thread")), now: Desk.seconds + 119)
        let half = try ledger.finish(
            thread, DeliveryMove(.planned, visibleSince: Desk.seconds + 119), now: Desk.seconds + 120)
        let log = try ledger.history() + ledger.occupied()
        #expect(log.map(\.at) == [Desk.start, Desk.start + .minutes(1)])
        #expect(try ledger.record(log, now: 1) == (0, 2))
        var later = log[0]
        later.at = Desk.start + .minutes(1)
        #expect(try ledger.record([later], now: 1) == (1, 0))
        #expect(try ledger.delivery(half.id).state == .planned)
    }

    @Test func `what a line was known by is kept`() throws {
        var known = line(1)
        known.content = "abc"
        try ledger.record([known], now: 1)
        #expect(try ledger.history() == [known])
        known.content = nil
        #expect(try ledger.record([known], now: 1) == (0, 1))
    }

    @Test func `a posted delivery is history at the minute that holds its sending, oldest first`() throws {
        _ = try ledger.record([line(10)], now: 1)
        let claimed = try ledger.claimTest(try ledger.beginTest(), now: Desk.seconds + 61)
        #expect(try ledger.history().count == 1)
        let expected = HistoryLine(
            account: "home", post: "tea", kind: "curated", at: Desk.start + .minutes(1),
            link: "https://a.example/x",
            topics: ["tea", "pots"], source: "a.example", campaign: "spring")
        #expect(try ledger.occupied() == [expected])
        try ledger.finish(
            claimed, DeliveryMove(.posted, visibleSince: Desk.seconds + 61), now: Desk.seconds + 70)
        #expect(try ledger.occupied() == [])
        #expect(try ledger.history() == [expected, line(10)])
    }

    @Test(arguments: [DeliveryState.unknown, .needsResolve])
    func `what is in doubt counts as posted, but is no history`(state: DeliveryState) throws {
        let claimed = try ledger.claimTest(try ledger.beginTest())
        try ledger.finish(claimed, DeliveryMove(state, flight: claimed.flight), now: Desk.seconds)
        #expect(try ledger.history() == [])
        #expect(try ledger.occupied().map(\.post) == ["tea"])
    }

    @Test func `what was not sent counts nowhere`() throws {
        let claimed = try ledger.claimTest(try ledger.beginTest())
        try ledger.finish(claimed, DeliveryMove(.planned, reason: "not sent"), now: Desk.seconds)
        #expect(try ledger.history() == [])
        #expect(try ledger.occupied() == [])
    }

    @Test func `a thread dropped half-way stays history`() throws {
        let claimed = try ledger.claimTest(try ledger.beginTest())
        let half = try ledger.finish(
            claimed, DeliveryMove(.planned, visibleSince: Desk.seconds), now: Desk.seconds)
        try ledger.resolve(half.id, .drop, now: Desk.seconds)
        #expect(try ledger.occupied() == [])
        #expect(try ledger.history().map(\.post) == ["tea"])
    }
}
