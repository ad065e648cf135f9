import Foundation

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
    /// reads finds the old text or the new one, never a part, even after a power cut.
    ///
    /// - Parameter mode: Permission bits, whatever the umask says: readers such as node_exporter run as somebody else.
    static func write(_ text: String, to path: String, mode: mode_t = 0o644) throws(Failure) {
        // With the number of the process: two writers must not work on one draft. It does not end as the file does, so
        // that nobody who looks for `*.prom` finds it.
        let draft = "\(path).\(getpid()).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure(operation: "make", path: draft, number: errno) }
        var isDone = false
        defer {
            close(descriptor)
            if !isDone { unlink(draft) }
        }
        do {
            try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(
                contentsOf: Data(text.utf8))
        } catch {
            throw Failure(operation: "write", path: draft, number: errno)
        }
        guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else {
            throw Failure(operation: "sync", path: draft, number: errno)
        }
        guard rename(draft, path) == 0 else {
            throw Failure(operation: "rename to", path: path, number: errno)
        }
        isDone = true
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let place = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
        guard place >= 0 else { return }
        // Some file systems know no sync of folders; the file itself is whole.
        fsync(place)
        close(place)
    }
}
