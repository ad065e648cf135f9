import GRDB
import Posts

/// Something that nobody would notice by looking at deliveries.
public enum LedgerTrouble: Hashable, Sendable {
    /// The last tick failed.
    case tickFailed(TickRecord)
    /// The last tick began more than ten minutes ago and has not ended.
    case tickUnfinished(TickRecord)
    /// The clock of the last tick was not believed: nothing is sent.
    case clockDoubted(TickRecord)
    /// A call was begun and no tick is at work any more: the next one settles it.
    case leftSending(Delivery)
    /// The ledger is not the one that sent what was sent: nothing is sent until a person adopts it.
    case notAdopted(LedgerStanding)
    /// A file that says what was sent last cannot be read: nothing is sent until it can, or a person adopts the ledger.
    case epochUnreadable(LedgerError)
    /// The disk of the state folder is nearly full: nothing is sent.
    case noRoom(Headroom)
    /// The room for an outcome that the ledger cannot take cannot be made: nothing is sent.
    case noReserve(LedgerError)
    /// No plan can be made: why. What the stored one has goes out.
    case planFailed(why: String)
    /// The account cannot be used at all, a secret is missing, say: why.
    case unusable(AccountID, why: String)
    /// The ledger was adopted, and everything is on hold until a person resumes: since when (epoch seconds).
    case adoptedOnHold(since: Int)
    /// Nothing has gone out on the account for many attempts, or a day: since when (epoch seconds), how many, and the last reason.
    case failing(AccountID, since: Int, attempts: Int, why: String)
    /// For a day nobody could find out who waits for an answer on the account, although its policy asks: since when (epoch
    /// seconds), and the last reason.
    case inboxFailed(AccountID, since: Int, why: String)
}

extension LedgerDatabase {
    /// After so many attempts in a row that came to nothing, an account is in trouble,
    public static let troublingAttempts = 12
    /// or after so many seconds.
    public static let troublingTime = 86_400

    private static let since = "failing.since"
    private static let attempts = "failing.attempts"
    private static let why = "failing.why"
    private static let unusable = "unusable"
    private static let unusableSince = "unusable.since"
    static let adopted = "adopted"
    /// What is kept of an account that fails.
    static let troubleFacts: [String] = [
        LedgerDatabase.since, LedgerDatabase.attempts, LedgerDatabase.why,
    ]

    /// Keeps why accounts cannot be used, for all that look at the ledger only.
    ///
    /// - Parameters:
    ///   - faults: The accounts that cannot be used, and why; all others can, or are not used any more.
    ///   - now: Epoch seconds.
    public func note(unusable faults: [AccountID: String], now: Int) throws(LedgerError) {
        let known = try unusableAccounts()
        for account in Set(known.keys).union(faults.keys) where known[account] != faults[account] {
            var facts = [Self.unusable: faults[account] ?? ""]
            if known[account] == nil { facts[Self.unusableSince] = "\(now)" }
            try keep(facts, about: account)
        }
    }

    /// Since when an account cannot be used, in epoch seconds; nil if it can, as far as the last tick knew.
    public func unusableSince(_ account: AccountID) throws(LedgerError) -> Int? {
        let facts = try facts(of: account)
        guard facts[Self.unusable] ?? "" != "" else { return nil }
        return facts[Self.unusableSince].flatMap { Int($0) }
    }

    private func unusableAccounts() throws(LedgerError) -> [AccountID: String] {
        let rows = try read { db in
            try Row.fetchAll(
                db, cached: "SELECT account, value FROM account_fact WHERE name = ? AND value <> ''",
                arguments: [Self.unusable])
        }
        return Dictionary(rows.map { (AccountID($0[0] as String), $0[1] as String) }) { first, _ in first }
    }

    /// Counts an attempt that came to nothing, whatever its post and slot; nil clears the count.
    ///
    /// - Parameter now: Epoch seconds.
    public func noteFailure(_ why: String?, on account: AccountID, now: Int) throws(LedgerError) {
        let facts = try facts(of: account)
        let count = facts[Self.attempts].flatMap { Int($0) } ?? 0
        guard let why else {
            if count > 0 { try keep([Self.attempts: "0"], about: account) }
            return
        }
        let since = count == 0 ? "\(now)" : facts[Self.since] ?? "\(now)"
        try keep([Self.attempts: "\(count + 1)", Self.since: since, Self.why: why], about: account)
    }

    /// Somebody has seen a post of the account: attempts do come to something.
    static func clearFailures(_ db: Database, on account: AccountID) throws {
        try db.execute(
            cached: "UPDATE account_fact SET value = '0' WHERE account = ? AND name = ?",
            arguments: [account.rawValue, Self.attempts])
    }

    /// What is wrong apart from single deliveries, at `now` (epoch seconds).
    func troubles(now: Int) throws(LedgerError) -> [LedgerTrouble] {
        var found: [LedgerTrouble] = []
        let last = try ticks(limit: 1).first
        let isAtWork = last.map { $0.ended == nil && now - $0.started <= 600 } ?? false
        if let last {
            if !last.isAccepted { found.append(.clockDoubted(last)) }
            if last.outcome?.hasPrefix("failed") == true { found.append(.tickFailed(last)) }
            if last.ended == nil, !isAtWork { found.append(.tickUnfinished(last)) }
        }
        if let why = try planFailure() { found.append(.planFailed(why: why)) }
        if let since = try facts(of: "*")[Self.adopted].flatMap({ Int($0) }),
            try holds().contains(where: { $0.account == nil && $0.since == since })
        {
            found.append(.adoptedOnHold(since: since))
        }
        found += try unusableAccounts().sorted { $0.key < $1.key }.map { .unusable($0.key, why: $0.value) }
        if !isAtWork { found += try deliveries(in: [.sending]).map { .leftSending($0) } }
        let accounts = try read { db in
            try String.fetchAll(
                db, sql: "SELECT account FROM account_fact WHERE name = ? AND value <> '0' ORDER BY account",
                arguments: [Self.attempts])
        }
        let gone = try goneSince()
        for account in accounts.map({ AccountID($0) }) where gone[account] == nil {
            let facts = try facts(of: account)
            let count = facts[Self.attempts].flatMap { Int($0) } ?? 0
            let since = facts[Self.since].flatMap { Int($0) } ?? now
            guard count >= Self.troublingAttempts || (count > 1 && now - since >= Self.troublingTime) else {
                continue
            }
            found.append(.failing(account, since: since, attempts: count, why: facts[Self.why] ?? ""))
        }
        found += try inboxTroubles(besides: Set(gone.keys))
        return found
    }
}
