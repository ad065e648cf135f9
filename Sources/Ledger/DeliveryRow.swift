import Foundation
import GRDB
import Posts
import Timeline

extension Delivery {
    static func fetch(_ db: Database, where condition: String, arguments: StatementArguments = []) throws
        -> [Delivery]
    {
        let statement = try db.cachedStatement(
            sql: "SELECT \(DeliveryColumn.list) FROM delivery WHERE \(condition) ORDER BY id")
        return try Array(Row.fetchCursor(statement, arguments: arguments).map(Delivery.init(row:)))
    }

    static func fetch(_ db: Database, id: Int) throws -> Delivery {
        guard let found = try fetch(db, where: "id = ?", arguments: [id]).first else {
            throw LedgerError.noDelivery(id)
        }
        return found
    }

    /// Whether the line is a delivery that is out, or a part of which is: by its URL, or by post and minute.
    static func isKnown(_ db: Database, _ line: HistoryLine) throws -> Bool {
        try Bool.fetchOne(
            db,
            cached: """
                SELECT EXISTS (SELECT 1 FROM delivery WHERE account = :account
                    AND (state = 'posted' OR visible_since IS NOT NULL)
                    AND (url = :url OR (post = :post AND visible_since BETWEEN :from AND :from + 59)))
                """,
            arguments: [
                "account": line.account.rawValue, "url": line.url, "post": line.post?.rawValue,
                "from": line.at.minutes * 60,
            ]) ?? false
    }

    init(row: Row) throws {
        guard let state = DeliveryState(rawValue: row[.state]) else {
            throw LedgerError.unreadable(table: "delivery", column: "state")
        }
        var flight: Flight?
        if let step = row[.step] as String?, let request = row[.request] as Data?,
            let firstSent = row[.stepFirstSent] as Int?, let lastSent = row[.stepLastSent] as Int?
        {
            flight = Flight(
                step: step, request: request, firstSent: firstSent, lastSent: lastSent,
                isDoubted: row[.doubted],
                unknownSince: row[.unknownSince], lookups: row[.lookups], nextLookup: row[.nextLookup],
                absentScans: row[.absentScans], absentAt: row[.absentAt])
        }
        self.init(
            id: row[.id], account: AccountID(row[.account] as String), post: PostID(row[.post] as String),
            occurrence: row[.occurrence], key: row[.key], plannedAt: Instant(minutes: row[.plannedAt]),
            state: state, attempt: row[.attempt], failures: row[.failures], notBefore: row[.notBefore],
            begunMicroseconds: row[.begun],
            composedMicroseconds: row[.composed], firstSent: row[.firstSent],
            visibleSince: row[.visibleSince],
            facts: try FactsColumn.read(row[.facts]), message: row[.message],
            messageDigest: row[.messageDigest],
            handles: try JSONColumn.value(row[.handles], table: "delivery", column: "handles"),
            flight: flight,
            remoteID: row[.remoteId], url: row[.url], reason: row[.reason],
            asksPerson: row[.asksPerson], changed: row[.changed])
    }
}

extension AttemptRecord {
    init(row: Row) throws {
        guard let to = DeliveryState(rawValue: row["target"]) else {
            throw LedgerError.unreadable(table: "attempt", column: "target")
        }
        self.init(
            delivery: row["delivery"], attempt: row["attempt"], at: row["at"],
            from: (row["source"] as String?).flatMap(DeliveryState.init(rawValue:)), to: to,
            step: row["step"],
            note: row["note"], owner: row["owner"])
    }

    func insert(_ db: Database) throws {
        try db.execute(
            cached: """
                INSERT INTO attempt (delivery, attempt, at, source, target, step, note, owner)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [delivery, attempt, at, from?.rawValue, to.rawValue, step, note, owner])
    }
}

/// Facts as JSON, with plain words for the names.
struct FactsColumn: Codable, Hashable {
    var kind: String
    var link: String?
    var topics: [String]
    var source: String?
    var campaign: String?
    var content: String
    var identity: String?

    static func text(_ facts: DeliveryFacts) throws -> String {
        try JSONColumn.text(
            FactsColumn(
                kind: facts.kind.rawValue, link: facts.link, topics: facts.topics, source: facts.source,
                campaign: facts.campaign?.rawValue, content: facts.content, identity: facts.identity))
    }

    static func read(_ text: String) throws -> DeliveryFacts {
        let column: FactsColumn = try JSONColumn.value(text, table: "delivery", column: "facts")
        return column.facts
    }

    var facts: DeliveryFacts {
        DeliveryFacts(
            kind: KindName(kind), link: link, topics: topics, source: source,
            campaign: campaign.map { CampaignName($0) }, content: content, identity: identity)
    }
}
