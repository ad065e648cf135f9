import ArgumentParser
import Foundation
import Ledger
import Policies
import Posts

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a hold is about: an account of the policy, in the ledger of the ticks.
struct HoldTarget {
    let ledger: LedgerDatabase
    /// The state folder.
    let state: String

    /// Opens the ledger. In a crisis a broken queue or policy must not stand in the way of stopping, so that an account
    /// that no policy could confirm is only warned about.
    ///
    /// - Throws: `ExitStatus.failed` after saying so where there is no ledger, or one that is not that of the ticks: whoever
    ///   forgot `--state` would go away and believe that everything has stopped.
    init(_ options: WorkspaceOptions, _ composition: Composition, _ account: String?) throws {
        let files = try House.folder(options, composition)
        let policy = House.readPolicy(options.policy, in: files, composition).policy
        let state = House.stateFolder(options, composition, root: files.root)
        try HoldTarget.refuseNone(StateDirectory(state))
        let ledger = try LedgerAccess.writing(state, composition)
        try HoldTarget.refuseAnother(ledger, state: state, root: files.root, policy)
        if let account { try HoldTarget.check(AccountID(account), policy, ledger) }
        self.ledger = ledger
        self.state = state
    }

    private static func check(_ account: AccountID, _ policy: Policy?, _ ledger: LedgerDatabase) throws {
        guard let policy else {
            return Output.note(
                "the policy cannot be read, so that nobody knows whether it has an account '\(account)'")
        }
        guard policy.account(account) == nil, try !isStopped(account, ledger) else { return }
        let known = policy.accounts.map(\.id.rawValue).joined(separator: ", ")
        throw Output.usage("the policy has no account '\(account)'; known: \(known)")
    }

    /// Whether something is stopped there: the account may have left the policy since.
    private static func isStopped(_ account: AccountID, _ ledger: LedgerDatabase) throws -> Bool {
        try LedgerAccess.reporting { () throws(LedgerError) -> Bool in
            let stopped = try ledger.holds().compactMap(\.account)
            let held = try ledger.deliveries(in: [.held]).map(\.account)
            return (stopped + held).contains(account)
        }
    }

    /// One that was lost is named by whoever opens it.
    private static func refuseNone(_ directory: StateDirectory) throws {
        let places = [directory.ledger, directory.epochBeside, directory.epochInside]
        if !places.allSatisfy(isMissing) { return }
        Output.note(
            "there is no ledger in '\(directory.path)': name the state folder of the ticks with --state or HEARTH_STATE; "
                + "where none has run yet, `hearth plan` makes a ledger")
        throw ExitStatus.failed
    }

    /// What may not be looked at may be there.
    private static func isMissing(_ path: String) -> Bool {
        access(path, F_OK) != 0 && [ENOENT, ENOTDIR].contains(errno)
    }

    private static func refuseAnother(
        _ ledger: LedgerDatabase, state: String, root: String, _ policy: Policy?
    ) throws {
        let standing = try LedgerAccess.reporting { () throws(LedgerError) -> LedgerStanding in
            let served = try ledger.served()
            let accounts = served.isEmpty ? policy?.servedAccounts ?? marked(root) : served
            return try ledger.standing(
                LedgerAccess.epochs(state: state, root: root, accounts: accounts).load().epochs)
        }
        switch standing {
        case .known, .restored: return
        case .lost(let other), .doubled(let other):
            Output.note(
                "the ledger in '\(state)' is not the one that sends for this queue (\(other) is), and was left as it is: "
                    + "name the state folder of the ticks with --state or HEARTH_STATE")
            throw ExitStatus.failed
        }
    }

    /// Whoever has a mark in the queue, where neither ledger nor policy say whose count.
    private static func marked(_ root: String) -> [String] {
        let start = ".ledger-"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/queue")) ?? []
        return names.filter { $0.hasPrefix(start) && !$0.hasSuffix(".new") }.map {
            String($0.dropFirst(start.count))
        }
    }
}
