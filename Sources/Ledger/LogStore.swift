import GRDB
import Posts
import Timeline

/// What `hearth log` asks for.
public struct LogQuery: Hashable, Sendable {
    /// Only this account.
    public var account: AccountID?
    /// Only what changed at this epoch second or later.
    public var since: Int?
    /// Only these states; empty for all.
    public var states: Set<DeliveryState>
    /// At most so many.
    public var limit: Int

    /// A query; leave out what does not restrict.
    public init(
        account: AccountID? = nil, since: Int? = nil, states: Set<DeliveryState> = [], limit: Int = 1_000
    ) {
        self.account = account
        self.since = since
        self.states = states
        self.limit = limit
    }
}

/// What `hearth status` shows.
public struct LedgerStatus: Hashable, Sendable {
    /// How many deliveries stand where.
    public var counts: [DeliveryState: Int]
    /// The next placement of the stored plan per account that no delivery was made of, by instant.
    public var next: [PlannedSlot]
    /// Deliveries that wait for a person, newest first.
    public var needsPerson: [Delivery]
    /// Deliveries whose outcome is being found out or that wait for another attempt, newest first.
    public var underWay: [Delivery]
    /// What was posted last, newest first, at most ten.
    public var latest: [Delivery]
    /// Every hold.
    public var holds: [Hold]
    /// Accounts that the policy has not any more, as the last tick saw it.
    public var gone: Set<AccountID>
    /// Accounts and hosts to which nothing is sent for a while, because attempts came to nothing.
    public var pauses: [Circuit]
    /// Accounts on which nothing is sent for a while, because their network asks for it.
    public var askedPauses: [AskedPause]
    /// Since when somebody waits for an answer, by account, in epoch seconds.
    public var waiting: [AccountID: Int]
    /// The last heartbeat.
    public var lastTick: TickRecord?
    /// What else is wrong; each calls for a person's eye.
    public var troubles: [LedgerTrouble]

    /// Holds that a network has set. A person must end them, except where the account has left the policy.
    public var refusals: [Hold] {
        holds.filter { hold in hold.origin == .network && !gone.contains { $0 == hold.account } }
    }
}

/// A post that the ledger keeps from an account: refused by the network as it is, or dropped by a person.
public struct BarredPost: Hashable, Sendable {
    /// The post.
    public var post: PostID
    /// The account.
    public var account: AccountID
    /// `rejected`, `cancelled` or `held`.
    public var state: DeliveryState
    /// The content it had; a rejected post that differs by now is barred no longer.
    public var content: String
    /// The digest of link and body: it is the same post under another id.
    public var identity: String?
    /// Why the delivery stands where it stands, in a sentence.
    public var reason: String?
    /// Its slot, or its last call if that was later: what is repeated keeps its distance from there.
    public var at: Instant
}

/// How a person settles a delivery.
public enum Resolution: Hashable, Sendable {
    /// It is out, there.
    case sent(url: String?)
    /// It is not out and shall be: it goes back to the planner, a half thread goes on.
    case retry
    /// It shall not go out any more.
    case drop
}

extension LedgerDatabase {
    /// Deliveries, newest change first.
    public func log(_ query: LogQuery = LogQuery()) throws(LedgerError) -> [Delivery] {
        try read { db in
            let states = query.states.map(\.rawValue).sorted()
            let marks = states.map { _ in "?" }.joined(separator: ", ")
            var arguments: StatementArguments = [
                query.account?.rawValue, query.account?.rawValue, query.since, query.since,
            ]
            arguments += StatementArguments(states)
            arguments += [query.limit]
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT \(DeliveryColumn.list) FROM delivery
                    WHERE (? IS NULL OR account = ?) AND (? IS NULL OR changed >= ?)
                    \(states.isEmpty ? "" : "AND state IN (\(marks))") ORDER BY changed DESC, id DESC LIMIT ?
                    """, arguments: arguments
            ).map(Delivery.init(row:))
        }
    }

    /// How things stand.
    ///
    /// - Parameter now: Placements before this instant are not next, nor are those that a delivery was made of.
    public func status(now: Instant) throws(LedgerError) -> LedgerStatus {
        let counts = try read { db in
            try Row.fetchAll(db, sql: "SELECT state, count(*) AS count FROM delivery GROUP BY state").reduce(
                into: [DeliveryState: Int]()
            ) { counts, row in
                if let state = DeliveryState(rawValue: row["state"]) { counts[state] = row["count"] }
            }
        }
        var seen: Set<AccountID> = []
        let next = try read { try LedgerDatabase.openPlacements($0, now: now.minutes * 60) }.filter {
            $0.at >= now && seen.insert($0.account).inserted
        }
        return LedgerStatus(
            counts: counts, next: next,
            needsPerson: try log(
                LogQuery(
                    states: Set(DeliveryState.allCases.filter(\.needsPerson)).union([.expired]), limit: .max)
            ).filter(\.needsPerson),
            underWay: try log(LogQuery(states: [.planned, .sending, .unknown])),
            latest: try log(LogQuery(states: [.posted], limit: 10)), holds: try holds(),
            gone: Set(try goneSince().keys),
            pauses: try openCircuits(now.minutes * 60), askedPauses: try askedPauses(now.minutes * 60),
            waiting: try waiting(),
            lastTick: try ticks(limit: 1).first, troubles: try troubles(now: now.minutes * 60))
    }

    /// Posts that are not to be planned on an account, as long as they are what they were.
    public func barred() throws(LedgerError) -> [BarredPost] {
        let calls = try lastCallsOfDropped()
        return try deliveries(in: [.rejected, .cancelled, .held]).map { delivery in
            let called = calls[delivery.id] ?? delivery.firstSent
            let effect = called.map { Instant(minutes: floorDivide($0 + Delivery.Flight.mostSeconds, 60)) }
            return BarredPost(
                post: delivery.post, account: delivery.account, state: delivery.state,
                content: delivery.facts.content, identity: delivery.facts.identity, reason: delivery.reason,
                at: max(delivery.plannedAt, effect ?? delivery.plannedAt))
        }
    }

    /// When the last call was made for each delivery that was dropped, in epoch seconds.
    private func lastCallsOfDropped() throws(LedgerError) -> [Int: Int] {
        try read { db in
            try Row.fetchAll(
                db,
                cached: """
                    SELECT delivery, max(at) FROM attempt WHERE target = 'sending'
                        AND delivery IN (SELECT id FROM delivery WHERE state = 'cancelled') GROUP BY delivery
                    """
            ).reduce(into: [Int: Int]()) { calls, row in calls[row[0] as Int] = row[1] as Int }
        }
    }

    /// Settles a delivery as a person says.
    ///
    /// `sent` is for what was in doubt, or half out; `retry` for what is in doubt, held, or refused; `drop` for anything that is
    /// not posted and not being sent this moment.
    /// - Parameter now: Epoch seconds.
    @discardableResult
    public func resolve(_ id: Int, _ resolution: Resolution, now: Int) throws(LedgerError) -> Delivery {
        try write { db in
            let delivery = try Delivery.fetch(db, id: id)
            let move: DeliveryMove
            switch (resolution, delivery.state) {
            case (.sent(let url), .needsResolve), (.sent(let url), .unknown):
                move = DeliveryMove(
                    .posted, reason: "a person says it is out",
                    visibleSince: delivery.flight?.latestEffect(by: now) ?? delivery.firstSent ?? now,
                    url: url)
            case (.retry, .needsResolve), (.retry, .unknown), (.retry, .held), (.retry, .rejected):
                let isHalfOut = delivery.visibleSince != nil
                move = DeliveryMove(
                    isHalfOut ? .planned : .missed, reason: "a person wants it tried again", notBefore: 0,
                    failures: 0)
            case (.drop, let state) where state.mayBecome(.cancelled):
                move = DeliveryMove(.cancelled, reason: "a person dropped it")
            default: throw LedgerError.cannotResolve(delivery: id, state: delivery.state)
            }
            if case .sent = resolution { try LedgerDatabase.clearFailures(db, on: delivery.account) }
            return try LedgerDatabase.apply(db, move, to: delivery, now: now)
        }
    }
}
