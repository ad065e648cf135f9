import Ledger
import Testing

@testable import Publishing

struct TickClockTests {
    /// Heartbeats every `interval` seconds on a clock that runs true, newest first; the last at second 10,000.
    private func ticks(_ interval: Int = 300) throws -> [TickRecord] {
        let ledger = try LedgerDatabase.inMemory(identity: "t", now: 0)
        for index in (0..<5).reversed() {
            let at = 100_000 - index * interval
            _ = try ledger.beginTick(started: at, bootMilliseconds: at * 1_000, bootID: "b", isAccepted: true)
        }
        return try ledger.ticks(limit: 10)
    }

    private func look(_ ticks: [TickRecord], _ now: Int, boot: Int? = nil, bootID: String = "b") -> TickClock
    {
        TickClock.look(ticks, now: now, boot: (boot ?? now) * 1_000, bootID: bootID)
    }

    @Test func `the first tick of all is no recovery`() {
        #expect(look([], 5) == .accepted(isRecovery: false))
    }

    @Test func `two minutes back are borne, a second more is not`() throws {
        #expect(look(try ticks(), 99_880, boot: 100_000) == .accepted(isRecovery: false))
        #expect(look(try ticks(), 99_879, boot: 100_000) == .behind(seconds: 121))
    }

    @Test func `ten minutes ahead are borne, a second more is not`() throws {
        #expect(look(try ticks(), 100_900, boot: 100_300) == .accepted(isRecovery: false))
        #expect(look(try ticks(), 100_901, boot: 100_300) == .ahead(seconds: 601))
    }

    @Test func `after a restart of the machine only the wall clock can be asked`() throws {
        #expect(look(try ticks(), 100_901, boot: 3, bootID: "c") == .accepted(isRecovery: false))
        #expect(look(try ticks(), 99_000, boot: 3, bootID: "c") == .behind(seconds: 1_000))
    }

    @Test func `a downtime is more than an hour and more than three usual intervals`() throws {
        #expect(look(try ticks(), 103_600) == .accepted(isRecovery: false))
        #expect(look(try ticks(), 103_601) == .accepted(isRecovery: true))
        #expect(look(try ticks(7_200), 100_000 + 21_600) == .accepted(isRecovery: false))
        #expect(look(try ticks(7_200), 100_000 + 21_601) == .accepted(isRecovery: true))
    }

    @Test func `a leap that has run true for a day is believed`() throws {
        let ledger = try LedgerDatabase.inMemory(identity: "t", now: 0)
        _ = try ledger.beginTick(started: 1_000, bootMilliseconds: 1_000_000, bootID: "b", isAccepted: true)
        let leap = 500_000
        for hour in 0..<24 {
            _ = try ledger.beginTick(
                started: leap + 2_000 + hour * 3_600, bootMilliseconds: (2_000 + hour * 3_600) * 1_000,
                bootID: "b",
                isAccepted: false)
        }
        let ticks = try ledger.ticks(limit: 100)
        let almost = 2_000 + 24 * 3_600 - 1
        #expect(look(ticks, leap + almost, boot: almost) == .ahead(seconds: leap))
        #expect(look(ticks, leap + almost + 1, boot: almost + 1) == .accepted(isRecovery: true))
    }
}
