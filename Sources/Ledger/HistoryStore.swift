import Foundation
import GRDB
import Posts
import Timeline

extension LedgerDatabase {
    /// Everything that went out: recorded lines and what was posted, oldest first.
    ///
    /// A thread that was dropped half-way counts too: its first part is out.
    /// - Parameter now: The time it is. If it is given, what was sent after it was sent by a clock that was ahead, and counts
    ///   as of when that was put right.
    public func history(righting now: Instant? = nil) throws(LedgerError) -> [HistoryLine] {
        let accepted = try clockAccepted()?.at
        return try read { db in
            let recorded = try Row.fetchAll(db, cached: "SELECT * FROM history ORDER BY at, id").map(
                HistoryLine.init(row:))
            let delivered = try HistoryLine.delivered(db).map { $0.righted(now, accepted: accepted) }
            return (recorded + delivered).enumerated().sorted {
                ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
            }.map(\.element)
        }
    }

    /// What may be out without being history yet: deliveries in flight or in doubt, and threads that are half out.
    /// Rules count them as posted.
    ///
    /// - Parameters:
    ///   - delivery: One that is left out, because it is the one being asked about.
    ///   - now: The time it is, as for `history(righting:)`.
    public func occupied(except delivery: Int? = nil, righting now: Instant? = nil) throws(LedgerError)
        -> [HistoryLine]
    {
        let accepted = try clockAccepted()?.at
        return try read { db in
            try Delivery.fetch(
                db,
                where: """
                    (state IN ('sending', 'unknown', 'needs_resolve')
                        OR (visible_since IS NOT NULL AND state IN ('planned', 'held', 'missed')))
                    AND id IS NOT ?
                    """, arguments: [delivery]
            ).compactMap(\.historyLine).map { $0.righted(now, accepted: accepted) }
        }
    }

    /// Records what was posted by hand or by another tool.
    ///
    /// A line whose content is there already changes nothing, so that a file may be brought in again. A line with the
    /// URL of a delivery on the same account, or with its post and minute, is that delivery and changes nothing either.
    /// - Parameter now: Epoch seconds.
    /// - Returns: How many were new and how many were known.
    @discardableResult
    public func record(_ lines: [HistoryLine], now: Int) throws(LedgerError) -> (added: Int, known: Int) {
        try write { db in
            var added = 0
            for line in lines {
                if try Delivery.isKnown(db, line) { continue }
                try db.execute(
                    cached: """
                        INSERT INTO history (content, account, post, kind, at, link, topics, source, campaign, url, identity,
                            recorded)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (content) DO NOTHING
                        """,
                    arguments: [
                        line.contentDigest, line.account.rawValue, line.post?.rawValue, line.kind.rawValue,
                        line.at.minutes,
                        line.link, try JSONColumn.text(line.topics), line.source, line.campaign?.rawValue,
                        line.url, line.content, now,
                    ])
                added += db.changesCount
            }
            return (added, lines.count - added)
        }
    }
}

extension HistoryLine {
    /// A clock may be so far set back without anybody being asked.
    private static let tolerance = Minutes.minutes(2)

    /// The line as it counts at `now` if that is the time it is, and a clock that was ahead has written the line.
    ///
    /// It went out before a person put the clock right. Until the time that stands in it has come it counts as of then: a
    /// clock that was years ahead must not keep an account waiting for years.
    /// - Parameter accepted: When a person last confirmed the clock, in epoch seconds.
    func righted(_ now: Instant?, accepted: Int?) -> HistoryLine {
        guard let now, at > now else { return self }
        var line = self
        line.at = now
        if at > now + HistoryLine.tolerance, let accepted {
            line.at = min(now, Instant(minutes: floorDivide(accepted, 60)))
        }
        return line
    }

    /// What went out as deliveries, in the order of their numbers.
    ///
    /// Asked for by every tick, of years: so without all that a delivery holds besides, its facts taken apart by SQLite.
    fileprivate static func delivered(_ db: Database) throws -> [HistoryLine] {
        let rows = try Row.fetchAll(
            db,
            cached: """
                SELECT account, post, coalesce(visible_since, first_sent), url,
                    json_extract(facts, '$.kind'), json_extract(facts, '$.link'), json_extract(facts, '$.topics'),
                    json_extract(facts, '$.source'), json_extract(facts, '$.campaign'), json_extract(facts, '$.identity')
                FROM delivery
                WHERE state = 'posted'
                    OR (visible_since IS NOT NULL AND state IN ('rejected', 'expired', 'cancelled'))
                ORDER BY id
                """)
        // The same few lists of topics in all of them.
        var lists: [String: [String]] = [:]
        return try rows.compactMap { row in
            guard let seconds = row[2] as Int? else { return nil }
            guard let kind = row[4] as String?, let list = row[6] as String? else {
                throw LedgerError.unreadable(table: "delivery", column: "facts")
            }
            let topics: [String] =
                try lists[list] ?? JSONColumn.value(list, table: "delivery", column: "facts")
            lists[list] = topics
            return HistoryLine(
                account: AccountID(row[0] as String), post: PostID(row[1] as String),
                kind: KindName(kind), at: Instant(minutes: floorDivide(seconds, 60)),
                link: row[5], topics: topics, source: row[7],
                campaign: (row[8] as String?).map { CampaignName($0) }, url: row[3], content: row[9])
        }
    }

    /// Equal for lines that say the same; what the post's words were is a help to know it again, no statement of its own.
    var contentDigest: String {
        ContentDigest.hex(
            texts: [
                account.rawValue, post?.rawValue ?? "", kind.rawValue, "\(at.minutes)", link ?? "",
                source ?? "",
                campaign?.rawValue ?? "", url ?? "",
            ] + topics)
    }

    init(row: Row) throws {
        self.init(
            account: AccountID(row["account"] as String), post: (row["post"] as String?).map { PostID($0) },
            kind: KindName(row["kind"] as String), at: Instant(minutes: row["at"]), link: row["link"],
            topics: try JSONColumn.value(row["topics"], table: "history", column: "topics"),
            source: row["source"],
            campaign: (row["campaign"] as String?).map { CampaignName($0) }, url: row["url"],
            content: row["identity"])
    }
}

/// Small values kept as JSON text with sorted keys.
enum JSONColumn {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func value<T: Decodable>(_ text: String, table: String, column: String) throws -> T {
        do {
            return try JSONDecoder().decode(T.self, from: Data(text.utf8))
        } catch {
            throw LedgerError.unreadable(table: table, column: column)
        }
    }
}
