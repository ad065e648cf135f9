import Foundation
import Ledger

extension LedgerError: CustomStringConvertible {
    /// What happened and what to do, in a sentence or two.
    public var description: String {
        switch self {
        case .file(let operation, let path, let number):
            "cannot \(operation) '\(path)': \(String(cString: strerror(number)))"
        case .openToOthers(let path, let mode):
            "others can read or write '\(path)' (mode \(String(mode, radix: 8))); run chmod 600 on it"
        case .networkFileSystem(let path):
            "'\(path)' is on a network file system, where locks do not hold; move the state with --state"
        case .notALedger(let path):
            "'\(path)' is there but is no ledger; restore it from a backup, or move it away to begin anew"
        case .lost(let path):
            "'\(path)' is gone, though it has sent; restore it from a backup, or begin anew with `hearth adopt`"
        case .notAnEpoch(let path):
            "'\(path)' should say what was sent last and does not"
        case .servedByAnother(let path):
            "'\(path)' names another ledger, which serves this account of the queue"
        case .inTheWay(let path):
            "'\(path)' speaks of another ledger, or of other calls, and cannot be replaced; remove it, then `hearth adopt`"
        case .ownedByAnother(let path, let owner):
            "'\(path)' belongs to \(owner), who could not read what root leaves there; run it as \(owner): "
                + "sudo -u \(owner.hasPrefix("#") ? "'\(owner)'" : owner) hearth … "
                + "(if root wrote there before: chown -R \(owner.hasPrefix("#") ? owner.dropFirst() : owner[...]) "
                + "'\(path)' '\(StateDirectory(path).epochBeside)')"
        case .newerSchema(let migrations):
            "it was written by a newer Hearth (\(migrations.joined(separator: ", "))); nothing was changed"
        case .olderSchema:
            "it was written by an older Hearth; `hearth plan` or `hearth tick` will bring it up to date"
        case .setting(let name, let wanted, let found):
            "SQLite did not take \(name) = \(wanted) but \(found); nothing is sent without it"
        case .busy: "somebody else has it locked"
        case .full: "the disk is full; nothing is sent unless its outcome can be recorded"
        case .damaged(let words): "it is damaged (\(words)); restore it from a backup"
        case .forbidden(let words): "the ledger forbids this: \(words)"
        case .noDelivery(let id): "there is no delivery \(id); `hearth status` lists those that need a person"
        case .moved(let delivery, let expected, let found):
            "delivery \(delivery) is \(found.rawValue) by now, not \(expected.rawValue)"
        case .cannotResolve(let delivery, let state):
            "delivery \(delivery) is \(state.rawValue), which cannot be settled that way: \(state.remedy)"
        case .unreadable(let table, let column): "a row of \(table) has a \(column) that cannot be read"
        case .database(let code, let message): "SQLite reports \(code): \(message)"
        }
    }
}
