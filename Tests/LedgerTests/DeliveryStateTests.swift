import GRDB
import Posts
import Testing

@testable import Ledger

struct DeliveryStateTests {
    @Test func `the database holds the same transitions as the code`() throws {
        let rows = try Desk.ledger().read { db in
            try Row.fetchAll(db, sql: "SELECT source, target FROM edge").map { row in
                [row["source"] as String, row["target"] as String]
            }
        }
        #expect(Set(rows) == Set(DeliveryState.edges.map { [$0.source.rawValue, $0.target.rawValue] }))
        #expect(rows.count == DeliveryState.edges.count)
    }

    @Test func `nothing leads out of posted or cancelled`() {
        for state in DeliveryState.allCases {
            #expect(!DeliveryState.posted.mayBecome(state))
            #expect(!DeliveryState.cancelled.mayBecome(state))
        }
    }

    @Test func `only planned and unknown lead to sending`() {
        #expect(DeliveryState.allCases.filter { $0.mayBecome(.sending) } == [.planned, .unknown])
    }

    @Test func `every state can be reached from planned`() {
        var reached: Set<DeliveryState> = [.planned]
        for _ in DeliveryState.allCases {
            for edge in DeliveryState.edges where reached.contains(edge.source) {
                reached.insert(edge.target)
            }
        }
        #expect(reached == Set(DeliveryState.allCases))
    }

    /// Every pair of states, tried on a row that was forced into the first one.
    @Test func `the trigger lets exactly the legal transitions pass`() throws {
        for source in DeliveryState.allCases {
            for target in DeliveryState.allCases where source != target {
                let ledger = try Desk.ledger()
                let delivery = try ledger.beginTest()
                try ledger.write { db in
                    // The one that every ledger has, taken out and put in again as it was.
                    let trigger = try #require(
                        try String.fetchOne(
                            db, sql: "SELECT sql FROM sqlite_master WHERE name = 'delivery_transition'"))
                    // What other checks ask for is there, so that only the transition decides.
                    try db.execute(
                        sql: """
                            DROP TRIGGER delivery_planned_posted; DROP TRIGGER delivery_transition;
                            UPDATE delivery SET step = 'p', request = x'00', message = x'00', first_sent = 1,
                                step_first_sent = 1, step_last_sent = 1, visible_since = 1;
                            """)
                    try db.execute(sql: "UPDATE delivery SET state = ?", arguments: [source.rawValue])
                    try db.execute(sql: trigger)
                }
                let change = {
                    try ledger.write { db in
                        try db.execute(
                            sql: "UPDATE delivery SET state = ? WHERE id = ?",
                            arguments: [target.rawValue, delivery.id])
                    }
                }
                if source.mayBecome(target) {
                    try change()
                } else {
                    #expect(throws: LedgerError.self, "\(source) -> \(target)") { try change() }
                }
            }
        }
    }
}
