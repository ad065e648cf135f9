import Foundation

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Small files that are the old ones or the new ones, never half of one, whatever happens in between.
public enum DurableFile {
    /// Writes `bytes` beside `path`, syncs, renames, and syncs the folder: when this returns, a power cut leaves the new
    /// file.
    ///
    /// - Parameter mode: Who may read it: its owner only, if nothing is said.
    public static func replace(_ path: String, with bytes: [UInt8], mode: Int = 0o600) throws(LedgerError) {
        try put(bytes, at: path, mode: mode, draft: path + ".new")
        try StateDirectory.syncFolder(folder(of: path))
    }

    /// The same for a file that others read: where a file system knows no sync of folders, the file itself is whole.
    ///
    /// - Parameter draft: Where it is written first, in the same folder.
    public static func replaceForReaders(_ path: String, with bytes: [UInt8], mode: Int, draft: String)
        throws(LedgerError)
    {
        try put(bytes, at: path, mode: mode, draft: draft)
        try? StateDirectory.syncFolder(folder(of: path))
    }

    private static func put(_ bytes: [UInt8], at path: String, mode: Int, draft: String) throws(LedgerError) {
        _ = unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .file(operation: "make", path: draft, errno: errno) }
        // Not left to the umask, which may allow less or more.
        let failure = fchmod(descriptor, mode_t(mode)) == 0 ? fill(descriptor, bytes) : errno
        close(descriptor)
        guard failure == 0 else {
            _ = unlink(draft)
            throw .file(operation: "write", path: path, errno: failure)
        }
        guard rename(draft, path) == 0 else {
            let failure = errno
            _ = unlink(draft)
            throw .file(operation: "replace", path: path, errno: failure)
        }
    }

    /// Writes over the beginning of a file that is there, and syncs: no new block is needed for it.
    public static func overwrite(_ path: String, with bytes: [UInt8]) throws(LedgerError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw .file(operation: "open", path: path, errno: errno) }
        defer { close(descriptor) }
        let failure = fill(descriptor, bytes)
        guard failure == 0 else { throw .file(operation: "write", path: path, errno: failure) }
    }

    /// The bytes of a regular file; nil if there is none.
    ///
    /// - Parameter isPrivate: Whether nobody else may change it.
    /// - Throws: `file` with `EFBIG` if it has more than `limit` bytes, `openToOthers` if others may change it.
    public static func read(_ path: String, limit: Int, isPrivate: Bool = true) throws(LedgerError)
        -> [UInt8]?
    {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .file(operation: "open", path: path, errno: errno)
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            throw .file(operation: "look at", path: path, errno: errno)
        }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw .file(operation: "read", path: path, errno: EINVAL)
        }
        if isPrivate, facts.st_mode & 0o022 != 0 {
            throw .openToOthers(path: path, mode: Int(facts.st_mode & 0o777))
        }
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = readBytes(descriptor, &buffer, buffer.count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw .file(operation: "read", path: path, errno: errno) }
            if got == 0 { return all }
            all += buffer.prefix(got)
            if all.count > limit { throw .file(operation: "read", path: path, errno: EFBIG) }
        }
    }

    /// Writes everything and syncs; 0, or the `errno` of what failed.
    private static func fill(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? EIO : errno }
            rest = rest.dropFirst(count)
        }
        return fsync(descriptor) == 0 ? 0 : errno
    }

    private static func folder(of path: String) -> String {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
            separator: "/")
        return folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
    }
}

// `read` is the enumeration's own inside of it.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
