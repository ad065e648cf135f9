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

    private func name(_ ledger: String) -> Epoch { Epoch(ledger: ledger, calls: []) }

    private func sent(_ ledger: LedgerDatabase) throws -> Epoch {
        _ = try ledger.claimTest(try ledger.beginTest())
        return try ledger.epoch()
    }

    @Test func `it lies beside the state folder, with a mark in the queue, and comes back as it was`() throws
    {
        try withPlaces { folder, queue in
            let epoch = try sent(try Desk.ledger())
            let files = EpochFiles(folder, queue: queue, accounts: ["home", "away"])
            #expect(files.load() == EpochReading())
            try files.save(epoch)
            #expect(files.load() == EpochReading(epochs: [epoch, name(epoch.ledger), name(epoch.ledger)]))
            #expect(has(folder.path + ".epoch"))
            #expect(!has(folder.path + "/epoch"))
            #expect(has(queue + "/.ledger-home"))
            #expect(has(queue + "/.ledger-away"))
            #expect(epoch.calls.map(\.post) == ["tea"])
        }
    }

    @Test func `the mark may be open to others, as a checkout makes it, the epoch may not`() throws {
        try withPlaces { folder, queue in
            let files = EpochFiles(folder, queue: queue, accounts: ["home"])
            try files.save(name("a"))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o664], ofItemAtPath: queue + "/.ledger-home")
            #expect(files.load().epochs.count == 2)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o664], ofItemAtPath: folder.epochBeside)
            #expect(files.load().faults == [.openToOthers(path: folder.epochBeside, mode: 0o664)])
        }
    }

    @Test func `whoever has one open reads the old one whole, and the next one the new`() throws {
        try withPlaces { folder, queue in
            let files = EpochFiles(folder, queue: queue, accounts: ["home"])
            try files.adopt(name("a"))
            let paths = [folder.epochBeside, queue + "/.ledger-home"]
            let old = try paths.map { try #require(FileManager.default.contents(atPath: $0)) }
            let readers = try paths.map { try #require(FileHandle(forReadingAtPath: $0)) }
            try files.adopt(name("b"))
            for (reader, content) in zip(readers, old) { #expect(try reader.readToEnd() == content) }
            #expect(files.load().epochs == [name("b"), name("b")])
        }
    }

    @Test func `one that lay inside goes when there is one beside`() throws {
        try withPlaces { folder, queue in
            try DurableFile.replace(folder.epochInside, with: name("old").json)
            try EpochFiles(folder, queue: queue, accounts: []).save(name("new"))
            #expect(EpochFiles(folder, queue: queue, accounts: []).load().epochs.map(\.ledger) == ["new"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: queue) == [])
        }
    }

    @Test func `a file that is something else is named, and the others are read`() throws {
        try withPlaces { folder, queue in
            let files = EpochFiles(folder, queue: queue, accounts: ["home", "away"])
            try files.save(name("a"))
            let mark = queue + "/.ledger-away"
            try DurableFile.replace(mark, with: Array("<<<<<<< HEAD".utf8))
            #expect(
                files.load()
                    == EpochReading(epochs: [name("a"), name("a")], faults: [.notAnEpoch(path: mark)]))
            #expect(throws: LedgerError.notAnEpoch(path: mark)) { try files.save(name("a")) }
            try DurableFile.replace(folder.epochBeside, with: Array("{}".utf8))
            #expect(files.load().epochs == [name("a")])
            #expect(files.load().faults.count == 2)
        }
    }

    @Test func `two ledgers with accounts of their own share a queue, for one account they do not`() throws {
        try withPlaces { folder, queue in
            let first = EpochFiles(folder, queue: queue, accounts: ["home"])
            let second = EpochFiles(
                StateDirectory(folder.path + "2"), queue: queue, accounts: ["away", "far"])
            let third = EpochFiles(StateDirectory(folder.path + "3"), queue: queue, accounts: ["far"])
            try first.save(name("a"))
            #expect(second.load() == EpochReading())
            try second.save(name("b"))
            #expect(first.load().epochs.map(\.ledger) == ["a", "a"])
            #expect(second.load().epochs.map(\.ledger) == ["b", "b", "b"])
            #expect(third.load().epochs.map(\.ledger) == ["b"])
        }
    }

    @Test func `who finds the mark of another between looking and sending sends nothing`() throws {
        try withPlaces { folder, queue in
            let second = EpochFiles(StateDirectory(folder.path + "2"), queue: queue, accounts: ["home"])
            #expect(second.load() == EpochReading())
            try EpochFiles(folder, queue: queue, accounts: ["home"]).save(name("a"))
            let mark = queue + "/.ledger-home"
            #expect(throws: LedgerError.servedByAnother(path: mark)) { try second.save(name("b")) }
            #expect(!has(folder.path + "2.epoch"))
        }
    }

    @Test
    func `the one mark of older versions speaks for accounts without their own, until its ledger sends`()
        throws
    {
        try withPlaces { folder, queue in
            try DurableFile.replace(queue + "/.ledger", with: name("a").json)
            let first = EpochFiles(folder, queue: queue, accounts: ["home"])
            let second = EpochFiles(StateDirectory(folder.path + "2"), queue: queue, accounts: ["away"])
            #expect(first.load().epochs == [name("a")])
            #expect(second.load().epochs == [name("a")])
            #expect(EpochFiles(folder, queue: queue, accounts: []).load() == EpochReading())
            try first.save(name("a"))
            #expect(first.load().epochs == [name("a"), name("a")])
            #expect(!has(queue + "/.ledger"))
            #expect(second.load() == EpochReading())
        }
    }

    @Test func `an adopted ledger takes the place of what others left, and of what cannot be read`() throws {
        try withPlaces { folder, queue in
            try DurableFile.replace(folder.epochBeside, with: Array("{}".utf8))
            try DurableFile.replace(folder.epochInside, with: name("x").json)
            try DurableFile.replace(queue + "/.ledger", with: name("y").json)
            try DurableFile.replace(queue + "/.ledger-home", with: name("z").json)
            let files = EpochFiles(folder, queue: queue, accounts: ["home", "away"])
            let epoch = try sent(try Desk.ledger())
            try files.adopt(epoch)
            #expect(files.load() == EpochReading(epochs: [epoch, name("test"), name("test")]))
            // Nor do they come back with an account that is added months later.
            let later = EpochFiles(folder, queue: queue, accounts: ["home", "away", "far"])
            #expect(later.load() == EpochReading(epochs: [epoch, name("test"), name("test")]))
        }
    }

    @Test func `what cannot be replaced is named when a ledger is adopted`() throws {
        try withPlaces { folder, queue in
            let files = EpochFiles(folder, queue: queue, accounts: ["home"])
            try FileManager.default.createDirectory(
                atPath: folder.epochBeside, withIntermediateDirectories: true)
            #expect(
                throws: LedgerError.file(operation: "replace", path: folder.epochBeside, errno: EISDIR)
            ) { try files.adopt(name("b")) }
            try FileManager.default.removeItem(atPath: folder.epochBeside)
            // Where no mark can be made, the old one would go on to speak.
            try DurableFile.replace(queue + "/.ledger", with: name("a").json)
            let markless = EpochFiles(folder, queue: queue, accounts: ["no-such-folder/home"])
            #expect(throws: LedgerError.inTheWay(path: queue + "/.ledger")) {
                try markless.adopt(name("b"))
            }
            try FileManager.default.removeItem(atPath: queue + "/.ledger")
            try markless.adopt(name("b"))
            #expect(markless.load().epochs == [name("b")])
        }
    }

    @Test func `where a ledger is gone that has sent, none is made and none is read`() throws {
        try withPlaces { folder, queue in
            let files = EpochFiles(folder, queue: queue, accounts: ["home"])
            let ledger = try LedgerDatabase.open(in: folder, identity: "a", now: 1)
            try files.save(try sent(ledger))
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
            #expect(try adopted.standing(files.load().epochs) == .lost("a"))
        }
    }
}
