import Foundation
import GRDB
import Posts
import Testing

@testable import Ledger

struct MigrationsTests {
    /// A ledger of the first version with one delivery.
    private func old(_ folder: StateDirectory) throws {
        try folder.create()
        let queue = try DatabaseQueue(path: folder.ledger)
        try Migrations.migrator.migrate(queue, upTo: M001Foundation.name)
        try queue.write { db in
            try db.execute(sql: "INSERT INTO meta (one, identity, created) VALUES (1, 'old', 7)")
            try db.execute(
                sql: """
                    INSERT INTO delivery (id, account, post, occurrence, key, planned_at, state, facts, changed)
                    VALUES (1, 'home', 'tea', 0, 'k', 5, 'planned',
                        '{"kind":"curated","topics":[],"content":"c"}', 9)
                    """)
        }
        try queue.close()
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.ledger)
    }

    @Test func `an older ledger keeps its name and its deliveries, and takes what is new`() throws {
        try Desk.withFolder { folder in
            try old(folder)
            #expect(throws: LedgerError.olderSchema) { try LedgerDatabase.openReadOnly(in: folder) }
            let ledger = try LedgerDatabase.open(in: folder, identity: "new", now: 1)
            #expect(ledger.identity == "old")
            #expect(try ledger.delivery(1).post == "tea")
            try ledger.note(failure: "x", at: [.account("home")], now: 1)
            try ledger.checkIntegrity()
        }
    }

    @Test func `names go up, and each is used once`() {
        let names = Migrations.all.map { $0.name }
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
    }
}
