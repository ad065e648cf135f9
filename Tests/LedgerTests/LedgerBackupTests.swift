import Foundation
import Posts
import Testing

@testable import Ledger

struct LedgerBackupTests {
    private func open(_ folder: StateDirectory) throws -> LedgerDatabase {
        try LedgerDatabase.open(in: folder, identity: "test", now: Desk.seconds)
    }

    @Test func `the copy is a ledger of its own, for its owner only, and nothing is left beside it`() throws {
        try Desk.withFolder { folder in
            let ledger = try open(folder)
            _ = try ledger.beginTest()
            try Desk.withFolder { other in
                try other.create()
                // The ledger is open all the while, as it is while a tick works.
                try LedgerDatabase.backUp(folder, to: other.ledger, replacing: false)
                let facts = try FileManager.default.attributesOfItem(atPath: other.ledger)
                #expect(facts[.posixPermissions] as? Int == 0o600)
                #expect(try FileManager.default.contentsOfDirectory(atPath: other.path) == ["ledger.sqlite"])
                let copy = try #require(try LedgerDatabase.openReadOnly(in: other))
                #expect(try copy.log() == ledger.log())
                #expect(copy.identity == ledger.identity)
                try copy.checkIntegrity()
                try copy.close()
            }
            try ledger.close()
        }
    }

    @Test func `a file that is there stays, unless it is to be replaced`() throws {
        try Desk.withFolder { folder in
            let ledger = try open(folder)
            let path = folder.path + "/copy"
            try Data("mine".utf8).write(to: URL(filePath: path))
            #expect(throws: LedgerError.file(operation: "make", path: path, errno: EEXIST)) {
                try LedgerDatabase.backUp(folder, to: path, replacing: false)
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == Data("mine".utf8))
            try LedgerDatabase.backUp(folder, to: path, replacing: true)
            #expect(try Data(contentsOf: URL(filePath: path)).starts(with: Data("SQLite format 3".utf8)))
            try ledger.close()
        }
    }

    @Test func `a ledger that is damaged makes no copy and leaves the old one`() throws {
        try Desk.withFolder { folder in
            try open(folder).close()
            let path = folder.path + "/copy"
            try LedgerDatabase.backUp(folder, to: path, replacing: false)
            let before = try Data(contentsOf: URL(filePath: path))
            var bytes = try Data(contentsOf: URL(filePath: folder.ledger))
            for index in 5000..<min(bytes.count, 60_000) { bytes[index] = 0x55 }
            try bytes.write(to: URL(filePath: folder.ledger))
            #expect(throws: LedgerError.self) {
                try LedgerDatabase.backUp(folder, to: path, replacing: true)
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
            #expect(!FileManager.default.fileExists(atPath: path + ".new"))
        }
    }
}
