import GRDB
import Posts

/// Attempts of an account, or at a host, that came to nothing one after the other, whatever the deliveries.
///
/// After three nothing is sent there for half an hour; then one attempt is made, and either closes the circuit or leaves it
/// open for another half hour.
public struct Circuit: Hashable, Sendable {
    /// Who or what fails.
    public enum Place: Hashable, Sendable {
        /// An account.
        case account(AccountID)
        /// A host, on which several accounts may be.
        case host(String)

        var name: String {
            switch self {
            case .account(let account): "account/\(account)"
            case .host(let host): "host/\(host)"
            }
        }
    }

    /// `account/NAME` or `host/NAME`.
    public var name: String
    /// Attempts in a row that came to nothing.
    public var failures: Int
    /// The last of them, in epoch seconds.
    public var last: Int
    /// Why, in a sentence.
    public var why: String

    /// So many failures open it.
    public static let mostFailures = 3
    /// For so many seconds.
    public static let pause = 30 * 60

    /// When an attempt may be made again, in epoch seconds.
    public var until: Int { last + Circuit.pause }

    /// Whether nothing is sent there at `now` (epoch seconds). A failure in the future, by a clock that was set back, does
    /// not count.
    public func isOpen(_ now: Int) -> Bool {
        failures >= Circuit.mostFailures && (0..<Circuit.pause).contains(now - last)
    }
}

extension LedgerDatabase {
    /// The circuits that are open at `now` (epoch seconds), by name.
    ///
    /// - Parameter places: Only these; nil for all.
    public func openCircuits(_ now: Int, at places: [Circuit.Place]? = nil) throws(LedgerError) -> [Circuit] {
        let names = places.map { Set($0.map(\.name)) }
        return try read { db in
            try Row.fetchAll(db, cached: "SELECT * FROM circuit ORDER BY name").map { row in
                Circuit(name: row["name"], failures: row["failures"], last: row["last"], why: row["why"])
            }
        }.filter { $0.isOpen(now) && names?.contains($0.name) ?? true }
    }

    /// Where the account's last publishing call went; nil before the first.
    public func host(of account: AccountID) throws(LedgerError) -> String? {
        try read { db in
            try String.fetchOne(
                db, cached: "SELECT host FROM account_host WHERE account = ?", arguments: [account.rawValue])
        }
    }

    /// Notes where the account's posts go, for tests.
    package func setHost(_ host: String, of account: AccountID) throws(LedgerError) {
        try write { try LedgerDatabase.setHost($0, host, of: account) }
    }

    /// Remembers where the account's posts go. A claim does so, in its own transaction: what cannot be written keeps the
    /// call from being made.
    static func setHost(_ db: Database, _ host: String, of account: AccountID) throws {
        try db.execute(
            cached: """
                INSERT INTO account_host (account, host) VALUES (?, ?)
                ON CONFLICT (account) DO UPDATE SET host = excluded.host WHERE host <> excluded.host
                """, arguments: [account.rawValue, host])
    }

    /// Counts an attempt that came to nothing, at `now` (epoch seconds); nil, one that did not, closes the circuits.
    public func note(failure why: String?, at places: [Circuit.Place], now: Int) throws(LedgerError) {
        try write { db in
            for place in places {
                guard let why else {
                    try db.execute(cached: "DELETE FROM circuit WHERE name = ?", arguments: [place.name])
                    continue
                }
                try db.execute(
                    cached: """
                        INSERT INTO circuit (name, failures, last, why) VALUES (?, 1, ?, ?)
                        ON CONFLICT (name) DO UPDATE SET failures = failures + 1, last = excluded.last,
                            why = excluded.why
                        """, arguments: [place.name, now, why])
            }
        }
    }
}
