import Foundation
import GRDB
import Posts
import Timeline

extension LedgerDatabase {
    /// Every delivery in one of `states`, by id.
    public func deliveries(in states: Set<DeliveryState>) throws(LedgerError) -> [Delivery] {
        let wanted = states.map(\.rawValue).sorted()
        let marks = wanted.map { _ in "?" }.joined(separator: ", ")
        return try read {
            try Delivery.fetch($0, where: "state IN (\(marks))", arguments: StatementArguments(wanted))
        }
    }

    /// One delivery.
    public func delivery(_ id: Int) throws(LedgerError) -> Delivery {
        try read { try Delivery.fetch($0, id: id) }
    }

    /// Makes a delivery of a slot that is due, or takes up the one there is.
    ///
    /// Nil if there is nothing to take up: it is out or in doubt, held, dropped, or refused with this content. A post
    /// that may be repeated gets its next occurrence when the one before is over.
    /// - Parameters:
    ///   - repeats: Whether the post is evergreen.
    ///   - isAnother: Whether a delivery of that name, by its facts, was another post of the queue, which has got another
    ///     name since: what is over of it then says nothing about this post.
    ///   - now: Epoch seconds.
    public func begin(
        _ slot: PlannedSlot, facts: DeliveryFacts, repeats: Bool,
        isAnother: (DeliveryFacts) -> Bool = { _ in false }, now: Int
    ) throws(LedgerError) -> Delivery? {
        try write { db in
            let last = try Delivery.fetch(
                db,
                where: """
                    account = ? AND post = ? AND occurrence =
                        (SELECT max(occurrence) FROM delivery WHERE account = ? AND post = ?)
                    """,
                arguments: [
                    slot.account.rawValue, slot.post.rawValue, slot.account.rawValue, slot.post.rawValue,
                ]
            ).first
            guard let last else { return try insert(db, slot, facts: facts, occurrence: 0, now: now) }
            // The same slot again is what has been dealt with: only a later one is another chance.
            guard slot.at > last.plannedAt || last.isGivenUpAhead(of: now) else { return nil }
            switch last.state {
            // A missed pin is a person's still, whatever has its name by now.
            case .expired where last.asksPerson && isAnother(last.facts):
                return try insert(db, slot, facts: facts, occurrence: last.occurrence + 1, now: now)
            case .missed, .expired: break
            case .posted where isAnother(last.facts), .cancelled where isAnother(last.facts),
                .rejected where isAnother(last.facts):
                return try insert(db, slot, facts: facts, occurrence: last.occurrence + 1, now: now)
            case .rejected where last.facts.content != facts.content: break
            case .posted where repeats, .cancelled where repeats:
                return try insert(db, slot, facts: facts, occurrence: last.occurrence + 1, now: now)
            default: return nil
            }
            try db.execute(
                cached: """
                    UPDATE delivery SET state = 'planned', planned_at = ?, facts = ?, reason = NULL, asks_person = 0,
                        failures = 0, not_before = CASE WHEN not_before > ? THEN 0 ELSE not_before END, changed = ?
                    WHERE id = ? AND state = ?
                    """,
                arguments: [
                    slot.at.minutes, try FactsColumn.text(facts),
                    // No wait is longer than a day, except one that a clock wrote down that stood wrong.
                    now + 86_400, now, last.id, last.state.rawValue,
                ])
            try AttemptRecord(
                delivery: last.id, attempt: last.attempt, at: now, from: last.state, to: .planned,
                note: "due at \(slot.at.rfc3339)"
            ).insert(db)
            return try Delivery.fetch(db, id: last.id)
        }
    }

    /// Marks a delivery as being sent and freezes what is sent, durably; only then may the call be made.
    ///
    /// Everything that must hold is asked in the same transaction: the delivery is where it was (`planned`, or
    /// `unknown` for the same request again within its time), not before its time, nothing else of the account is in
    /// flight, there is no hold and no pause that the network asked for, and no thread of the account is half out (a
    /// thread itself may go on).
    /// - Parameter now: Epoch seconds.
    /// - Returns: The delivery as it stands now, or nil if something did not hold.
    public func claim(_ delivery: Delivery, _ claim: Claim, now: Int) throws(LedgerError) -> Delivery? {
        try write { db in
            try db.execute(
                cached: """
                    UPDATE delivery SET
                        state = 'sending', attempt = attempt + 1, step = :step, request = :request,
                        request_digest = :digest, message = coalesce(message, :message),
                        first_sent = coalesce(first_sent, :now),
                        step_first_sent = CASE state WHEN 'unknown' THEN step_first_sent ELSE :now END,
                        step_last_sent = :now, doubted = (state = 'unknown'),
                        unknown_since = CASE state WHEN 'unknown' THEN unknown_since END,
                        lookups = CASE state WHEN 'unknown' THEN lookups ELSE 0 END,
                        -- What was not there before this call says nothing about it.
                        absent_scans = 0, absent_at = NULL, reason = NULL, changed = :now
                    WHERE id = :id AND state = :state AND attempt = :attempt AND state IN ('planned', 'unknown')
                        AND (state = 'unknown' OR not_before <= :now OR not_before > :now + :longest)
                        AND (state = 'planned' OR :within IS NULL
                            OR (:now >= step_first_sent AND :now - step_first_sent <= :within))
                        AND NOT EXISTS (SELECT 1 FROM delivery AS other WHERE other.account = delivery.account
                            AND other.id <> delivery.id AND other.state IN ('sending', 'unknown'))
                        AND NOT EXISTS (SELECT 1 FROM hold WHERE hold.account IN (delivery.account, '*'))
                        AND NOT EXISTS (SELECT 1 FROM asked_pause WHERE asked_pause.account = delivery.account
                            AND asked_pause.until > :now AND asked_pause.until <= :now + :longest)
                        AND (state = 'unknown' OR visible_since IS NOT NULL
                            OR NOT EXISTS (SELECT 1 FROM delivery AS thread
                                WHERE thread.account = delivery.account AND thread.id <> delivery.id
                                    AND thread.state = 'planned' AND thread.visible_since IS NOT NULL))
                    """,
                arguments: [
                    "step": claim.step, "request": claim.request, "digest": ContentDigest.hex(claim.request),
                    "message": claim.message, "now": now, "id": delivery.id, "state": delivery.state.rawValue,
                    "attempt": delivery.attempt, "within": claim.resendWithin,
                    "longest": AskedPause.longest,
                ])
            guard db.changesCount == 1 else { return nil }
            if let host = claim.host { try LedgerDatabase.setHost(db, host, of: delivery.account) }
            let claimed = try Delivery.fetch(db, id: delivery.id)
            try AttemptRecord(
                delivery: claimed.id, attempt: claimed.attempt, at: now, from: delivery.state, to: .sending,
                step: claim.step, owner: claim.owner
            ).insert(db)
            return claimed
        }
    }

    /// Moves a delivery on, if it still is as it was read.
    ///
    /// - Parameter now: Epoch seconds.
    /// - Returns: The delivery as it stands now.
    /// - Throws: `moved` if somebody else changed it; `forbidden` for a step that is not legal.
    @discardableResult
    public func finish(_ delivery: Delivery, _ move: DeliveryMove, now: Int) throws(LedgerError) -> Delivery {
        try write { db in try LedgerDatabase.apply(db, move, to: delivery, now: now) }
    }

    /// Keeps what a preparing step brought, and with it when the delivery was begun and which message it is for.
    ///
    /// - Parameters:
    ///   - composedMicroseconds: When the message was written, if it was written anew.
    ///   - facts: What history needs to know of it then; its file may have changed since its slot was due.
    ///   - now: Epoch seconds.
    @discardableResult
    public func recordHandles(
        _ delivery: Delivery, _ handles: [String: String], messageDigest: String, begunMicroseconds: Int,
        composedMicroseconds: Int? = nil, facts: DeliveryFacts? = nil, now: Int
    ) throws(LedgerError) -> Delivery {
        try write { db in
            try db.execute(
                cached: """
                    UPDATE delivery SET handles = ?, message_digest = ?, begun = coalesce(begun, ?),
                        composed = coalesce(?, composed), facts = coalesce(?, facts), changed = ?
                    WHERE id = ? AND state = ? AND attempt = ?
                    """,
                arguments: [
                    try JSONColumn.text(handles), messageDigest, begunMicroseconds, composedMicroseconds,
                    try facts.map { try FactsColumn.text($0) }, now, delivery.id,
                    delivery.state.rawValue, delivery.attempt,
                ])
            return try LedgerDatabase.changed(db, delivery)
        }
    }

    /// The ids that the network gave to the other deliveries of its account.
    public func remoteIDs(besides delivery: Delivery) throws(LedgerError) -> Set<String> {
        try read { db in
            try String.fetchSet(
                db,
                sql: "SELECT remote_id FROM delivery WHERE account = ? AND id <> ? AND remote_id IS NOT NULL",
                arguments: [delivery.account.rawValue, delivery.id])
        }
    }

    /// Everything that was tried and decided about a delivery, oldest first.
    public func attempts(of delivery: Int) throws(LedgerError) -> [AttemptRecord] {
        try read { db in
            try Row.fetchAll(
                db, cached: "SELECT * FROM attempt WHERE delivery = ? ORDER BY id", arguments: [delivery]
            )
            .map(AttemptRecord.init(row:))
        }
    }

    func insert(_ db: Database, _ slot: PlannedSlot, facts: DeliveryFacts, occurrence: Int, now: Int)
        throws
        -> Delivery
    {
        let id = try Int.fetchOne(db, cached: "SELECT coalesce(max(id), 0) + 1 FROM delivery") ?? 1
        try db.execute(
            cached: """
                INSERT INTO delivery (id, account, post, occurrence, key, planned_at, state, facts, changed)
                VALUES (?, ?, ?, ?, ?, ?, 'planned', ?, ?)
                """,
            arguments: [
                id, slot.account.rawValue, slot.post.rawValue, occurrence,
                ContentDigest.deliveryKey(
                    ledger: identity, delivery: id,
                    of: [slot.account.rawValue, slot.post.rawValue, "\(occurrence)"]),
                slot.at.minutes,
                try FactsColumn.text(facts), now,
            ])
        try AttemptRecord(
            delivery: id, attempt: 0, at: now, from: nil, to: .planned, note: "due at \(slot.at.rfc3339)"
        ).insert(db)
        return try Delivery.fetch(db, id: id)
    }

    /// The compare-and-set behind every move.
    static func apply(_ db: Database, _ move: DeliveryMove, to delivery: Delivery, now: Int) throws
        -> Delivery
    {
        // What was certainly not seen may be written anew, so the frozen message goes; so does it when it is out.
        let isVisible = delivery.visibleSince != nil || move.visibleSince != nil
        let isOver = move.to == .posted || move.to == .cancelled
        let thaws = isOver || (!move.to.isInDoubt && !isVisible)
        let lands = !move.to.isInDoubt
        let flight = move.flight ?? delivery.flight
        try db.execute(
            cached: """
                UPDATE delivery SET
                    state = :to, reason = :reason, not_before = coalesce(:notBefore, not_before),
                    failures = coalesce(:failures, failures), handles = coalesce(:handles, handles),
                    visible_since = coalesce(visible_since, :visible),
                    remote_id = coalesce(:remote, remote_id), url = coalesce(:url, url),
                    message = CASE WHEN :thaws THEN NULL ELSE message END,
                    first_sent = CASE WHEN :thaws AND NOT :over THEN NULL ELSE first_sent END,
                    step = CASE WHEN :lands THEN NULL ELSE step END,
                    request = CASE WHEN :lands THEN NULL ELSE request END,
                    step_first_sent = CASE WHEN :lands THEN NULL ELSE step_first_sent END,
                    step_last_sent = CASE WHEN :lands THEN NULL ELSE step_last_sent END,
                    doubted = CASE WHEN :lands THEN 0 ELSE doubted END,
                    unknown_since = :unknownSince, lookups = :lookups, next_lookup = :nextLookup,
                    absent_scans = :absentScans, absent_at = :absentAt, asks_person = :asks, changed = :now
                WHERE id = :id AND state = :from AND attempt = :attempt
                """,
            arguments: [
                "to": move.to.rawValue, "reason": move.reason, "notBefore": move.notBefore,
                "failures": move.failures, "handles": try move.handles.map { try JSONColumn.text($0) },
                "visible": move.visibleSince, "remote": move.remoteID, "url": move.url, "thaws": thaws,
                "over": isOver, "lands": lands, "unknownSince": lands ? nil : flight?.unknownSince,
                "lookups": lands ? 0 : flight?.lookups ?? 0,
                "nextLookup": lands ? 0 : flight?.nextLookup ?? 0,
                "absentScans": lands ? 0 : flight?.absentScans ?? 0,
                "absentAt": lands ? nil : flight?.absentAt, "asks": move.asksPerson,
                "now": now, "id": delivery.id, "from": delivery.state.rawValue, "attempt": delivery.attempt,
            ])
        let moved = try changed(db, delivery)
        if let until = move.pausesUntil {
            try pause(db, delivery.account, until: until, why: move.reason ?? "", now: now)
        }
        if move.to != delivery.state || move.reason != delivery.reason {
            try AttemptRecord(
                delivery: delivery.id, attempt: delivery.attempt, at: now, from: delivery.state, to: move.to,
                step: flight?.step, note: move.reason
            ).insert(db)
        }
        return moved
    }

    private static func changed(_ db: Database, _ delivery: Delivery) throws -> Delivery {
        let changes = db.changesCount
        let found = try Delivery.fetch(db, id: delivery.id)
        guard changes == 1 else {
            throw LedgerError.moved(delivery: delivery.id, expected: delivery.state, found: found.state)
        }
        return found
    }
}
