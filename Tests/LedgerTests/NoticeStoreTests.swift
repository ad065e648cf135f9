import Posts
import Testing

@testable import Ledger

struct NoticeStoreTests {
    let ledger: LedgerDatabase
    init() throws { ledger = try Desk.ledger() }

    private func notice(_ key: String, _ what: String = "it broke", isPassing: Bool = false) -> Notice {
        Notice(key: key, code: "held", account: "home", what: what, remedy: "mend it", isPassing: isPassing)
    }

    private func observe(_ keys: String..., isWhole: Bool = true, now: Int) throws -> [String] {
        try ledger.observe(keys.map { notice($0) }, isWhole: isWhole, now: now).map(\.notice.key)
    }

    @Test func `what stands is told once`() throws {
        #expect(try observe("a", now: 100) == ["a"])
        try ledger.note(told: true, ["a"], now: 100)
        #expect(try observe("a", now: 400) == [])
        #expect(try observe("a", "b", now: 700) == ["b"])
        #expect(try ledger.untoldNotices() == 1)
    }

    @Test func `what went away and comes back is told again`() throws {
        _ = try observe("a", now: 100)
        try ledger.note(told: true, ["a"], now: 100)
        #expect(try observe(now: 400) == [])
        #expect(try !ledger.hasNotices())
        #expect(try observe("a", now: 700) == ["a"])
    }

    @Test func `what only happened is kept until it was told, and for a week at most`() throws {
        let downtime = notice("downtime/1", isPassing: true)
        _ = try ledger.observe([downtime], now: 100)
        #expect(try observe(now: 400) == ["downtime/1"])
        try ledger.note(told: true, ["downtime/1"], now: 400)
        #expect(try observe(now: 700) == [])
        _ = try ledger.observe([notice("downtime/2", isPassing: true)], now: 1000)
        #expect(try observe(now: 1000 + LedgerDatabase.longestNews) == ["downtime/2"])
        #expect(try observe(now: 1001 + LedgerDatabase.longestNews) == [])
    }

    @Test func `a view that is not whole forgets nothing`() throws {
        _ = try observe("a", now: 100)
        try ledger.note(told: true, ["a"], now: 100)
        #expect(try observe("policy", isWhole: false, now: 400) == ["policy"])
        #expect(try observe("a", "policy", now: 700) == ["policy"])
    }

    @Test func `what could not be told waits five minutes, then twice as long each time, six hours at most`()
        throws
    {
        var now = 100
        for wait in [300, 600, 1200, 2400, 4800, 9600, 19_200, 21_600, 21_600] {
            #expect(try observe("a", now: now) == ["a"])
            try ledger.note(told: false, ["a"], now: now)
            #expect(try observe("a", now: now + wait - 1) == [], "after \(wait - 1) s")
            now += wait
        }
        #expect(try observe("a", now: now) == ["a"])
        #expect(try ledger.untoldNotices() == 1)
    }

    @Test func `the words stay fresh until they are told, then they are what was told`() throws {
        _ = try ledger.observe([notice("a", "one")], now: 100)
        let open = try ledger.observe([notice("a", "two")], now: 400)
        #expect(open.map(\.notice.what) == ["two"])
        #expect(open.map(\.since) == [100])
        #expect(open.first?.notice == notice("a", "two"))
    }

    @Test func `hundreds of failures at once are no trouble`() throws {
        let many = (0..<2000).map { notice("delivery/\($0)") }
        #expect(try ledger.observe(many, now: 100).count == 2000)
        try ledger.note(told: true, many.map(\.key), now: 100)
        #expect(try ledger.observe(many, now: 400).isEmpty)
    }
}
