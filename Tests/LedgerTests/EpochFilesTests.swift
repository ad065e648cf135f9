import Foundation
import Testing

@testable import Ledger

struct EpochFilesTests {
    private func withPlaces(_ body: (StateDirectory, String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.path + "/hearth-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        for folder in ["/.hearth", "/queue"] {
            try FileManager.default.createDirectory(
                atPath: root + folder, withIntermediateDirectories: true)
        }
        try body(StateDirectory(root + "/.hearth"), root + "/queue")
    }

    private func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private func sent(_ ledger: LedgerDatabase) throws -> Epoch {
        _ = try ledger.claimTest(try ledger.beginTest())
        return try ledger.epoch()
    }

    @Test func `it lies beside the state folder, with a mark in the queue, and comes back as it was`() throws
    {
        try withPlaces { folder, queue in
            let epoch = try sent(try Desk.ledger())
            let files = EpochFiles(folder, queue: queue)
            #expect(try files.load() == [])
            try files.save(epoch)
            #expect(try files.load() == [epoch, Epoch(ledger: epoch.ledger, calls: [])])
            #expect(has(folder.path + ".epoch"))
            #expect(!has(folder.path + "/epoch"))
            #expect(has(queue + "/.ledger"))
            #expect(epoch.calls.map(\.post) == ["tea"])
        }
    }

    @Test func `the mark may be open to others, as a checkout makes it, the epoch may not`() throws {
        try withPlaces { folder, queue in
            let files = EpochFiles(folder, queue: queue)
            try files.save(Epoch(ledger: "a", calls: []))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o664], ofItemAtPath: queue + "/.ledger")
            #expect(try files.load().count == 2)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o664], ofItemAtPath: folder.epochBeside)
            #expect(throws: LedgerError.openToOthers(path: folder.epochBeside, mode: 0o664)) {
                try files.load()
            }
        }
    }

    @Test func `one that lay inside goes when there is one beside`() throws {
        try withPlaces { folder, queue in
            try DurableFile.replace(folder.epochInside, with: Epoch(ledger: "old", calls: []).json)
            try EpochFiles(folder, queue: nil).save(Epoch(ledger: "new", calls: []))
            #expect(try EpochFiles(folder, queue: nil).load().map(\.ledger) == ["new"])
            #expect(!has(queue + "/.ledger"))
        }
    }

    @Test func `a file that is something else is not passed over`() throws {
        try withPlaces { folder, queue in
            try DurableFile.replace(folder.epochBeside, with: Array("{}".utf8))
            #expect(throws: LedgerError.notAnEpoch(path: folder.epochBeside)) {
                try EpochFiles(folder, queue: queue).load()
            }
        }
    }

    @Test func `where a ledger is gone that has sent, none is made and none is read`() throws {
        try withPlaces { folder, queue in
            let ledger = try LedgerDatabase.open(in: folder, identity: "a", now: 1)
            try EpochFiles(folder, queue: queue).save(try sent(ledger))
            try ledger.close()
            try FileManager.default.removeItem(atPath: folder.ledger)
            #expect(throws: LedgerError.lost(path: folder.ledger)) {
                try LedgerDatabase.open(in: folder, identity: "b", now: 1)
            }
            #expect(throws: LedgerError.lost(path: folder.ledger)) {
                try LedgerDatabase.openReadOnly(in: folder)
            }
            // The whole folder gone: the epoch beside it still tells.
            try FileManager.default.removeItem(atPath: folder.path)
            #expect(throws: LedgerError.lost(path: folder.ledger)) {
                try LedgerDatabase.open(in: folder, identity: "b", now: 1)
            }
            let adopted = try LedgerDatabase.open(in: folder, identity: "b", now: 1, adopting: true)
            #expect(try adopted.standing(try EpochFiles(folder, queue: queue).load()) == .lost("a"))
        }
    }
}
