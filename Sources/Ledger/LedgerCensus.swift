import GRDB
import Posts

/// How the deliveries of one account stand, in numbers.
public struct AccountCensus: Hashable, Sendable {
    /// How many stand where; states without any are missing.
    public var counts: [DeliveryState: Int]
    /// Since when the oldest outcome that nobody knows is not known, in epoch seconds.
    public var doubtSince: Int?
    /// When a post last went out, in epoch seconds.
    public var lastPosted: Int?
    /// How many wait for a person.
    public var needPerson: Int

    /// An account without deliveries.
    public init() {
        counts = [:]
        needPerson = 0
    }
}

/// What is known about the ledger's file.
public struct LedgerVitals: Hashable, Sendable {
    /// SQLite's version, such as `3.40.1`.
    public var sqlite: String
    /// The mode of its journal, such as `delete`; `wal` is never used.
    public var journal: String
    /// Changes of the schema that it has, oldest first.
    public var migrations: [String]
    /// Length of the database in bytes.
    public var bytes: Int
}

extension LedgerDatabase {
    /// The accounts that any delivery was for, in numbers.
    public func census() throws(LedgerError) -> [AccountID: AccountCensus] {
        try read { db in
            var found: [AccountID: AccountCensus] = [:]
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT account, state, count(*) AS count, sum(asks_person) AS asked,
                        min(CASE WHEN state IN ('sending', 'unknown', 'needs_resolve')
                            THEN coalesce(unknown_since, changed) END) AS doubt,
                        max(CASE WHEN state = 'posted' THEN visible_since END) AS posted
                    FROM delivery GROUP BY account, state
                    """)
            for row in rows {
                guard let state = DeliveryState(rawValue: row["state"]) else { continue }
                var census = found[AccountID(row["account"])] ?? AccountCensus()
                let count: Int = row["count"]
                census.counts[state] = count
                census.needPerson += state.needsPerson ? count : row["asked"]
                census.doubtSince = [census.doubtSince, row["doubt"]].compactMap(\.self).min()
                census.lastPosted = [census.lastPosted, row["posted"]].compactMap(\.self).max()
                found[AccountID(row["account"])] = census
            }
            return found
        }
    }

    /// Facts about the file and what reads it.
    public func vitals() throws(LedgerError) -> LedgerVitals {
        try read { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            let size = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
            return LedgerVitals(
                sqlite: try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? "",
                journal: try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "",
                migrations: try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations"),
                bytes: pages * size)
        }
    }

    /// SQLite's version, whether there is a ledger or not.
    public static func sqliteVersion() throws(LedgerError) -> String {
        try LedgerError.wrapping {
            try DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") ?? "" }
        }
    }
}

extension StateDirectory {
    /// The type of the file system that holds the folder, such as `ext4`; nil where it cannot be known.
    ///
    /// - Parameter mounts: Lines of `/proc/self/mounts`.
    public func fileSystem(mounts: String) -> String? { StateDirectory.fileSystem(of: path, mounts: mounts) }

    /// File systems on which locks and durability are not what they seem.
    public static let networkFileSystems = ["nfs", "nfs4", "cifs", "smb3", "smbfs"]
}
