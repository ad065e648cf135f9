import Diagnostics
import Foundation
import Policies
import Posts
import Rules
import Timeline

/// The part of a plan file that is needed to check it: `hearth-plan/1`, or the answer of another solver.
public struct StoredPlan: Hashable, Sendable {
    /// The minute it starts from.
    public var now: Instant
    /// Where it ends; nil for the policy's horizon.
    public var end: Instant?
    /// What goes out.
    public var placements: [Placement]
    /// Those that stayed where a plan before had them; nil where the file says nothing of it.
    public var kept: [Placement]?

    /// A stored plan.
    public init(now: Instant, end: Instant? = nil, placements: [Placement], kept: [Placement]? = nil) {
        self.now = now
        self.end = end
        self.placements = placements
        self.kept = kept
    }
}

/// Plans as JSON, `hearth-plan/1`; see `docs/formats.md`.
public enum PlanDocument {
    /// The value of `format`.
    public static let format = "hearth-plan/1"

    /// Why a text is no plan.
    public struct ReadError: Error, Hashable, Sendable {
        /// Where in the document, such as `placements[3].at`; empty for the whole.
        public var path: String
        /// What is wrong, in lower case without a full stop.
        public var message: String
    }

    // MARK: Writing

    /// The document, ending with a line break; equal plans give equal bytes.
    public static func json(_ plan: Plan) -> String {
        JSONValue.object([
            ("format", .string(format)), ("now", time(plan.now)), ("end", time(plan.end)),
            ("status", .string(plan.status.rawValue)), ("floor_shortfall", .int(plan.floorShortfall)),
            ("floor_bound", .int(plan.floorBound)), ("score", .int(plan.score)), ("bound", .int(plan.bound)),
            ("gap", .number(fraction(plan.gapTenThousandths))), ("ended", .string(plan.ended?.rawValue)),
            ("placements", .array(plan.placements.map(placement))),
            ("unplaced", .array(plan.unplaced.map(unplaced))),
            ("shortfalls", .array(plan.shortfalls.map(shortfall))),
            ("accounts", .array(plan.accounts.map(account))),
            ("diagnostics", .array(plan.diagnostics.map(diagnostic))),
            ("prices", .array(plan.prices.sorted { $0.key < $1.key }.map(prices))),
        ]).document
    }

    private static func prices(_ account: AccountID, _ prices: StoredPrices) -> JSONValue {
        let posts = prices.posts.sorted { $0.key < $1.key }.map { ($0.key.rawValue, JSONValue.int($0.value)) }
        return .object([
            ("account", .string(account.rawValue)), ("posts", .object(posts)),
            ("rows", .array(prices.rows.map { .array($0.map { .int($0) }) })),
        ])
    }

    static func time(_ instant: Instant) -> JSONValue { .string(instant.rfc3339) }
    private static func day(_ date: LocalDate?) -> JSONValue { .string(date?.description) }

    /// `0.0029` for 29.
    static func fraction(_ tenThousandths: Int) -> String {
        let (whole, rest) = abs(tenThousandths).quotientAndRemainder(dividingBy: 10_000)
        let digits = String(rest)
        return (tenThousandths < 0 ? "-" : "") + "\(whole)."
            + String(repeating: "0", count: 4 - digits.count) + digits
    }

    private static func placement(_ post: PlannedPost) -> JSONValue {
        .object([
            ("post", .string(post.post.rawValue)), ("account", .string(post.account.rawValue)),
            ("at", time(post.at)), ("kind", .string(post.kind.rawValue)),
            ("side", .string(post.side.rawValue)),
            ("reach", .int(post.reach)), ("kept", .bool(post.isKept)),
            (
                "broken",
                .array(
                    post.broken.map {
                        .object([
                            ("rule", .string($0.rule.rawValue)), ("weight", .int($0.weight)),
                            ("message", .string($0.sentence)),
                        ])
                    })
            ),
        ])
    }

    private static func unplaced(_ post: UnplacedPost) -> JSONValue {
        .object([
            ("post", .string(post.post.rawValue)), ("account", .string(post.account.rawValue)),
            (
                "refusals",
                .array(
                    post.refusals.map {
                        .object([
                            ("rule", .string($0.rule.rawValue)), ("slots", .int($0.slots)),
                            ("message", .string($0.message)),
                        ])
                    })
            ),
            ("outranked_slots", .int(post.outrankedSlots)),
        ])
    }

    private static func shortfall(_ shortfall: Shortfall) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("account", .string(shortfall.account.rawValue)), ("floor", .string(shortfall.floor.rawValue)),
        ]
        switch shortfall.lack {
        case .pace(let date, let missing): members += [("day", day(date)), ("missing", .int(missing))]
        case .silence(let from, let to, let hours):
            members += [("from", time(from)), ("to", time(to)), ("hours", .int(hours))]
        }
        return .object(members)
    }

    private static func account(_ forecast: AccountForecast) -> JSONValue {
        .object([
            ("account", .string(forecast.account.rawValue)),
            (
                "goodwill",
                .array(
                    forecast.goodwill.map { .object([("at", time($0.at)), ("balance", .int($0.balance))]) })
            ),
            ("runway", runway(forecast.runway)),
            ("shares", .array(forecast.shares.map(share))),
            (
                "days",
                .array(
                    forecast.days.map {
                        .object([
                            ("day", day($0.date)), ("published", .int($0.published)),
                            ("planned", .int($0.planned)), ("missing", .int($0.missing)),
                        ])
                    })
            ),
        ])
    }

    private static func runway(_ runway: Runway) -> JSONValue {
        .object([
            ("give_until", day(runway.giveUntil)), ("give_stock", .int(runway.giveStock)),
            (
                "kinds",
                .array(
                    runway.kinds.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)), ("stock", .int($0.count)),
                            ("until", day($0.until)),
                        ])
                    })
            ),
            (
                "needed",
                .array(
                    runway.needed.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)), ("count", .int($0.count)),
                            ("by", day($0.by)),
                        ])
                    })
            ),
        ])
    }

    private static func share(_ share: AccountForecast.Share) -> JSONValue {
        .object(
            ProblemDocument.limit(share.limit) + [
                ("members", .int(share.members)), ("total", .int(share.total)),
            ])
    }

    private static func diagnostic(_ finding: Diagnostic) -> JSONValue {
        .object([
            ("severity", .string(finding.severity.rawValue)), ("code", .string(finding.code)),
            ("message", .string(finding.message)), ("file", .string(finding.location?.file)),
            ("line", .int(finding.location?.line)), ("column", .int(finding.location?.column)),
            ("notes", .array(finding.notes.map { .string($0) })), ("help", .string(finding.help)),
        ])
    }

    // MARK: Reading

    /// Reads `now` and `placements[].post`, `.account`, `.at`; everything else is ignored.
    ///
    /// Instants are RFC 3339 with whole minutes, in any offset.
    /// - Throws: `ReadError` that says where the document is not as it should be.
    public static func read(_ text: String) throws(ReadError) -> StoredPlan {
        let value: Any
        do {
            value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        } catch {
            throw ReadError(path: "", message: "not a JSON document")
        }
        guard let document = value as? [String: Any] else {
            throw ReadError(path: "", message: "expected an object")
        }
        if let found = document["format"], found as? String != format {
            throw ReadError(path: "format", message: "expected '\(format)'")
        }
        let now = try instant(document["now"], at: "now")
        guard let list = document["placements"] as? [Any] else {
            throw ReadError(path: "placements", message: "expected an array")
        }
        let end: Instant? = document["end"] == nil ? nil : try instant(document["end"], at: "end")
        var placements: [Placement] = []
        var kept: [Placement]?
        for (number, element) in list.enumerated() {
            let path = "placements[\(number)]"
            guard let entry = element as? [String: Any] else {
                throw ReadError(path: path, message: "expected an object")
            }
            placements.append(
                Placement(
                    post: PostID(try string(entry["post"], at: path + ".post")),
                    account: AccountID(try string(entry["account"], at: path + ".account")),
                    at: try instant(entry["at"], at: path + ".at")))
            guard let stays = entry["kept"] as? Bool else { continue }
            kept = (kept ?? []) + (stays ? placements.suffix(1) : [])
        }
        return StoredPlan(now: now, end: end, placements: placements, kept: kept)
    }

    /// The prices of a document; what is not as documented is left out, for they are only a hint.
    public static func prices(_ text: String) -> [AccountID: StoredPrices] {
        let value = try? JSONSerialization.jsonObject(with: Data(text.utf8))
        guard let document = value as? [String: Any], document["format"] as? String == format,
            let list = document["prices"] as? [Any]
        else { return [:] }
        var all: [AccountID: StoredPrices] = [:]
        for case let entry as [String: Any] in list {
            guard let account = entry["account"] as? String, let posts = entry["posts"] as? [String: Any]
            else { continue }
            var prices = StoredPrices(rows: entry["rows"] as? [[Int]] ?? [])
            for case (let post, let price as Int) in posts where price >= 0 {
                prices.posts[PostID(post)] = price
            }
            all[AccountID(account)] = prices
        }
        return all
    }

    private static func string(_ value: Any?, at path: String) throws(ReadError) -> String {
        guard let value else { throw ReadError(path: path, message: "is missing") }
        guard let text = value as? String else { throw ReadError(path: path, message: "expected a text") }
        return text
    }

    private static func instant(_ value: Any?, at path: String) throws(ReadError) -> Instant {
        let text = try string(value, at: path)
        guard let instant = Instant(rfc3339: text) else {
            throw ReadError(
                path: path, message: "expected a time such as 2026-11-23T08:00:00Z, found '\(text)'")
        }
        return instant
    }
}
