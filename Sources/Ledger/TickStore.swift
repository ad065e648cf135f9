import GRDB
import Posts

/// A heartbeat.
public struct TickRecord: Hashable, Sendable {
    /// Its number.
    public var id: Int
    /// When it started, in epoch seconds by the wall clock.
    public var started: Int
    /// When it ended; nil if it died or still runs.
    public var ended: Int?
    /// Milliseconds since the machine started, sleep included.
    public var bootMilliseconds: Int
    /// Names this run of the machine.
    public var bootID: String
    /// Whether its wall clock was believed.
    public var isAccepted: Bool
    /// What came of it, in a word or a sentence.
    public var outcome: String?
}

extension LedgerDatabase {
    /// Records that a tick has started, and forgets those of more than 60 days ago.
    ///
    /// - Returns: Its number.
    public func beginTick(started: Int, bootMilliseconds: Int, bootID: String, isAccepted: Bool)
        throws(LedgerError)
        -> Int
    {
        try write { db in
            try db.execute(
                cached:
                    "INSERT INTO tick (started, boot_milliseconds, boot_id, accepted) VALUES (?, ?, ?, ?)",
                arguments: [started, bootMilliseconds, bootID, isAccepted])
            let id = Int(db.lastInsertedRowID)
            // By number too: a clock that jumps ahead for one tick must not take the others with it.
            try db.execute(
                cached:
                    "DELETE FROM tick WHERE started < ? AND id < ? AND id < (SELECT max(id) FROM tick WHERE accepted)",
                arguments: [started - 60 * 86_400, id - 500])
            return id
        }
    }

    /// Records how a tick ended.
    public func endTick(_ id: Int, ended: Int, outcome: String) throws(LedgerError) {
        try write { db in
            try db.execute(
                cached: "UPDATE tick SET ended = ?, outcome = ? WHERE id = ?",
                arguments: [ended, outcome, id])
        }
    }

    /// The latest ticks, newest first, back to the last but so many whose clock was believed; all, if none was.
    ///
    /// Few, as a rule: every tick asks, and keeps two months of them.
    /// - Parameter believed: How many of them are wanted, at most.
    public func heartbeats(believed: Int) throws(LedgerError) -> [TickRecord] {
        try read { db in
            let first = try Int.fetchOne(
                db,
                cached:
                    "SELECT min(id) FROM (SELECT id FROM tick WHERE accepted ORDER BY id DESC LIMIT ?)",
                arguments: [believed])
            return try TickRecord.fetch(db, since: first ?? 0)
        }
    }

    /// A person confirms that the clock is right; ticks believe it then.
    ///
    /// - Parameter now: Epoch seconds.
    public func acceptClock(now: Int) throws(LedgerError) {
        let last = try ticks(limit: 1).first?.id ?? 0
        try keep(["clock.accepted": "\(now)", "clock.accepted.tick": "\(last)"], about: "*")
    }

    /// A person's word that the clock is right.
    public struct ClockWord: Hashable, Sendable {
        /// When it was given, by that clock, in epoch seconds.
        public var at: Int
        /// The last tick before it. By its number, not its time: the clock may have shown any time before.
        public var tick: Int

        /// A word.
        public init(at: Int, tick: Int) {
            self.at = at
            self.tick = tick
        }
    }

    /// The last time that a person confirmed the clock.
    public func clockAccepted() throws(LedgerError) -> ClockWord? {
        let facts = try facts(of: "*")
        guard let at = facts["clock.accepted"].flatMap({ Int($0) }) else { return nil }
        return ClockWord(at: at, tick: facts["clock.accepted.tick"].flatMap { Int($0) } ?? 0)
    }

    /// The latest ticks, newest first.
    public func ticks(limit: Int) throws(LedgerError) -> [TickRecord] {
        try read { try TickRecord.fetch($0, limit: limit) }
    }
}

extension TickRecord {
    /// Newest first, and no more than `limit`; all, if that is negative.
    fileprivate static func fetch(_ db: Database, since first: Int = 0, limit: Int = -1) throws
        -> [TickRecord]
    {
        let columns = "id, started, ended, boot_milliseconds, boot_id, accepted, outcome"
        let statement = try db.cachedStatement(
            sql: "SELECT \(columns) FROM tick WHERE id >= ? ORDER BY id DESC LIMIT ?")
        return try Array(
            Row.fetchCursor(statement, arguments: [first, limit]).map { row in
                TickRecord(
                    id: row[0], started: row[1], ended: row[2], bootMilliseconds: row[3], bootID: row[4],
                    isAccepted: row[5], outcome: row[6])
            })
    }
}
