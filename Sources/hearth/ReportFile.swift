import Foundation
import Ledger

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
    static func write(_ text: String, to path: String, mode: Int = 0o644) throws(Failure) {
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
}
