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

    @Test func `after a week away on another boot a person confirms the clock`() throws {
        let week = 7 * 86_400
        #expect(look(try ticks(), 100_000 + week, boot: 3, bootID: "c") == .accepted(isRecovery: true))
        let now = 100_000 + week + 1
        #expect(look(try ticks(), now, boot: 3, bootID: "c") == .ahead(seconds: week + 1))
        func word(_ confirmed: Int, after tick: Int = 5) throws -> TickClock {
            TickClock.look(
                try ticks(), now: now, boot: 3_000, bootID: "c",
                confirmed: LedgerDatabase.ClockWord(at: confirmed, tick: tick))
        }
        #expect(try word(now) == .accepted(isRecovery: true))
        #expect(try word(now - 86_400) == .accepted(isRecovery: true))
        #expect(try word(now - 86_401) == .ahead(seconds: week + 1))
        // A word from before the last tick that was believed is used up.
        #expect(try word(now, after: 4) == .ahead(seconds: week + 1))
    }

    @Test func `the last clock that was believed is remembered however many were not`() throws {
        let ledger = try LedgerDatabase.inMemory(identity: "t", now: 0)
        _ = try ledger.beginTick(started: 100_000, bootMilliseconds: 0, bootID: "b", isAccepted: true)
        for index in 0..<700 {
            _ = try ledger.beginTick(
                started: 50_000 + index, bootMilliseconds: index, bootID: "b", isAccepted: false)
        }
        #expect(look(try ledger.heartbeats(believed: TickClock.usual), 60_000) == .behind(seconds: 40_000))
        try ledger.acceptClock(now: 60_000)
        #expect(try ledger.clockAccepted() == LedgerDatabase.ClockWord(at: 60_000, tick: 701))
    }

    @Test func `two minutes back are borne, a second more is not`() throws {
        #expect(look(try ticks(), 99_880, boot: 100_000) == .accepted(isRecovery: false))
        #expect(look(try ticks(), 99_879, boot: 100_000) == .behind(seconds: 121))
    }

    @Test func `ten minutes ahead are borne, a second more is not`() throws {
        #expect(look(try ticks(), 100_900, boot: 100_300) == .accepted(isRecovery: false))
        #expect(look(try ticks(), 100_901, boot: 100_300) == .ahead(seconds: 601))
    }

    @Test func `a leap ahead is believed as a recovery where the system knows its clock to be right`() throws
    {
        func look(_ now: Int, boot: Int, bootID: String = "b", _ word: Bool?) throws -> TickClock {
            TickClock.look(
                try ticks(), now: now, boot: boot * 1_000, bootID: bootID, isSynchronised: { word })
        }
        let decade = 3_652 * 86_400
        for leap in [601, decade] {
            #expect(try look(100_300 + leap, boot: 100_300, true) == .accepted(isRecovery: true))
            #expect(try look(100_300 + leap, boot: 100_300, false) == .ahead(seconds: leap))
            #expect(try look(100_300 + leap, boot: 100_300, nil) == .ahead(seconds: leap))
        }
        #expect(try look(100_900, boot: 100_300, true) == .accepted(isRecovery: false), "no leap")
        // Its word does not help a clock that stands before the last tick.
        #expect(try look(99_879, boot: 100_300, true) == .behind(seconds: 121))
        let week = 7 * 86_400 + 1
        #expect(try look(100_000 + week, boot: 3, bootID: "c", true) == .accepted(isRecovery: true))
        #expect(try look(100_000 + week, boot: 3, bootID: "c", false) == .ahead(seconds: week))
    }

    @Test func `after a restart, too, its word ends the doubt about a clock that was ahead`() throws {
        let ledger = try LedgerDatabase.inMemory(identity: "t", now: 0)
        _ = try ledger.beginTick(started: 1_000, bootMilliseconds: 1_000_000, bootID: "b", isAccepted: true)
        _ = try ledger.beginTick(started: 9_000, bootMilliseconds: 1_300_000, bootID: "b", isAccepted: false)
        func look(_ bootID: String, boot: Int, _ word: Bool?) throws -> TickClock {
            TickClock.look(
                try ledger.ticks(limit: 9), now: 9_300, boot: boot, bootID: bootID, isSynchronised: { word })
        }
        for bootID in ["b", "c"] {
            let (boot, doubt) = bootID == "b" ? (1_600_000, 7_700) : (60_000, 8_300)
            #expect(try look(bootID, boot: boot, true) == .accepted(isRecovery: true))
            #expect(try look(bootID, boot: boot, false) == .ahead(seconds: doubt))
            #expect(try look(bootID, boot: boot, nil) == .ahead(seconds: doubt))
        }
    }

    @Test func `after a restart of the machine only the wall clock can be asked`() throws {
        #expect(look(try ticks(), 100_901, boot: 3, bootID: "c") == .accepted(isRecovery: false))
        #expect(look(try ticks(), 99_000, boot: 3, bootID: "c") == .behind(seconds: 1_000))
    }

    @Test
    func `a restart makes no clock right that was ahead, until it is set back or has run true for a day`()
        throws
    {
        let ledger = try LedgerDatabase.inMemory(identity: "t", now: 0)
        _ = try ledger.beginTick(started: 1_000, bootMilliseconds: 1_000_000, bootID: "b", isAccepted: true)
        let leap = 3 * 86_400
        // Doubted for 23 hours in the first run of the machine,
        for hour in 1...23 {
            _ = try ledger.beginTick(
                started: leap + hour * 3_600, bootMilliseconds: hour * 3_600_000, bootID: "b",
                isAccepted: false)
        }
        let start = leap + 24 * 3_600
        let first = try ledger.ticks(limit: 100)
        #expect(look(first, start, boot: 60, bootID: "c") == .ahead(seconds: start - 1_000))
        let doubted = leap + 3_600
        #expect(look(first, doubted - 120, boot: 60, bootID: "c") == .ahead(seconds: doubted - 1_120))
        #expect(look(first, doubted - 121, boot: 60, bootID: "c") == .accepted(isRecovery: true), "set back")
        // and in the second one the day begins anew.
        for hour in 0..<24 {
            _ = try ledger.beginTick(
                started: start + hour * 3_600, bootMilliseconds: (60 + hour * 3_600) * 1_000, bootID: "c",
                isAccepted: false)
        }
        let ticks = try ledger.ticks(limit: 100)
        let day = start + 86_400
        #expect(look(ticks, day - 1, boot: 60 + 86_399, bootID: "c") == .ahead(seconds: day - 1_001))
        #expect(look(ticks, day, boot: 60 + 86_400, bootID: "c") == .accepted(isRecovery: true))
    }

    @Test func `a clock that was behind and is right after a restart is believed`() throws {
        let ledger = try LedgerDatabase.inMemory(identity: "t", now: 0)
        _ = try ledger.beginTick(started: 100_000, bootMilliseconds: 0, bootID: "b", isAccepted: true)
        _ = try ledger.beginTick(started: 50_000, bootMilliseconds: 900, bootID: "b", isAccepted: false)
        #expect(
            look(try ledger.ticks(limit: 9), 101_000, boot: 3, bootID: "c") == .accepted(isRecovery: false))
    }

    @Test func `a downtime is more than an hour and more than three usual intervals`() throws {
        #expect(look(try ticks(), 103_600) == .accepted(isRecovery: false))
        #expect(look(try ticks(), 103_601) == .accepted(isRecovery: true))
        #expect(look(try ticks(7_200), 100_000 + 21_600) == .accepted(isRecovery: false))
        #expect(look(try ticks(7_200), 100_000 + 21_601) == .accepted(isRecovery: true))
    }

    @Test func `a timer that was made slower costs two ticks, and ticks by hand cost none`() throws {
        let ledger = try LedgerDatabase.inMemory(identity: "t", now: 0)
        func look(_ at: Int) throws -> TickClock {
            let clock = TickClock.look(
                try ledger.heartbeats(believed: TickClock.usual), now: at, boot: at * 1_000, bootID: "b")
            _ = try ledger.beginTick(started: at, bootMilliseconds: at * 1_000, bootID: "b", isAccepted: true)
            return clock
        }
        var now = 0
        for _ in 0..<300 {
            now += 300
            #expect(try look(now) == .accepted(isRecovery: false))
        }
        for slow in 1...2 { #expect(try look(now + slow * 7_200) == .accepted(isRecovery: true)) }
        for slow in 3...12 { #expect(try look(now + slow * 7_200) == .accepted(isRecovery: false)) }
        now += 12 * 7_200
        for _ in 0..<3 {
            now += 10
            #expect(try look(now) == .accepted(isRecovery: false))
        }
        #expect(try look(now + 7_200) == .accepted(isRecovery: false))
    }

    /// A wrong clock that was believed for longer than it was ahead has been at every time before.
    @Test func `a person's word counts whatever the clock has shown before`() throws {
        let ledger = try LedgerDatabase.inMemory(identity: "t", now: 0)
        for at in stride(from: 10_000, through: 20_000, by: 100) {
            _ = try ledger.beginTick(started: at, bootMilliseconds: at * 1_000, bootID: "b", isAccepted: true)
        }
        func look(_ now: Int) throws -> TickClock {
            TickClock.look(
                try ledger.heartbeats(believed: TickClock.usual), now: now, boot: 20_100_000, bootID: "b",
                confirmed: try ledger.clockAccepted())
        }
        #expect(try look(12_900) == .behind(seconds: 7_100))
        try ledger.acceptClock(now: 12_900)
        #expect(try look(12_910) == .accepted(isRecovery: true))
        _ = try ledger.beginTick(started: 12_910, bootMilliseconds: 20_110_000, bootID: "b", isAccepted: true)
        #expect(try look(12_000) == .behind(seconds: 910), "it is used up")
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
