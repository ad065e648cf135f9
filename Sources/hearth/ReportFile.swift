import Foundation
import Ledger

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files that other programs read at any moment.
enum ReportFile {
    /// A step that failed.
    struct Failure: Error, Hashable, CustomStringConvertible {
        let operation: String
        let path: String
        let number: Int32
        var description: String { "cannot \(operation) '\(path)': \(String(cString: strerror(number)))" }
    }

    /// Puts `text` in the place of the file at `path`: temporary file beside it, sync, rename, sync of the folder. Whoever
    /// reads finds the old text or the new one, never a part, even after a power cut. A link stays, and what it leads to is
    /// replaced. What is no regular file (`/dev/null`, a FIFO) is written to as it stands: a file in its place would break
    /// what others use it for.
    ///
    /// - Parameter mode: Permission bits, whatever the umask says: readers such as node_exporter run as somebody else.
    static func write(_ text: String, to path: String, mode: Int = 0o644) throws(Failure) {
        var facts = stat()
        if stat(path, &facts) == 0, facts.st_mode & S_IFMT != S_IFREG { return try pour(text, into: path) }
        let path = try target(of: path)
        // With the number of the process: two writers must not work on one draft. It does not end as the file does, so
        // that nobody who looks for `*.prom` finds it.
        let draft = "\(path).\(getpid()).new"
        do throws(LedgerError) {
            try DurableFile.replaceForReaders(path, with: Array(text.utf8), mode: mode, draft: draft)
        } catch {
            guard case .file(let operation, let path, let number) = error else {
                throw Failure(operation: "write", path: path, number: EIO)
            }
            throw Failure(operation: operation, path: path, number: number)
        }
    }

    /// Milliseconds for a reader who takes nothing.
    private static let patience: Int32 = 10_000

    /// A FIFO that nobody reads fails at once: nothing here waits for ever.
    private static func pour(_ text: String, into path: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(operation: "open", path: path, number: errno) }
        defer { close(descriptor) }
        let number = ByteStream.put(text, to: descriptor, patience: patience)
        guard number == 0 else { throw Failure(operation: "write", path: path, number: number) }
    }

    /// Where a link leads to; a path that is none leads to itself.
    private static func target(of path: String) throws(Failure) -> String {
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFLNK else { return path }
        if let real = realpath(path, nil) {
            defer { free(real) }
            return String(cString: real)
        }
        let number = errno
        // What it leads to may not be there yet.
        var name = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard number == ENOENT, readlink(path, &name, Int(PATH_MAX)) > 0 else {
            throw Failure(operation: "follow", path: path, number: number)
        }
        let target = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        return target.hasPrefix("/") ? target : folder + "/" + target
    }
}
