import GRDB

/// Work on somebody's data, during which the program may die of it.
public enum Work: Hashable, Sendable {
    /// Sending a delivery, or settling it: its number.
    case delivery(Int)
    /// Making a plan: the fingerprint of what it is made of.
    case plan(String)

    var name: String {
        switch self {
        case .delivery(let id): "delivery \(id)"
        case .plan(let fingerprint): "plan \(fingerprint)"
        }
    }
}

extension LedgerDatabase {
    /// Counts what a tick was at work on when it died. Whoever asks holds the tick's lock, so nobody is at work.
    public func countCrashes() throws(LedgerError) {
        let isAny = try read {
            try Bool.fetchOne($0, cached: "SELECT EXISTS (SELECT 1 FROM work WHERE busy)")
        }
        guard isAny == true else { return }
        try write { try $0.execute(cached: "UPDATE work SET crashes = crashes + 1, busy = 0 WHERE busy") }
    }

    /// How often in a row the program died at this work.
    public func crashes(at work: Work) throws(LedgerError) -> Int {
        try read { db in
            try Int.fetchOne(db, cached: "SELECT crashes FROM work WHERE name = ?", arguments: [work.name])
        } ?? 0
    }

    /// Notes, durably, what is about to be worked on.
    public func begin(_ work: Work) throws(LedgerError) {
        try write { db in
            try db.execute(
                cached: """
                    INSERT INTO work (name, busy) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET busy = 1
                    """,
                arguments: [work.name])
        }
    }

    /// Numbers of the deliveries that are worked on; for tests that disturb them.
    package func deliveriesAtWork() throws(LedgerError) -> [Int] {
        let names = try read {
            try Row.fetchAll($0, cached: "SELECT name FROM work WHERE busy AND name LIKE 'delivery %'").map {
                $0["name"] as String
            }
        }
        return names.compactMap { Int($0.dropFirst("delivery ".count)) }
    }

    /// The work was lived through; its crashes are forgotten.
    public func end(_ work: Work) throws(LedgerError) {
        try write { db in
            switch work {
            case .delivery:
                try db.execute(cached: "DELETE FROM work WHERE name = ?", arguments: [work.name])
            case .plan:
                // What older plans were made of does not come back.
                try db.execute(cached: "DELETE FROM work WHERE name LIKE 'plan %'")
            }
        }
    }
}
