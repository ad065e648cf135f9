#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Epochs in files: one beside the state folder (`.hearth.epoch`), because what is lost or restored is the folder, or the
/// ledger in it; inside of it (`.hearth/epoch`) where nothing may be written beside it. And a mark in the queue
/// (`queue/.ledger`) that only names the ledger, so that a second one for the same queue is noticed.
public struct EpochFiles: EpochStore {
    private let directory: StateDirectory
    private let mark: String?

    /// The epochs of a state folder and, if it is known, of the queue's folder.
    public init(_ directory: StateDirectory, queue: String?) {
        self.directory = directory
        mark = queue.map { $0 + "/.ledger" }
    }

    /// Bytes that an epoch never has.
    private static let limit = 4 << 20

    /// Every epoch that is kept.
    ///
    /// - Throws: `notAnEpoch` for a file of that name that is something else: then nobody knows what was sent.
    public func load() throws(LedgerError) -> [Epoch] {
        var found: [Epoch] = []
        for path in [directory.epochBeside, directory.epochInside] + [mark].compactMap(\.self) {
            guard let bytes = try read(path) else { continue }
            guard let epoch = Epoch(json: bytes) else { throw .notAnEpoch(path: path) }
            found.append(epoch)
        }
        return found
    }

    /// Keeps the epoch, and puts the mark into the queue if it is not there. A queue that may not be written has none.
    public func save(_ epoch: Epoch) throws(LedgerError) {
        let bytes: [UInt8]
        do { bytes = try epoch.json } catch { throw .database(code: -1, message: "\(error)") }
        if try !EpochFiles.isAllowed({ () throws(LedgerError) in
            try DurableFile.replace(directory.epochBeside, with: bytes)
        }) {
            try DurableFile.replace(directory.epochInside, with: bytes)
        } else if unlink(directory.epochInside) != 0 && errno != ENOENT {
            // An old one would go on to speak for another time.
            throw .file(operation: "remove", path: directory.epochInside, errno: errno)
        }
        guard let mark else { return }
        let known = (try? read(mark)) ?? nil
        if let known, Epoch(json: known)?.ledger == epoch.ledger { return }
        let name: [UInt8]
        do { name = try Epoch(ledger: epoch.ledger, calls: []).json } catch { return }
        _ = try EpochFiles.isAllowed { () throws(LedgerError) in
            try DurableFile.replace(mark, with: name, mode: 0o644)
        }
    }

    /// Version control does not keep who may write a file, so that the mark may be open; it is no secret.
    private func read(_ path: String) throws(LedgerError) -> [UInt8]? {
        try DurableFile.read(path, limit: EpochFiles.limit, isPrivate: path != mark)
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
