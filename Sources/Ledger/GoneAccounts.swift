import GRDB
import Posts

/// Accounts that the policy has not any more. What is wrong with them is nobody's trouble; but as a policy that was read half
/// saved lacks some for one tick, it is forgotten only when they come back after a day.
extension LedgerDatabase {
    private static let gone = "gone.since"

    /// Since when (epoch seconds) accounts that the ledger knows have not been in the policy, as the last tick saw it.
    public func goneSince() throws(LedgerError) -> [AccountID: Int] {
        try numbers(Self.gone)
    }

    /// Keeps since when accounts are gone, and that others are back.
    ///
    /// - Parameters:
    ///   - served: The accounts of the policy.
    ///   - now: Epoch seconds.
    func noteGone(besides served: Set<AccountID>, now: Int) throws(LedgerError) {
        let known = try read { db in
            try Row.fetchAll(
                db,
                cached: """
                    SELECT account FROM account_fact WHERE account <> '*'
                    UNION SELECT account FROM hold WHERE account <> '*'
                    """)
        }.map { AccountID($0[0] as String) }
        let marked = try goneSince()
        for account in Set(known).subtracting(served) where marked[account] == nil {
            try keep([Self.gone: "\(now)"], about: account)
        }
        for (account, since) in marked where served.contains(account) {
            let isLong = abs(now - since) >= Self.troublingTime
            try forget([Self.gone] + (isLong ? Self.troubleFacts + Self.inboxFacts : []), about: account)
        }
    }
}
