import Foundation
import Posts
import Testing

@testable import Ledger

struct OutcomeReserveTests {
    private let move = DeliveryMove(
        .posted, reason: "ok", failures: 0, handles: ["part.0": "1"], visibleSince: Desk.seconds,
        remoteID: "1",
        url: "https://s.example/1")

    private func inFlight() throws -> (LedgerDatabase, Delivery) {
        let ledger = try Desk.ledger()
        return (ledger, try ledger.claimTest(try ledger.beginTest()))
    }

    private func withFile(_ body: (OutcomeFile, String) throws -> Void) throws {
        try Desk.withFolder { folder in
            try folder.create()
            try body(OutcomeFile(folder), folder.outcome)
        }
    }

    @Test func `an outcome comes back whole, and is gone when it was cleared`() throws {
        let (ledger, delivery) = try inFlight()
        try withFile { file, path in
            try file.prepare()
            #expect(try file.kept() == nil)
            let outcome = try #require(KeptOutcome(delivery, move))
            try file.keep(outcome)
            try file.prepare()
            #expect(try file.kept() == outcome)
            #expect(try Data(contentsOf: URL(filePath: path)).count == 4096)
            #expect(try outcome.delivery(in: ledger) == delivery)
            try file.clear()
            #expect(try file.kept() == nil)
        }
    }

    @Test func `without the file nothing is kept`() throws {
        let (_, delivery) = try inFlight()
        try withFile { file, _ in
            #expect(try file.kept() == nil)
            let outcome = try #require(KeptOutcome(delivery, move))
            #expect(throws: LedgerError.self) { try file.keep(outcome) }
        }
    }

    @Test func `half of an outcome is none`() throws {
        let (_, delivery) = try inFlight()
        try withFile { file, path in
            try file.prepare()
            try file.keep(try #require(KeptOutcome(delivery, move)))
            var bytes = try Data(contentsOf: URL(filePath: path))
            bytes[100] ^= 1
            try DurableFile.overwrite(path, with: Array(bytes))
            #expect(try file.kept() == nil)
        }
    }

    @Test func `more than fits goes without its handles if it is out, else not at all`() throws {
        let (_, delivery) = try inFlight()
        var long = move
        long.handles = ["part.0": String(repeating: "x", count: 4_100)]
        long.reason = String(repeating: "y", count: 9_000)
        try withFile { file, _ in
            try file.prepare()
            try file.keep(try #require(KeptOutcome(delivery, long)))
            #expect(try file.kept()?.move.handles == nil)
            #expect(try file.kept()?.move.remoteID == "1")
            long.to = .planned
            let half = try #require(KeptOutcome(delivery, long))
            #expect(throws: LedgerError.full) { try file.keep(half) }
        }
    }

    @Test func `doubt is not kept, for that is what the ledger says anyway`() throws {
        let (ledger, delivery) = try inFlight()
        #expect(KeptOutcome(delivery, DeliveryMove(.unknown)) == nil)
        #expect(KeptOutcome(try ledger.finish(delivery, move, now: 1), move) == nil)
    }

    @Test func `it is for the call it came from, and for no other ledger`() throws {
        let (ledger, delivery) = try inFlight()
        let outcome = try #require(KeptOutcome(delivery, move))
        let other = try LedgerDatabase.inMemory(identity: "other", now: 1)
        #expect(try outcome.delivery(in: other) == nil)
        _ = try other.claimTest(try other.beginTest())
        #expect(try outcome.delivery(in: other) == nil)
        try ledger.finish(delivery, DeliveryMove(.planned), now: Desk.seconds)
        #expect(try outcome.delivery(in: ledger) == nil)
        _ = try ledger.claimTest(try ledger.delivery(delivery.id))
        #expect(try outcome.delivery(in: ledger) == nil, "another call of the same delivery")
    }
}
