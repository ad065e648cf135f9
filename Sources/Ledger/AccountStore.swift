import GRDB
import Posts

/// A stop of one account or of all.
public struct Hold: Hashable, Sendable {
    /// Who stopped it.
    public enum Origin: String, Hashable, Sendable {
        /// `hearth hold`.
        case person
        /// The network refuses the account until a person does something.
        case network
    }
    /// The account; nil for all.
    public var account: AccountID?
    /// Since when, in epoch seconds.
    public var since: Int
    /// Why, in a sentence.
    public var why: String
    /// Who stopped it.
    public var origin: Origin

    /// A hold.
    public init(account: AccountID?, since: Int, why: String, origin: Origin) {
        self.account = account
        self.since = since
        self.why = why
        self.origin = origin
    }
}

extension LedgerDatabase {
    /// Stops an account, or all; one that is stopped already stays as it is, except that a person's stop replaces a
    /// network's.
    public func setHold(_ hold: Hold) throws(LedgerError) {
        try write { try LedgerDatabase.setHold($0, hold) }
    }

    static func setHold(_ db: Database, _ hold: Hold) throws {
        try db.execute(
            cached: """
                INSERT INTO hold (account, since, why, origin) VALUES (?, ?, ?, ?)
                ON CONFLICT (account) DO UPDATE SET since = excluded.since, why = excluded.why,
                    origin = excluded.origin WHERE hold.origin = 'network' AND excluded.origin = 'person'
                """,
            arguments: [hold.account?.rawValue ?? "*", hold.since, hold.why, hold.origin.rawValue])
    }

    /// Lifts the hold of one account (nil: the one of all). What was held goes back to the planner, so that nothing
    /// goes out in a burst; a thread that is half out goes on. Deliveries are held without a hold of their account after
    /// attempts that came to nothing; naming the account lets them go too.
    ///
    /// - Parameters:
    ///   - origin: Only a hold of this origin; nil for any.
    ///   - now: Epoch seconds.
    /// - Returns: Whether there was a hold, or anything held.
    @discardableResult
    public func clearHold(_ account: AccountID?, origin: Hold.Origin? = nil, now: Int) throws(LedgerError)
        -> Bool
    {
        try write { db in
            try db.execute(
                cached: "DELETE FROM hold WHERE account = ? AND (? IS NULL OR origin = ?)",
                arguments: [account?.rawValue ?? "*", origin?.rawValue, origin?.rawValue])
            let wasOnHold = db.changesCount > 0
            guard let account else { return wasOnHold }
            let stays =
                try Bool.fetchOne(
                    db, cached: "SELECT EXISTS (SELECT 1 FROM hold WHERE account = ?)",
                    arguments: [account.rawValue]) ?? false
            if stays { return false }
            let held = try Delivery.fetch(
                db, where: "account = ? AND state = 'held'", arguments: [account.rawValue])
            for delivery in held {
                let to = delivery.visibleSince == nil ? DeliveryState.missed : .planned
                _ = try LedgerDatabase.apply(
                    db, DeliveryMove(to, reason: "the hold was lifted", notBefore: 0, failures: 0),
                    to: delivery,
                    now: now)
            }
            return wasOnHold || !held.isEmpty
        }
    }

    /// Every hold, that of all first, then by account.
    public func holds() throws(LedgerError) -> [Hold] {
        try read { db in
            try Row.fetchAll(db, cached: "SELECT * FROM hold ORDER BY account").map { row in
                let name: String = row["account"]
                return Hold(
                    account: name == "*" ? nil : AccountID(name), since: row["since"], why: row["why"],
                    origin: Hold.Origin(rawValue: row["origin"]) ?? .person)
            }
        }
    }

    /// What is known about an account, by its network or by ticks; never a secret.
    public func facts(of account: AccountID) throws(LedgerError) -> [String: String] {
        try read { db in
            let rows = try Row.fetchAll(
                db, cached: "SELECT name, value FROM account_fact WHERE account = ?",
                arguments: [account.rawValue])
            return Dictionary(rows.map { ($0["name"] as String, $0["value"] as String) }) { _, last in last }
        }
    }

    /// Adds facts about an account; a name that is there gets the new value.
    public func keep(_ facts: [String: String], about account: AccountID) throws(LedgerError) {
        guard !facts.isEmpty else { return }
        try write { try LedgerDatabase.keep($0, facts, about: account) }
    }

    /// Forgets facts about an account.
    func forget(_ names: [String], about account: AccountID) throws(LedgerError) {
        try write { db in
            for name in names {
                try db.execute(
                    cached: "DELETE FROM account_fact WHERE account = ? AND name = ?",
                    arguments: [account.rawValue, name])
            }
        }
    }

    /// What is known under one name, of all accounts of which it is a number.
    func numbers(_ name: String) throws(LedgerError) -> [AccountID: Int] {
        let rows = try read { db in
            try Row.fetchAll(
                db, cached: "SELECT account, value FROM account_fact WHERE name = ?", arguments: [name])
        }
        return Dictionary(
            rows.compactMap { row in Int(row[1] as String).map { (AccountID(row[0] as String), $0) } }
        ) { first, _ in first }
    }

    static func keep(_ db: Database, _ facts: [String: String], about account: AccountID) throws {
        for (name, value) in facts.sorted(by: { $0.key < $1.key }) {
            try db.execute(
                cached: """
                    INSERT INTO account_fact (account, name, value) VALUES (?, ?, ?)
                    ON CONFLICT (account, name) DO UPDATE SET value = excluded.value
                    """, arguments: [account.rawValue, name, value])
        }
    }

    /// Since when (epoch seconds) the one who has waited longest on each account has waited for an answer.
    public func waiting() throws(LedgerError) -> [AccountID: Int] {
        try read { db in
            let rows = try Row.fetchAll(db, cached: "SELECT account, since FROM waiting")
            return Dictionary(rows.map { (AccountID($0["account"] as String), $0["since"] as Int) }) {
                _, last in last
            }
        }
    }

    /// Notes since when somebody waits on an account; nil if nobody does.
    public func setWaiting(_ account: AccountID, since: Int?) throws(LedgerError) {
        try write { db in
            guard let since else {
                try db.execute(cached: "DELETE FROM waiting WHERE account = ?", arguments: [account.rawValue])
                return
            }
            try db.execute(
                cached: """
                    INSERT INTO waiting (account, since) VALUES (?, ?)
                    ON CONFLICT (account) DO UPDATE SET since = excluded.since
                    """, arguments: [account.rawValue, since])
        }
    }
}
