import GRDB
import Posts
import Timeline

extension LedgerDatabase {
    /// What is to be remembered outside of this ledger: its name and its last publishing calls.
    public func epoch() throws(LedgerError) -> Epoch {
        try read { try epoch($0) }
    }

    private func epoch(_ db: Database) throws -> Epoch {
        let calls = try Row.fetchAll(
            db,
            cached: """
                SELECT attempt.id, attempt.at, account, post, occurrence, planned_at, facts
                FROM attempt JOIN delivery ON delivery.id = attempt.delivery
                WHERE target = 'sending' ORDER BY attempt.id DESC LIMIT ?
                """, arguments: [Epoch.mostCalls]
        ).map { row in
            Epoch.Call(
                attempt: row["id"], account: row["account"], post: row["post"],
                occurrence: row["occurrence"], slot: row["planned_at"], at: row["at"],
                facts: try JSONColumn.value(row["facts"], table: "delivery", column: "facts"))
        }
        return Epoch(ledger: identity, calls: calls.reversed())
    }

    /// Whether this is the ledger that `epochs` speak of.
    public func standing(_ epochs: [Epoch]) throws(LedgerError) -> LedgerStanding {
        try read { db in
            let hasSent = try Bool.fetchOne(
                db, cached: "SELECT EXISTS (SELECT 1 FROM attempt WHERE target = 'sending')")
            return try LedgerStanding.of(identity, epochs: epochs, hasSent: hasSent ?? false) {
                try LedgerDatabase.knows(db, $0)
            }
        }
    }

    /// A person says that this ledger is the one from now on.
    ///
    /// Every call that it knows nothing of becomes a delivery that only a person can settle: it may be out. And
    /// everything is put on hold, for nobody knows what else is missing.
    /// - Parameters:
    ///   - epochs: What is remembered outside of it.
    ///   - now: Epoch seconds.
    ///   - remember: Keeps the new epoch outside of it; if that fails, nothing is changed here. Should the process die
    ///     right after it, the ledger lacks what it has remembered, and is adopted again.
    /// - Returns: The deliveries that a person has to settle.
    public func adopt(_ epochs: [Epoch], now: Int, remember: (Epoch) throws -> Void) throws(LedgerError)
        -> [Delivery]
    {
        try write { db in
            let lacking = try LedgerStanding.lacking(identity, epochs: epochs) {
                try LedgerDatabase.knows(db, $0)
            }
            let deliveries = try lacking.compactMap { try surrender(db, $0, now: now) }
            try LedgerDatabase.setHold(
                db,
                Hold(
                    account: nil, since: now,
                    why: "the ledger was adopted: bring in what went out without it, then resume",
                    origin: .person))
            // A person may have held everything before: then it is that hold.
            let since = try Int.fetchOne(db, cached: "SELECT since FROM hold WHERE account = '*'") ?? now
            try LedgerDatabase.keep(db, [LedgerDatabase.adopted: "\(since)"], about: "*")
            try remember(try epoch(db))
            return deliveries
        }
    }

    // MARK: - What is served

    private static let served = "served"

    /// Keeps for whom this ledger sends: the names of the marks in the queue, for commands that read no policy.
    public func keep(served accounts: [String]) throws(LedgerError) {
        let text = accounts.sorted().joined(separator: "\n")
        guard try facts(of: "*")[Self.served] ?? "" != text else { return }
        try keep([Self.served: text], about: "*")
    }

    /// For whom this ledger sends, as the last tick saw it; none before the first.
    public func served() throws(LedgerError) -> [String] {
        (try facts(of: "*")[Self.served] ?? "").split(separator: "\n").map(String.init)
    }

    private static let since = "served.since"

    /// Since when a tick has known each account, in epoch seconds.
    public func servedSince() throws(LedgerError) -> [AccountID: Int] {
        try numbers(Self.since)
    }

    /// Keeps since when a tick knows these accounts, of those that it did not know, and forgets it of all others, which are gone.
    public func note(serving accounts: [AccountID], now: Int) throws(LedgerError) {
        let known = try servedSince()
        let gone = Set(known.keys).subtracting(accounts)
        for account in gone { try forget([Self.since], about: account) }
        for account in accounts where known[account] == nil {
            try keep([Self.since: "\(now)"], about: account)
        }
        try noteGone(besides: Set(accounts), now: now)
    }

    // MARK: - Calls

    /// By its time as well: numbers are given again after a restore, and a later one may bring back another call of that number.
    private static func knows(_ db: Database, _ call: Epoch.Call) throws -> Bool {
        try Bool.fetchOne(
            db,
            cached: """
                SELECT EXISTS (SELECT 1 FROM attempt JOIN delivery ON delivery.id = attempt.delivery
                    WHERE attempt.id = ? AND attempt.at = ? AND target = 'sending'
                        AND account = ? AND post = ? AND occurrence = ?)
                """, arguments: [call.attempt, call.at, call.account, call.post, call.occurrence]) ?? false
    }

    /// Makes a delivery of a call that may have worked, for a person to settle; nil if it is settled already: then no call
    /// was made after it.
    private func surrender(_ db: Database, _ call: Epoch.Call, now: Int) throws -> Delivery? {
        let known = try Delivery.fetch(
            db, where: "account = ? AND post = ? AND occurrence = ?",
            arguments: [call.account, call.post, call.occurrence]
        ).first
        var delivery =
            try known
            ?? insert(
                db,
                PlannedSlot(
                    post: PostID(call.post), account: AccountID(call.account),
                    at: Instant(minutes: call.slot)),
                facts: call.facts.facts, occurrence: call.occurrence, now: now)
        switch delivery.state {
        case .posted, .cancelled: return nil
        case .missed, .held, .rejected, .expired:
            delivery = try LedgerDatabase.apply(
                db, DeliveryMove(.planned, reason: delivery.reason), to: delivery, now: now)
        case .planned, .sending, .unknown, .needsResolve: break
        }
        // What it went out with counts, unless this ledger has a call of its own in doubt, with its own words; and when it
        // was called last, for all that keeps a distance.
        try db.execute(
            cached: """
                UPDATE delivery SET first_sent = max(coalesce(first_sent, 0), :at),
                    step_last_sent = max(step_last_sent, :at),
                    facts = CASE WHEN step IS NOT NULL THEN facts ELSE :facts END WHERE id = :id
                """,
            arguments: ["at": call.at, "facts": try JSONColumn.text(call.facts), "id": delivery.id])
        // From now on this ledger remembers the call too, and so does its epoch.
        try AttemptRecord(
            delivery: delivery.id, attempt: delivery.attempt, at: call.at, from: delivery.state, to: .sending,
            note: "by another ledger, or by this one before it was restored"
        ).insert(db)
        return try LedgerDatabase.apply(
            db,
            DeliveryMove(
                .needsResolve, reason: "it was being sent when this ledger was not there: it may be out",
                flight: delivery.flight),
            to: delivery, now: now)
    }
}
