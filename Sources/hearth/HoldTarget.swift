import ArgumentParser
import Ledger
import Policies
import Posts

/// Checks the account that a hold names.
enum HoldTarget {
    /// The ledger. In a crisis a broken queue or policy must not stand in the way of stopping, so that an account
    /// that no policy could confirm is only warned about.
    static func ledger(
        _ options: WorkspaceOptions, _ composition: Composition, _ account: String?
    ) throws -> LedgerDatabase {
        let root = try House.folder(options, composition).root
        let state = House.stateFolder(options, composition, root: root)
        if let account, let house = try? House(options, composition),
            house.policy.account(AccountID(account)) == nil, try !isStopped(AccountID(account), state)
        {
            let known = house.policy.accounts.map(\.id.rawValue).joined(separator: ", ")
            throw Output.usage("the policy has no account '\(account)'; known: \(known)")
        }
        return try LedgerAccess.writing(state, composition)
    }

    /// Whether something is stopped there: the account may have left the policy since.
    private static func isStopped(_ account: AccountID, _ state: String) throws -> Bool {
        guard let ledger = try LedgerAccess.reading(state, olderIsNone: true) else { return false }
        return try LedgerAccess.reporting { () throws(LedgerError) -> Bool in
            let stopped = try ledger.holds().compactMap(\.account)
            let held = try ledger.deliveries(in: [.held]).map(\.account)
            return (stopped + held).contains(account)
        }
    }
}
