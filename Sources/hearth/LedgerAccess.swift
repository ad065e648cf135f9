import ArgumentParser
import Foundation
import Ledger
import Planning
import Posts
import Rules

/// Opening the ledger, and saying in words what is wrong with it.
enum LedgerAccess {
    /// The ledger for reading; nil if there is none.
    ///
    /// - Parameter olderIsNone: Whether one that is still of an older version counts as none.
    static func reading(_ state: String, olderIsNone: Bool = false) throws -> LedgerDatabase? {
        try reporting { () throws(LedgerError) in
            do throws(LedgerError) {
                return try LedgerDatabase.openReadOnly(in: StateDirectory(state))
            } catch {
                guard error == .olderSchema, olderIsNone else { throw error }
                return nil
            }
        }
    }

    /// The ledger for writing; made if there is none.
    ///
    /// - Parameter adopting: Whether one may be made although another was lost.
    static func writing(_ state: String, _ composition: Composition, adopting: Bool = false) throws
        -> LedgerDatabase
    {
        composition.harden()
        return try reporting { () throws(LedgerError) in
            try LedgerDatabase.open(
                in: StateDirectory(state), identity: UUID().uuidString.lowercased(),
                now: composition.epochSeconds(), adopting: adopting)
        }
    }

    /// What is remembered outside the ledger.
    ///
    /// - Parameter accounts: Whose marks in the queue count; of no account, none does.
    static func epochs(state: String, root: String, accounts: [String]) -> EpochFiles {
        EpochFiles(StateDirectory(state), queue: root + "/queue", accounts: accounts)
    }

    /// Refuses root in the state folder of another user, before anything is read or written.
    static func refuseStrangers(_ state: String) throws {
        try reporting { () throws(LedgerError) in try StateDirectory(state).refuseStrangers() }
    }

    /// The posts that went out, even if their files are gone: an `after:` may name them.
    static func posted(_ ledger: LedgerDatabase?) throws -> Set<PostID> {
        let history = try reporting { () throws(LedgerError) in try ledger?.history() ?? [] }
        return Set(history.compactMap(\.post))
    }

    /// Runs `body`; a fault of the ledger is said and ends the command.
    static func reporting<T>(_ body: () throws(LedgerError) -> T) throws -> T {
        do throws(LedgerError) {
            return try body()
        } catch {
            Output.note("ledger: \(error)")
            switch error {
            // Whoever waits long enough gets it: nothing has to be mended.
            case .busy: throw ExitStatus.busy
            case .ownedByAnother: throw ExitStatus.configuration
            default: throw ExitStatus.failed
            }
        }
    }
}

extension Problem {
    /// With the prices of the stored plan.
    func withPrices(of ledger: LedgerDatabase) throws(LedgerError) -> Problem {
        guard let stored = try ledger.plan() else { return self }
        var problem = self
        problem.storedPrices = PlanDocument.prices(stored.json)
        return problem
    }
}
