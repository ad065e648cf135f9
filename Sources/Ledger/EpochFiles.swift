#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Epochs in files: one beside the state folder (`.hearth.epoch`), because what is lost or restored is the folder, or the
/// ledger in it; inside of it (`.hearth/epoch`) where nothing may be written beside it. And a mark in the queue for every
/// account (`queue/.ledger-ACCOUNT-…`) that only names the ledger that serves it, so that a second one is noticed.
public struct EpochFiles: EpochStore {
    private let directory: StateDirectory
    private let queue: String?
    private let accounts: [String]

    /// The epochs of a state folder and the marks of a queue.
    ///
    /// - Parameters:
    ///   - queue: The queue's folder; nil for no marks.
    ///   - accounts: Names of the accounts that are served, fit for a file's name; two policies on one queue have
    ///     different ones unless they mean the same account.
    public init(_ directory: StateDirectory, queue: String?, accounts: [String]) {
        self.directory = directory
        self.queue = accounts.isEmpty ? nil : queue
        self.accounts = accounts
    }

    /// Bytes that an epoch never has.
    private static let limit = 4 << 20

    /// Every epoch that is kept, and the files that cannot be read: what they know nobody knows then.
    public func load() -> EpochReading {
        var found = EpochReading()
        for path in places + marksInForce { take(path, into: &found) }
        return found
    }

    /// Keeps the epoch, and marks the accounts that are not marked yet. A queue that may not be written has no marks.
    ///
    /// - Throws: `servedByAnother` if another ledger has marked one of them meanwhile.
    public func save(_ epoch: Epoch) throws(LedgerError) {
        try mark(epoch.ledger, replacing: false)
        try keep(epoch)
    }

    /// Keeps the epoch of the ledger that a person has said is the right one, in the place of all that others left.
    ///
    /// - Throws: `inTheWay` if a file cannot be replaced and would speak against this ledger for ever.
    public func adopt(_ epoch: Epoch) throws(LedgerError) {
        try mark(epoch.ledger, replacing: true)
        try keep(epoch)
        let own = [epoch, Epoch(ledger: epoch.ledger, calls: [])]
        for path in places + marksInForce {
            var found = EpochReading()
            take(path, into: &found)
            guard found.faults.isEmpty, found.epochs.allSatisfy(own.contains) else {
                throw .inTheWay(path: path)
            }
        }
    }

    // MARK: - Places

    private var places: [String] { [directory.epochBeside, directory.epochInside] }
    private var marks: [String] { accounts.compactMap { name in queue.map { "\($0)/.ledger-\(name)" } } }
    /// What older versions wrote: one mark for all accounts. It speaks for those that have none of their own.
    private var commonMark: String? { queue.map { $0 + "/.ledger" } }

    private var marksInForce: [String] {
        marks.allSatisfy(EpochFiles.isThere) ? marks : marks + [commonMark].compactMap(\.self)
    }

    private static func isThere(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0 || errno != ENOENT
    }

    private func take(_ path: String, into found: inout EpochReading) {
        do throws(LedgerError) {
            if let epoch = try read(path) { found.epochs.append(epoch) }
        } catch {
            found.faults.append(error)
        }
    }

    /// Version control does not keep who may write a file, so that marks may be open; they are no secret.
    private func read(_ path: String) throws(LedgerError) -> Epoch? {
        let isPrivate = places.contains(path)
        guard let bytes = try DurableFile.read(path, limit: EpochFiles.limit, isPrivate: isPrivate)
        else { return nil }
        guard let epoch = Epoch(json: bytes) else { throw .notAnEpoch(path: path) }
        return epoch
    }

    // MARK: - Writing

    private func keep(_ epoch: Epoch) throws(LedgerError) {
        let bytes = try EpochFiles.bytes(of: epoch)
        if try !EpochFiles.isAllowed({ () throws(LedgerError) in
            try DurableFile.replace(directory.epochBeside, with: bytes)
        }) {
            try DurableFile.replace(directory.epochInside, with: bytes)
        } else if unlink(directory.epochInside) != 0 && errno != ENOENT {
            // An old one would go on to speak for another time.
            throw .file(operation: "remove", path: directory.epochInside, errno: errno)
        }
    }

    private func mark(_ ledger: String, replacing: Bool) throws(LedgerError) {
        guard let commonMark else { return }
        let name = try EpochFiles.bytes(of: Epoch(ledger: ledger, calls: []))
        for path in marks {
            let known = replacing ? (try? read(path)) ?? nil : try read(path)
            if known?.ledger == ledger { continue }
            if known != nil, !replacing { throw .servedByAnother(path: path) }
            let isAllowed = try EpochFiles.isAllowed { () throws(LedgerError) in
                try DurableFile.replace(path, with: name, mode: 0o644)
            }
            if !isAllowed { return }
        }
        // Every account has its own by now; that of all would keep others from theirs, or speak against this ledger again
        // when an account is added.
        if replacing || (try? read(commonMark))??.ledger == ledger { unlink(commonMark) }
    }

    private static func bytes(of epoch: Epoch) throws(LedgerError) -> [UInt8] {
        do { return try epoch.json } catch { throw .database(code: -1, message: "\(error)") }
    }

    /// False if the place may not be written at all; other faults are thrown.
    private static func isAllowed(_ body: () throws(LedgerError) -> Void) throws(LedgerError) -> Bool {
        do throws(LedgerError) {
            try body()
            return true
        } catch {
            if case .file(_, _, let number) = error, [EACCES, EPERM, EROFS, ENOENT].contains(number) {
                return false
            }
            throw error
        }
    }
}
