import GRDB
import Posts

/// A network has said "later": nothing is sent on the account until then, whatever the delivery, for limits are kept per
/// account.
public struct AskedPause: Hashable, Sendable {
    /// The account.
    public var account: AccountID
    /// Not before this epoch second.
    public var until: Int
    /// What the network said, in a sentence.
    public var why: String

    /// The longest pause that is believed, in seconds. One that would last longer was written by a clock that was set back
    /// since, and does not count.
    public static let longest = 24 * 3600

    /// A pause.
    public init(account: AccountID, until: Int, why: String) {
        self.account = account
        self.until = until
        self.why = why
    }
}

extension LedgerDatabase {
    /// The pauses that networks have asked for and that are not over at `now` (epoch seconds), by account.
    public func askedPauses(_ now: Int) throws(LedgerError) -> [AskedPause] {
        try read { db in
            try Row.fetchAll(
                db, cached: "SELECT * FROM asked_pause WHERE until > ? AND until <= ? ORDER BY account",
                arguments: [now, now + AskedPause.longest]
            ).map { row in
                AskedPause(
                    account: AccountID(row["account"] as String), until: row["until"], why: row["why"])
            }
        }
    }

    /// The one of an account, if there is one.
    public func askedPause(of account: AccountID, _ now: Int) throws(LedgerError) -> AskedPause? {
        try askedPauses(now).first { $0.account == account }
    }

    /// Notes that the network of the account wants to hear nothing before `until` (epoch seconds).
    public func pause(_ account: AccountID, until: Int, why: String, now: Int) throws(LedgerError) {
        try write { try LedgerDatabase.pause($0, account, until: until, why: why, now: now) }
    }

    /// Notes that nothing is called on the account before `until`; of two pauses the longer one counts.
    static func pause(_ db: Database, _ account: AccountID, until: Int, why: String, now: Int) throws {
        try db.execute(
            sql: """
                INSERT INTO asked_pause (account, until, why) VALUES (:account, :until, :why)
                ON CONFLICT (account) DO UPDATE SET until = excluded.until, why = excluded.why
                    WHERE excluded.until > until OR until > :now + :longest
                """,
            arguments: [
                "account": account.rawValue, "until": min(until, now + AskedPause.longest), "why": why,
                "now": now, "longest": AskedPause.longest,
            ])
    }
}
