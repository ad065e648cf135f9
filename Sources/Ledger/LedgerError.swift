/// Why the ledger could not do what it was asked; nothing was changed then.
public enum LedgerError: Error, Hashable, Sendable {
    /// A file operation failed: what was tried, on which path, with which `errno`.
    case file(operation: String, path: String, errno: Int32)
    /// Others than the owner may read or write the file; its permission bits.
    case openToOthers(path: String, mode: Int)
    /// The folder is on a network file system, where locks and durability are not what they seem.
    case networkFileSystem(path: String)
    /// There is a file, but it is no ledger: empty, cut off, or something else.
    case notALedger(path: String)
    /// There is no ledger, but there was one, and it has sent.
    case lost(path: String)
    /// A file that should say what was sent last, and does not.
    case notAnEpoch(path: String)
    /// Another ledger has said that it serves an account: its mark.
    case servedByAnother(path: String)
    /// A file that speaks against an adopted ledger and cannot be replaced.
    case inTheWay(path: String)
    /// The folder belongs to somebody else than root, who is about to write into it; the owner's name.
    case ownedByAnother(path: String, owner: String)
    /// A newer Hearth has written the ledger; the migrations this one does not know.
    case newerSchema([String])
    /// The ledger is of an older Hearth and was opened for reading only.
    case olderSchema
    /// SQLite did not take a setting that durability rests on: the setting, what was asked, what is in force.
    case setting(String, wanted: String, found: String)
    /// Somebody else has the ledger locked for longer than was waited.
    case busy
    /// The disk is full.
    case full
    /// The file is damaged; SQLite's words.
    case damaged(String)
    /// A transition or a write that the ledger forbids; SQLite's words.
    case forbidden(String)
    /// No delivery of this id.
    case noDelivery(Int)
    /// The delivery is not in the state it was thought to be in any more.
    case moved(delivery: Int, expected: DeliveryState, found: DeliveryState)
    /// A person may not settle a delivery in this state that way.
    case cannotResolve(delivery: Int, state: DeliveryState)
    /// A row that this version cannot read: the table and the column.
    case unreadable(table: String, column: String)
    /// Anything else that SQLite reports: its extended result code and its words.
    case database(code: Int, message: String)
}
