import Foundation
import Ledger
import Posts
import Testing

@testable import Publishing

struct SessionFilesTests {
    private func withFolder(_ body: (StateDirectory) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/hearth-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = StateDirectory(path)
        try folder.create()
        try body(folder)
    }

    @Test func `a session is kept for its owner only and replaced whole`() throws {
        try withFolder { folder in
            let sessions = SessionFiles(folder)
            #expect(try sessions.load("home") == [:])
            try sessions.save(["accessToken": "a", "refreshToken": "b"], of: "home")
            let path = folder.sessions + "/home.json"
            let old = try #require(FileManager.default.contents(atPath: path))
            let reader = try #require(FileHandle(forReadingAtPath: path))
            try sessions.save(["accessToken": "c"], of: "home")
            #expect(try sessions.load("home") == ["accessToken": "c"])
            #expect(try reader.readToEnd() == old, "whoever has it open reads the old one whole")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.sessions) == ["home.json"])
        }
    }

    @Test func `a session that others may read is refused`() throws {
        try withFolder { folder in
            let sessions = SessionFiles(folder)
            try sessions.save(["accessToken": "a"], of: "home")
            let path = folder.sessions + "/home.json"
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            #expect(throws: LedgerError.openToOthers(path: path, mode: 0o644)) { try sessions.load("home") }
        }
    }

    @Test func `no name of an account leads out of the folder`() throws {
        try withFolder { folder in
            let sessions = SessionFiles(folder)
            for name in ["../../x", "a/b", "", "ä"] {
                try sessions.save(["accessToken": name], of: AccountID(name))
                #expect(try sessions.load(AccountID(name)) == ["accessToken": name])
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.sessions).count == 4)
        }
    }
}

struct TickLockTests {
    @Test func `one tick at a time`() throws {
        try withFolder { folder in
            var lock = try TickLock.take(in: folder)
            #expect(lock != nil)
            let second = try TickLock.take(in: folder)
            #expect(second == nil)
            lock = nil
            let third = try TickLock.take(in: folder)
            #expect(third != nil)
        }
    }

    private func withFolder(_ body: (StateDirectory) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/hearth-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(StateDirectory(path))
    }
}
