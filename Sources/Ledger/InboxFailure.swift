import GRDB
import Posts

/// Accounts of which nobody can find out who waits there for an answer.
extension LedgerDatabase {
    private static let failedSince = "inbox.failed.since"
    private static let failedLast = "inbox.failed.last"
    private static let failedWhy = "inbox.failed.why"
    /// What is kept of an inbox that cannot be read.
    static let inboxFacts: [String] = [failedSince, failedLast, failedWhy]

    /// Keeps why it could not be found out who waits on an account; nil if it could, or if nobody asks.
    ///
    /// - Parameter now: Epoch seconds.
    public func note(inboxFailure why: String?, on account: AccountID, now: Int) throws(LedgerError) {
        let facts = try facts(of: account)
        let since = facts[Self.failedSince].flatMap { Int($0) }
        let last = facts[Self.failedLast].flatMap { Int($0) } ?? now
        guard let why else {
            if since != nil { try forget(Self.inboxFacts, about: account) }
            return
        }
        // A clock that was ahead says nothing, nor do days on which nobody asked.
        let first = now - last < 2 * Self.troublingTime ? min(since ?? now, now) : now
        try keep(
            [Self.failedSince: "\(first)", Self.failedLast: "\(now)", Self.failedWhy: why], about: account)
    }

    /// Accounts on which this has failed for a day, apart from those that are gone.
    ///
    /// - Parameter gone: Accounts that the policy has not any more.
    func inboxTroubles(besides gone: Set<AccountID>) throws(LedgerError) -> [LedgerTrouble] {
        let rows = try read { db in
            try Row.fetchAll(
                db, cached: "SELECT account FROM account_fact WHERE name = ? ORDER BY account",
                arguments: [Self.failedSince])
        }
        var found: [LedgerTrouble] = []
        for account in rows.map({ AccountID($0[0] as String) }) where !gone.contains(account) {
            let facts = try facts(of: account)
            guard let since = facts[Self.failedSince].flatMap({ Int($0) }),
                let last = facts[Self.failedLast].flatMap({ Int($0) }), last - since >= Self.troublingTime
            else { continue }
            found.append(.inboxFailed(account, since: since, why: facts[Self.failedWhy] ?? ""))
        }
        return found
    }
}
