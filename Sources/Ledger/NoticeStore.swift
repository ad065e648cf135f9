import GRDB
import Posts

/// Something that a person should know and do something about.
public struct Notice: Hashable, Sendable {
    /// Names the failure: as long as it stands, or once for what happened, people are told once of each key.
    public var key: String
    /// What kind of failure it is, in a word that does not change.
    public var code: String
    /// The account it is about, if it is about one.
    public var account: AccountID?
    /// What happened, in a sentence.
    public var what: String
    /// What to do, with the commands to type; may have several lines.
    public var remedy: String
    /// Whether it happened and is over, such as a downtime; what stands is forgotten when it stands no longer.
    public var isPassing: Bool

    /// A notice.
    public init(
        key: String, code: String, account: AccountID? = nil, what: String, remedy: String,
        isPassing: Bool = false
    ) {
        self.key = key
        self.code = code
        self.account = account
        self.what = what
        self.remedy = remedy
        self.isPassing = isPassing
    }
}

/// A notice that nobody was told of yet.
public struct OpenNotice: Hashable, Sendable {
    /// The notice.
    public var notice: Notice
    /// Since when it is known, in epoch seconds.
    public var since: Int

    /// `notice`, known since `since`.
    public init(notice: Notice, since: Int) {
        self.notice = notice
        self.since = since
    }
}

extension LedgerDatabase {
    /// Seconds after the first attempt to tell before the second; the wait doubles from there,
    public static let firstRetelling = 300
    /// up to so many seconds.
    public static let longestRetelling = 6 * 3600
    /// Seconds after which what only happened is no news any more.
    public static let longestNews = 7 * 86_400

    /// Compares what stands now with what people were told.
    ///
    /// What stands no longer is forgotten, so that it is told again should it come back. What is new is kept until it
    /// was told.
    /// - Parameters:
    ///   - notices: What stands, and what has just happened.
    ///   - isWhole: Whether these are all that stand; if not, nothing is forgotten.
    ///   - now: Epoch seconds.
    /// - Returns: What is to be told now, the oldest first; what could not be told lately waits.
    public func observe(_ notices: [Notice], isWhole: Bool = true, now: Int) throws(LedgerError)
        -> [OpenNotice]
    {
        try write { db in
            if isWhole {
                let keys = notices.map(\.key)
                let marks = keys.map { _ in "?" }.joined(separator: ", ")
                try db.execute(
                    sql: "DELETE FROM notice WHERE passing = 0 AND key NOT IN (\(marks))",
                    arguments: StatementArguments(keys))
            }
            try db.execute(
                sql: "DELETE FROM notice WHERE passing = 1 AND since < ?", arguments: [now - Self.longestNews]
            )
            for notice in notices {
                try db.execute(
                    sql: """
                        INSERT INTO notice (key, code, account, what, remedy, passing, since)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (key) DO UPDATE SET what = excluded.what, remedy = excluded.remedy
                        WHERE told IS NULL
                        """,
                    arguments: [
                        notice.key, notice.code, notice.account?.rawValue, notice.what, notice.remedy,
                        notice.isPassing, now,
                    ])
            }
            return try LedgerDatabase.untold(db).filter { $0.isDue(now) }.map(\.open)
        }
    }

    /// Records that people were told, or that it was tried in vain.
    ///
    /// - Parameter now: Epoch seconds.
    public func note(told isTold: Bool, _ keys: [String], now: Int) throws(LedgerError) {
        try write { db in
            for key in keys {
                try db.execute(
                    sql: """
                        UPDATE notice SET attempts = attempts + 1, tried = :now,
                            told = CASE WHEN :told THEN :now ELSE told END WHERE key = :key
                        """, arguments: ["now": now, "told": isTold, "key": key])
            }
        }
    }

    /// Whether anything is remembered of notices.
    public func hasNotices() throws(LedgerError) -> Bool {
        try read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM notice)") ?? false }
    }

    /// How many notices nobody could be told of yet.
    public func untoldNotices() throws(LedgerError) -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM notice WHERE told IS NULL") ?? 0 }
    }

    private struct Untold {
        var open: OpenNotice
        var attempts: Int
        var tried: Int?

        func isDue(_ now: Int) -> Bool {
            guard let tried, attempts > 0 else { return true }
            let wait = min(
                LedgerDatabase.firstRetelling << min(attempts - 1, 10), LedgerDatabase.longestRetelling)
            // A clock that was set back must not silence anything.
            return abs(now - tried) >= wait
        }
    }

    private static func untold(_ db: Database) throws -> [Untold] {
        try Row.fetchAll(db, sql: "SELECT * FROM notice WHERE told IS NULL ORDER BY since, key").map { row in
            let account: String? = row["account"]
            let notice = Notice(
                key: row["key"], code: row["code"], account: account.map { AccountID($0) },
                what: row["what"],
                remedy: row["remedy"], isPassing: row["passing"])
            return Untold(
                open: OpenNotice(notice: notice, since: row["since"]), attempts: row["attempts"],
                tried: row["tried"])
        }
    }
}
