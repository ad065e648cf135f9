import Foundation
import GRDB
import Posts
import Testing

@testable import Ledger

struct LedgerDatabaseTests {
    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? Int) ?? -1
    }

    @Test func `a new ledger is for its owner only, and durable settings are in force`() throws {
        try Desk.withFolder { folder in
            let ledger = try LedgerDatabase.open(in: folder, identity: "a", now: 1)
            _ = try ledger.beginTest()
            #expect(try mode(folder.path) == 0o700)
            #expect(try mode(folder.ledger) == 0o600)
            #expect(!FileManager.default.fileExists(atPath: folder.ledger + ".new"))
            let settings = try ledger.queue.inDatabase { db in
                [
                    try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                    try String.fetchOne(db, sql: "PRAGMA synchronous"),
                    try String.fetchOne(db, sql: "PRAGMA foreign_keys"),
                    try String.fetchOne(db, sql: "PRAGMA trusted_schema"),
                ]
            }
            #expect(settings == ["truncate", "2", "1", "0"])
            try ledger.checkIntegrity()
        }
    }

    @Test func `its identity is given once and kept`() throws {
        try Desk.withFolder { folder in
            try LedgerDatabase.open(in: folder, identity: "first", now: 1).close()
            #expect(try LedgerDatabase.open(in: folder, identity: "second", now: 2).identity == "first")
        }
    }

    @Test func `there is nothing to read where there is no ledger, and nothing is made`() throws {
        try Desk.withFolder { folder in
            let found = try LedgerDatabase.openReadOnly(in: folder)
            #expect(found == nil)
            #expect(!FileManager.default.fileExists(atPath: folder.path))
        }
    }

    @Test func `opened for reading it reads and refuses to write`() throws {
        try Desk.withFolder { folder in
            let ledger = try LedgerDatabase.open(in: folder, identity: "a", now: 1)
            let delivery = try ledger.beginTest()
            let reader = try #require(try LedgerDatabase.openReadOnly(in: folder))
            #expect(try reader.delivery(delivery.id) == delivery)
            #expect(throws: LedgerError.self) { try reader.setWaiting("home", since: 1) }
        }
    }

    @Test func `a ledger of a newer Hearth is refused by its names`() throws {
        try Desk.withFolder { folder in
            let ledger = try LedgerDatabase.open(in: folder, identity: "a", now: 1)
            try ledger.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('M999 later')") }
            try ledger.close()
            #expect(throws: LedgerError.newerSchema(["M999 later"])) {
                try LedgerDatabase.open(in: folder, identity: "a", now: 1)
            }
            #expect(throws: LedgerError.newerSchema(["M999 later"])) {
                try LedgerDatabase.openReadOnly(in: folder)
            }
        }
    }

    @Test func `an empty file is a lost ledger, not a fresh start`() throws {
        try Desk.withFolder { folder in
            try folder.create()
            _ = FileManager.default.createFile(
                atPath: folder.ledger, contents: nil, attributes: [.posixPermissions: 0o600])
            #expect(throws: LedgerError.notALedger(path: folder.ledger)) {
                try LedgerDatabase.open(in: folder, identity: "a", now: 1)
            }
        }
    }

    @Test func `something else than a ledger is refused`() throws {
        try Desk.withFolder { folder in
            try folder.create()
            _ = FileManager.default.createFile(
                atPath: folder.ledger, contents: Data(repeating: 7, count: 9_000),
                attributes: [.posixPermissions: 0o600])
            #expect(throws: LedgerError.notALedger(path: folder.ledger)) {
                try LedgerDatabase.open(in: folder, identity: "a", now: 1)
            }
        }
    }

    @Test func `a ledger that others may read is refused`() throws {
        try Desk.withFolder { folder in
            try LedgerDatabase.open(in: folder, identity: "a", now: 1).close()
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.ledger)
            #expect(throws: LedgerError.openToOthers(path: folder.ledger, mode: 0o640)) {
                try LedgerDatabase.open(in: folder, identity: "a", now: 1)
            }
        }
    }

    @Test func `a draft that a dead process left behind is replaced`() throws {
        try Desk.withFolder { folder in
            try folder.create()
            _ = FileManager.default.createFile(atPath: folder.ledger + ".new", contents: Data([1, 2, 3]))
            #expect(try LedgerDatabase.open(in: folder, identity: "a", now: 1).identity == "a")
        }
    }

    @Test func `half of a commit without its journal is refused, or says nothing that was not true`() throws {
        try Desk.withFolder { folder in
            let ledger = try LedgerDatabase.open(in: folder, identity: "a", now: 1)
            let file = URL(filePath: folder.ledger)
            let planned = try ledger.beginTest()
            let before = [UInt8](try Data(contentsOf: file))
            let claimed = try ledger.claimTest(planned)
            let after = [UInt8](try Data(contentsOf: file))
            try ledger.close()
            let pages = stride(from: 0, to: after.count, by: 4096).filter { page in
                page >= before.count || before[page..<page + 4096] != after[page..<page + 4096]
            }
            #expect(pages.count > 3)
            var refused = 0
            for written in 1..<pages.count {
                var half = before + [UInt8](repeating: 0, count: max(0, after.count - before.count))
                for page in pages.prefix(written) {
                    half.replaceSubrange(page..<page + 4096, with: after[page..<page + 4096])
                }
                try Data(half).write(to: file)
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.ledger)
                try? FileManager.default.removeItem(atPath: folder.ledgerJournal)
                do throws(LedgerError) {
                    let reader = try LedgerDatabase.openReadOnly(in: folder)
                    let found = try reader?.delivery(planned.id)
                    #expect(found == planned || found == claimed)
                    try reader?.close()
                    try LedgerDatabase.open(in: folder, identity: "a", now: 1).close()
                } catch {
                    guard case .damaged = error else { throw error }
                    refused += 1
                    #expect(throws: error) { try LedgerDatabase.open(in: folder, identity: "a", now: 1) }
                    #expect(throws: error) {
                        try LedgerDatabase.backUp(folder, to: folder.path + "/copy", replacing: true)
                    }
                    #expect(try [UInt8](Data(contentsOf: file)) == half)
                }
            }
            #expect(refused > 0)
        }
    }

    @Test func `a sound ledger without its journal is opened, and has one again with the next commit`() throws
    {
        try Desk.withFolder { folder in
            let ledger = try LedgerDatabase.open(in: folder, identity: "a", now: 1)
            let delivery = try ledger.beginTest()
            try ledger.close()
            try FileManager.default.removeItem(atPath: folder.ledgerJournal)
            #expect(try LedgerDatabase.openReadOnly(in: folder)?.delivery(delivery.id) == delivery)
            let again = try LedgerDatabase.open(in: folder, identity: "a", now: 1)
            _ = try again.claimTest(delivery)
            #expect(FileManager.default.fileExists(atPath: folder.ledgerJournal))
        }
    }

    @Test func `two that make it at once make one`() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/hearth-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<8 {
                group.addTask {
                    try LedgerDatabase.open(in: StateDirectory(path), identity: "\(index)", now: 1).identity
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(names.count == 1)
    }
}
