import GRDB
import Posts
import Timeline

/// A plan as it was stored.
public struct StoredPlan: Hashable, Sendable {
    /// The plan in its JSON form, as `hearth plan --format json` prints it.
    public var json: String
    /// Stands for everything it was made from; another one calls for another plan.
    public var fingerprint: String
    /// The minute it was planned from.
    public var now: Instant
    /// When it was stored, in epoch seconds.
    public var stored: Int
    /// Its placements, by instant, then account.
    public var placements: [PlannedSlot]

    /// A plan to store.
    public init(json: String, fingerprint: String, now: Instant, stored: Int, placements: [PlannedSlot]) {
        self.json = json
        self.fingerprint = fingerprint
        self.now = now
        self.stored = stored
        self.placements = placements
    }
}

extension LedgerDatabase {
    /// The plan in force, if one was stored.
    public func plan() throws(LedgerError) -> StoredPlan? {
        try read { db in
            guard let row = try Row.fetchOne(db, cached: "SELECT * FROM plan") else { return nil }
            return StoredPlan(
                json: row["json"], fingerprint: row["fingerprint"], now: Instant(minutes: row["now"]),
                stored: row["stored"], placements: try LedgerDatabase.placements(db))
        }
    }

    /// Puts `plan` in the place of the one in force.
    public func store(_ plan: StoredPlan) throws(LedgerError) {
        try write { db in
            try db.execute(
                cached: """
                    INSERT INTO plan (one, json, fingerprint, now, stored) VALUES (1, ?, ?, ?, ?)
                    ON CONFLICT (one) DO UPDATE SET json = excluded.json, fingerprint = excluded.fingerprint,
                        now = excluded.now, stored = excluded.stored
                    """, arguments: [plan.json, plan.fingerprint, plan.now.minutes, plan.stored])
            try db.execute(cached: "DELETE FROM placement")
            for slot in plan.placements {
                try db.execute(
                    cached: "INSERT INTO placement (account, at, post) VALUES (?, ?, ?)",
                    arguments: [slot.account.rawValue, slot.at.minutes, slot.post.rawValue])
            }
        }
    }

    private static let failure = "plan.failed"

    /// Why the last tick that had to plan could not; nil if it could.
    public func planFailure() throws(LedgerError) -> String? {
        let why = try facts(of: "*")[Self.failure] ?? ""
        return why.isEmpty ? nil : why
    }

    /// Notes why no plan could be made; nil if one was, or the stored one is as it should be.
    public func note(planFailure why: String?) throws(LedgerError) {
        guard try planFailure() != why else { return }
        try keep([Self.failure: why ?? ""], about: "*")
    }

    /// Stands for everything in the ledger that a plan depends on: what went out, what is in doubt or barred, holds,
    /// pauses, who waits. Equal as long as nothing of that changes.
    public func fingerprint() throws(LedgerError) -> String {
        try read { db in
            let queries = [
                "SELECT count(*) || '/' || coalesce(max(id), 0) FROM history",
                """
                SELECT coalesce(group_concat(id || state || coalesce(visible_since, '')), '') FROM (
                    SELECT id, state, visible_since FROM delivery
                    WHERE state IN ('sending', 'unknown', 'needs_resolve', 'missed', 'rejected', 'cancelled', 'held',
                        'expired') ORDER BY id)
                """,
                "SELECT count(*) || '/' || coalesce(sum(id), 0) FROM delivery WHERE state = 'posted'",
                "SELECT coalesce(group_concat(account), '') FROM (SELECT account FROM hold ORDER BY account)",
                """
                SELECT coalesce(group_concat(account || since), '')
                FROM (SELECT account, since FROM waiting ORDER BY account)
                """,
                """
                SELECT coalesce(group_concat(account || until), '')
                FROM (SELECT account, until FROM asked_pause ORDER BY account)
                """,
                """
                SELECT coalesce(group_concat(id || '/' || not_before), '') FROM (SELECT id, not_before FROM delivery
                    WHERE state = 'planned' AND visible_since IS NOT NULL ORDER BY id)
                """,
            ]
            return ContentDigest.hex(texts: try queries.map { try String.fetchOne(db, cached: $0) ?? "" })
        }
    }

    static func placements(_ db: Database) throws -> [PlannedSlot] {
        try Row.fetchAll(db, cached: "SELECT * FROM placement ORDER BY at, account").map(slot)
    }

    /// The placements that no delivery was made of yet; one that missed its slot does not stand for a later slot, nor one
    /// that a clock has given up which was ahead (`Delivery.isGivenUpAhead`).
    static func openPlacements(_ db: Database, now: Int) throws -> [PlannedSlot] {
        try Row.fetchAll(
            db,
            cached: """
                SELECT * FROM placement WHERE NOT EXISTS (
                    SELECT 1 FROM delivery WHERE delivery.account = placement.account
                        AND delivery.post = placement.post AND delivery.planned_at >= placement.at
                        AND NOT (delivery.state IN ('missed', 'expired', 'rejected')
                            AND (delivery.planned_at * 60 > :now OR delivery.changed > :now)))
                ORDER BY at, account
                """, arguments: ["now": now]
        ).map(slot)
    }

    private static func slot(_ row: Row) -> PlannedSlot {
        PlannedSlot(
            post: PostID(row["post"] as String), account: AccountID(row["account"] as String),
            at: Instant(minutes: row["at"]))
    }
}
