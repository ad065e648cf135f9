import GRDB
import Posts
import Timeline

/// What a ledger has of a slot, or of a post under any name: whether a pin that went by was dealt with.
extension LedgerDatabase {
    /// Whether there is a delivery of the slot's post, for this slot or a later one.
    public func hasDelivery(of slot: PlannedSlot) throws(LedgerError) -> Bool {
        try read { db in
            try Bool.fetchOne(
                db,
                cached:
                    "SELECT EXISTS (SELECT 1 FROM delivery WHERE account = ? AND post = ? AND planned_at >= ?)",
                arguments: [slot.account.rawValue, slot.post.rawValue, slot.at.minutes]) ?? false
        }
    }

    /// What an account has, or had, of a post.
    public struct Trace: Hashable, Sendable {
        /// The name it had, if it had one.
        public var post: PostID?
        /// The digest of its words, if they were kept.
        public var identity: String?
        /// Its slot; of what a person recorded, when it went out.
        public var at: Instant
        /// Whether it is out, may be, or was dropped.
        public var isOver: Bool
    }

    /// Everything that an account has, or had, in no order.
    public func traces(on account: AccountID) throws(LedgerError) -> [Trace] {
        try read { db in
            try Row.fetchAll(
                db,
                cached: """
                    SELECT post, json_extract(facts, '$.identity'), planned_at, visible_since IS NOT NULL
                        OR state IN ('posted', 'sending', 'unknown', 'needs_resolve', 'cancelled')
                    FROM delivery WHERE account = :account
                    UNION ALL SELECT post, identity, at, 1 FROM history WHERE account = :account
                    """, arguments: ["account": account.rawValue]
            ).map { row in
                Trace(
                    post: (row[0] as String?).map { PostID($0) }, identity: row[1],
                    at: Instant(minutes: row[2]), isOver: row[3])
            }
        }
    }
}
