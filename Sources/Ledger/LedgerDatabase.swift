import Foundation
import GRDB

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The ledger: what went out, what is on its way, what is planned. One SQLite file, one connection.
///
/// What belongs together is written in one transaction; what decides between processes is said in SQL. The rollback journal is used, with
/// `synchronous=FULL`: what was committed survives a power cut, and nothing is ever half written.
public final class LedgerDatabase: Sendable {
    /// Names this ledger for ever; deliveries take their keys from it.
    public let identity: String
    let queue: DatabaseQueue

    private init(queue: DatabaseQueue) throws {
        self.queue = queue
        identity = try queue.read { try String.fetchOne($0, sql: "SELECT identity FROM meta") ?? "" }
    }

    /// Opens the ledger for reading and writing; makes it if there is none.
    ///
    /// Only one process at a time makes or migrates it. A new one appears under its name when it is whole.
    /// - Parameters:
    ///   - directory: Where it is; made if it is not there.
    ///   - identity: A name that no other ledger has, should one have to be made.
    ///   - now: Epoch seconds.
    ///   - adopting: Whether a person says that one may be made although another has sent from here.
    /// - Throws: `lost` if there is none and one has sent from here.
    public static func open(
        in directory: StateDirectory, identity: @autoclosure () -> String, now: Int, adopting: Bool = false
    ) throws(LedgerError) -> LedgerDatabase {
        try directory.create()
        let lock = try KernelLock.take(directory.ledgerLock, waiting: true)
        defer { withExtendedLifetime(lock) {} }
        if try StateDirectory.look(at: directory.ledger) == nil {
            let wasThere = adopting ? false : try directory.hasEpoch
            if wasThere { throw .lost(path: directory.ledger) }
            let name = identity()
            try make(in: directory, identity: name, now: now)
        }
        try checkFile(directory.ledger)
        let isAlone = try StateDirectory.look(at: directory.ledgerJournal) == nil
        return try LedgerError.wrapping(path: directory.ledger) {
            let queue = try DatabaseQueue(path: directory.ledger, configuration: configuration(durable: true))
            try verify(queue, path: directory.ledger)
            if isAlone { try queue.read(checkIntegrity) }
            let migrator = Migrations.migrator
            if try !queue.read(migrator.hasCompletedMigrations) { try migrator.migrate(queue) }
            return try LedgerDatabase(queue: queue)
        }
    }

    /// Opens the ledger for reading; nil if there is none.
    ///
    /// - Throws: `lost` if there is none and one has sent from here.
    public static func openReadOnly(in directory: StateDirectory) throws(LedgerError) -> LedgerDatabase? {
        guard try StateDirectory.look(at: directory.ledger) != nil else {
            if try directory.hasEpoch { throw .lost(path: directory.ledger) }
            return nil
        }
        try checkFile(directory.ledger)
        let isAlone = try StateDirectory.look(at: directory.ledgerJournal) == nil
        return try LedgerError.wrapping(path: directory.ledger) {
            let queue = try openForReading(directory.ledger)
            if isAlone { try queue.read(checkIntegrity) }
            guard try queue.read(Migrations.migrator.hasCompletedMigrations) else {
                throw LedgerError.olderSchema
            }
            return try LedgerDatabase(queue: queue)
        }
    }

    /// A ledger in memory, for tests and dry runs.
    public static func inMemory(identity: String, now: Int) throws(LedgerError) -> LedgerDatabase {
        try LedgerError.wrapping(path: ":memory:") {
            let queue = try DatabaseQueue(configuration: configuration(durable: false))
            try Migrations.migrator.migrate(queue)
            try queue.write { try introduce($0, identity: identity, now: now) }
            return try LedgerDatabase(queue: queue)
        }
    }

    /// A copy of this ledger in memory, as it is at this moment: a backup, for tests.
    package func copiedInMemory() throws(LedgerError) -> LedgerDatabase {
        try LedgerError.wrapping(path: ":memory:") {
            let copy = try DatabaseQueue(configuration: LedgerDatabase.configuration(durable: false))
            try queue.backup(to: copy)
            return try LedgerDatabase(queue: copy)
        }
    }

    /// Every text and every blob of every table, for tests that look for secrets.
    package func everyText() throws(LedgerError) -> [(table: String, text: String)] {
        try read { db in
            try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'").flatMap {
                table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table.quotedDatabaseIdentifier)").flatMap { row in
                    row.databaseValues.compactMap { value in
                        Data.fromDatabaseValue(value).map { (table, String(decoding: $0, as: UTF8.self)) }
                    }
                }
            }
        }
    }

    /// Closes the file; nothing may be asked afterwards.
    public func close() throws(LedgerError) {
        try LedgerError.wrapping { try queue.close() }
    }

    /// Whether the file is sound: SQLite's own check, foreign keys, and that no two deliveries are in flight.
    ///
    /// - Throws: `damaged` with the first complaint.
    public func checkIntegrity() throws(LedgerError) {
        try read(LedgerDatabase.checkIntegrity)
    }

    /// SQLite leaves its journal behind every commit, with nothing in it. Where a ledger has none, somebody took it away,
    /// maybe with the pages to which half of a commit was to be put back: then opening it asks for this.
    static func checkIntegrity(_ db: Database) throws {
        let words = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "no answer"
        if words != "ok" { throw LedgerError.damaged(words) }
        let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
        if !orphans.isEmpty { throw LedgerError.damaged("\(orphans.count) rows point nowhere") }
    }

    /// Asks in one transaction. GRDB's own `read` sets `query_only` around it, and with every change of a pragma SQLite
    /// throws away all compiled statements.
    func read<T>(_ body: (Database) throws -> T) throws(LedgerError) -> T {
        try LedgerError.wrapping {
            try queue.unsafeRead { db in
                // GRDB's own words for this are compiled anew each time.
                try db.execute(cached: "BEGIN DEFERRED TRANSACTION")
                do {
                    let value = try body(db)
                    try db.execute(cached: "COMMIT TRANSACTION")
                    return value
                } catch {
                    try db.rollback()
                    throw error
                }
            }
        }
    }

    func write<T>(_ body: (Database) throws -> T) throws(LedgerError) -> T {
        try LedgerError.wrapping { try queue.write(body) }
    }
}

extension LedgerDatabase {
    private static func configuration(durable: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            if durable {
                try db.execute(sql: "PRAGMA journal_mode = TRUNCATE")
                try db.execute(sql: "PRAGMA synchronous = FULL")
            }
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            try db.execute(sql: "PRAGMA cell_size_check = ON")
        }
        return configuration
    }

    /// Reads back what durability rests on: a setting that SQLite did not take is not an error to SQLite.
    private static func verify(_ queue: DatabaseQueue, path: String) throws {
        let wanted = [
            ("journal_mode", "truncate"), ("synchronous", "2"), ("foreign_keys", "1"),
            ("trusted_schema", "0"),
        ]
        try queue.inDatabase { db in
            for (name, value) in wanted {
                let found =
                    try Row.fetchOne(db, sql: "PRAGMA \(name)").map { "\($0[0] as DatabaseValue)" } ?? ""
                let plain = found.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
                if plain != value { throw LedgerError.setting(name, wanted: value, found: plain) }
            }
        }
        try checkSchema(queue, path: path)
    }

    private static func checkSchema(_ queue: DatabaseQueue, path: String) throws {
        try queue.read { db in
            guard try db.tableExists("meta"), try db.tableExists("grdb_migrations") else {
                throw LedgerError.notALedger(path: path)
            }
            let applied = try Migrations.migrator.appliedIdentifiers(db)
            let known = Set(Migrations.all.map { $0.name })
            let all = try String.fetchSet(db, sql: "SELECT identifier FROM grdb_migrations")
            let unknown = applied.union(all).subtracting(known)
            if !unknown.isEmpty { throw LedgerError.newerSchema(unknown.sorted()) }
        }
    }

    /// A new ledger is made beside its place, so that a process that dies here leaves none rather than an empty one.
    private static func make(in directory: StateDirectory, identity: String, now: Int) throws(LedgerError) {
        let draft = directory.ledger + ".new"
        for path in [draft, draft + "-journal"] where unlink(path) != 0 && errno != ENOENT {
            throw .file(operation: "remove", path: path, errno: errno)
        }
        let descriptor = openFile(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .file(operation: "make", path: draft, errno: errno) }
        // Not left to the umask, which may allow less or more.
        let moded = fchmod(descriptor, 0o600)
        closeFile(descriptor)
        guard moded == 0 else { throw .file(operation: "make private", path: draft, errno: errno) }
        try LedgerError.wrapping(path: draft) {
            let queue = try DatabaseQueue(path: draft, configuration: configuration(durable: true))
            try Migrations.migrator.migrate(queue)
            try queue.write { try introduce($0, identity: identity, now: now) }
            try queue.close()
        }
        _ = unlink(draft + "-journal")
        guard rename(draft, directory.ledger) == 0 else {
            throw .file(operation: "rename", path: draft, errno: errno)
        }
        try StateDirectory.syncFolder(directory.path)
    }

    private static func introduce(_ db: Database, identity: String, now: Int) throws {
        try db.execute(
            sql: "INSERT INTO meta (one, identity, created) VALUES (1, ?, ?)", arguments: [identity, now])
    }

    private static func checkFile(_ path: String) throws(LedgerError) {
        guard let file = try StateDirectory.look(at: path) else { return }
        if file.mode & 0o077 != 0 { throw .openToOthers(path: path, mode: file.mode) }
        // SQLite takes an empty file for an empty database; here it is a ledger that was lost.
        if file.length == 0 { throw .notALedger(path: path) }
    }

    private static func openForReading(_ path: String) throws -> DatabaseQueue {
        var reading = Configuration()
        reading.label = "ledger, reading"
        reading.busyMode = .timeout(10)
        reading.readonly = true
        do {
            let queue = try DatabaseQueue(path: path, configuration: reading)
            try checkSchema(queue, path: path)
            return queue
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK
            || error.resultCode == .SQLITE_CANTOPEN
        {
            // A process died in the middle of a commit: its journal must be rolled back before anybody can read.
            reading.readonly = false
            reading.prepareDatabase {
                try $0.execute(sql: "PRAGMA journal_mode = TRUNCATE; PRAGMA query_only = ON")
            }
            let queue = try DatabaseQueue(path: path, configuration: reading)
            try checkSchema(queue, path: path)
            return queue
        }
    }
}

// The names `open` and `close` belong to the ledger inside its extensions.
private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func closeFile(_ descriptor: Int32) { close(descriptor) }
