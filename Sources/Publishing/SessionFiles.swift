import Foundation
import Ledger
import Posts

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Where the tokens of sessions are kept.
public protocol SessionStore: Sendable {
    /// The session of an account; empty if there is none or it cannot be read.
    func load(_ account: AccountID) throws -> [String: String]

    /// Keeps a session, durably, before any of its tokens is used.
    func save(_ session: [String: String], of account: AccountID) throws
}

/// Sessions in files of their own, readable by their owner only: `sessions/ACCOUNT.json` in the state folder.
///
/// A file is written beside its place and renamed, so that a session is the old one or the new one, never half of one.
public struct SessionFiles: SessionStore {
    private let folder: String

    /// The sessions in the folder of the state.
    public init(_ directory: StateDirectory) { folder = directory.sessions }

    /// The session of an account; empty if there is none. A file that others may read is an error; one that is
    /// damaged is a session lost.
    public func load(_ account: AccountID) throws -> [String: String] {
        let path = path(of: account)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return [:] }
            throw LedgerError.file(operation: "open", path: path, errno: errno)
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            throw LedgerError.file(operation: "look at", path: path, errno: errno)
        }
        if facts.st_mode & 0o077 != 0 {
            throw LedgerError.openToOthers(path: path, mode: Int(facts.st_mode & 0o777))
        }
        guard let data = try handle.read(upToCount: 1 << 20), !data.isEmpty else { return [:] }
        // A session that cannot be read is a session lost: the network logs in again.
        return (try? JSONDecoder().decode([String: String].self, from: data)) ?? [:]
    }

    /// Writes the session: temporary file, sync, rename, sync of the folder.
    public func save(_ session: [String: String], of account: AccountID) throws {
        try StateDirectory.makeFolder(folder)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let data = try encoder.encode(session)
        let path = path(of: account)
        try DurableFile.replace(path, with: Array(data))
    }

    /// A name of letters, digits, `-`, `_` stays as it is; anything else is written in hexadecimal.
    private func path(of account: AccountID) -> String {
        let name = account.rawValue
        let isPlain =
            !name.isEmpty && name.utf8.count <= 100
            && name.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_")
            }
        return folder + "/" + (isPlain ? name : "x" + ContentDigest.hex(name.utf8).prefix(32)) + ".json"
    }
}
