import GRDB

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension LedgerDatabase {
    /// Copies the ledger in `directory` to `path`, safely at any moment, whatever tick is at work.
    ///
    /// The copy is one file without a journal, for its owner only. It is made beside its place, checked, synced and
    /// renamed: at `path` there is the old file or the whole new one.
    /// - Throws: `file` with `EEXIST` if there is a file and `replacing` is false.
    public static func backUp(_ directory: StateDirectory, to path: String, replacing: Bool)
        throws(LedgerError)
    {
        if try StateDirectory.look(at: path) != nil, !replacing {
            throw .file(operation: "make", path: path, errno: EEXIST)
        }
        let draft = path + ".new"
        // SQLite takes an empty file; made here, it is private from its first byte on.
        guard unlink(draft) == 0 || errno == ENOENT else {
            throw .file(operation: "remove", path: draft, errno: errno)
        }
        let descriptor = openFile(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .file(operation: "make", path: draft, errno: errno) }
        defer { closeFile(descriptor) }
        do throws(LedgerError) {
            try copy(directory.ledger, to: draft)
            guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else {
                throw LedgerError.file(operation: "sync", path: draft, errno: errno)
            }
            guard rename(draft, path) == 0 else {
                throw LedgerError.file(operation: "rename", path: draft, errno: errno)
            }
        } catch {
            unlink(draft)
            throw error
        }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        try StateDirectory.syncFolder(folder.isEmpty ? "/" : folder)
    }

    /// Copies by SQLite's own `VACUUM INTO`, and checks the copy.
    private static func copy(_ source: String, to draft: String) throws(LedgerError) {
        try LedgerError.wrapping(path: source) {
            var configuration = Configuration()
            configuration.label = "ledger, backup"
            configuration.busyMode = .timeout(30)
            // Open for writing, for an unfinished commit of a process that died may have to be rolled back first.
            let queue = try DatabaseQueue(path: source, configuration: configuration)
            try queue.inDatabase { db in
                try db.execute(sql: "PRAGMA journal_mode = TRUNCATE")
                try db.execute(sql: "PRAGMA trusted_schema = OFF")
                try db.execute(sql: "PRAGMA cell_size_check = ON")
            }
            // The copy's indices are made anew: it would be sound where the ledger is not.
            try queue.read(LedgerDatabase.checkIntegrity)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM INTO ?", arguments: [draft])
            }
            try queue.close()
        }
        try LedgerError.wrapping(path: draft) {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: draft, configuration: configuration)
            let words = try queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check(1)") ?? "" }
            try queue.close()
            if words != "ok" { throw LedgerError.damaged(words) }
        }
    }
}

// The names `open` and `close` belong to the ledger inside its extensions.
private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func closeFile(_ descriptor: Int32) { close(descriptor) }
