import Diagnostics
import Posts
import Timeline
import YAML

/// Reads the entries of the lists in a policy.
struct EntryReader {
    let words: PolicyWords

    private static let longest = Minutes.days(366)

    /// `mix:`
    func mix(_ value: FieldValue) -> [(limit: MixLimit, fields: FieldReader)] {
        each(value) { fields in
            fields.require("at_most", "over")
            let of = fields.selector(words)
            let limit: MixLimit.Limit? = fields.custom(
                "at_most", expected: "a share such as 20% or a number of posts such as 1"
            ) { text in
                PolicyTexts.percent(text).map { .percent($0) } ?? PolicyTexts.digits(text).map { .count($0) }
            }
            let over: LookBack? = span(fields, "over").map { $0.map { .time($0) } ?? .posts($1) }
            let level = fields.level()
            guard let limit, let over else { return nil }
            return MixLimit(of: of, atMost: limit, over: over, level: level)
        }.map { (limit: $0.0, fields: $0.1) }
    }

    /// `apart:`
    func apart(_ value: FieldValue) -> [ApartEntry] {
        each(value) { fields in
            fields.require("by")
            let of = fields.selector(words)
            let same = fields.choice("same", as: ApartEntry.Attribute.self)
            let by: ApartEntry.Distance? = span(fields, "by").map { $0.map { .time($0) } ?? .posts($1) }
            let level = fields.level()
            return by.map { ApartEntry(of: of, same: same, by: $0, level: level) }
        }.map(\.0)
    }

    /// `spread:`
    func spread(_ value: FieldValue) -> [SpreadLimit] {
        each(value) { fields in
            fields.require("at_most", "over")
            let of = fields.selector(words)
            let limit = fields.int("at_most", in: 0...10_000)
            let over = fields.duration("over", in: .minutes(1)...EntryReader.longest)
            let level = fields.level()
            guard let limit, let over else { return nil }
            return SpreadLimit(of: of, atMost: limit, over: over, level: level)
        }.map(\.0)
    }

    /// `hours.only:`
    func only(_ value: FieldValue) -> [(hours: OnlyHours, fields: FieldReader)] {
        each(value) { fields in
            fields.require("in")
            let of = fields.selector(words)
            let windows = fields.weeklyHours("in")
            let level = fields.level()
            return windows.map { OnlyHours(of: of, windows: $0, level: level) }
        }.map { (hours: $0.0, fields: $0.1) }
    }

    /// `hours.staffed:`
    func staffed(_ value: FieldValue) -> StaffedHours? {
        guard let fields = value.mapping() else { return nil }
        defer { fields.finish() }
        fields.require("for", "in")
        let of = fields.selector(words)
        let length = fields.duration("for", in: .minutes(1)...(.days(7)))
        let windows = fields.weeklyHours("in")
        let level = fields.level()
        guard let length, let windows else { return nil }
        if !windows.holdsStretch(of: length) && !windows.isEmpty {
            fields.refuse(
                level, "never-open", "no stretch of these hours is as long as 'for' (\(length))", at: "for",
                help: "the class could never be posted")
        }
        return StaffedHours(of: of, length: length, windows: windows, level: level)
    }

    /// An entry of `hours.blackout:`
    func blackout(_ value: FieldValue) -> Blackout? {
        let expected =
            "a stretch such as 2026-12-24..2026-12-26 or 2026-12-31T18:00..2027-01-01T12:00, or one date"
        guard let blackout = value.custom(expected: expected, { PolicyTexts.blackout($0) }) else {
            return nil
        }
        guard !blackout.to.surelyEnds(beforeStartOf: blackout.from) else {
            value.error(
                "empty-window", "the stretch ends (\(blackout.to)) before it begins (\(blackout.from))")
            return nil
        }
        return blackout
    }

    /// A length of time, or nil and a number of posts.
    private func span(_ fields: FieldReader, _ key: String) -> (Minutes?, Int)? {
        fields.custom(key, expected: "a duration such as 36h or 14d, or a number of posts such as '3 posts'")
        { text in
            if let posts = PolicyTexts.posts(text) {
                return (1...10_000).contains(posts) ? (nil, posts) : nil
            }
            guard let length = Minutes(parsing: text), length.count > 0, length <= EntryReader.longest else {
                return nil
            }
            return (length, 0)
        }
    }

    private func each<T>(_ value: FieldValue, _ read: (FieldReader) -> T?) -> [(T, FieldReader)] {
        if value.node.text != nil {
            value.refuse(expected: "a list of entries, such as [ { of: ask, … } ]")
            return []
        }
        return value.list().compactMap { item in
            guard let fields = item.mapping() else { return nil }
            defer { fields.finish() }
            return read(fields).map { ($0, fields) }
        }
    }
}

/// Reads `audience:`.
enum AudienceReader {
    private struct Row {
        var days: Set<Weekday>
        var hours: [Int?]
        var others: Int?
    }

    /// The table that the rows stand for; nil after reporting.
    static func audience(_ value: FieldValue) -> Audience? {
        if value.node.text != nil {
            value.refuse(expected: "a list of rows, such as [ { days: mon-fri, \"08-10\": 800, else: 400 } ]")
            return nil
        }
        let rows = value.list().compactMap { row($0) }
        if value.list().isEmpty {
            value.error(
                "empty-audience", "the list of rows is empty",
                help: "without 'audience' the built-in curve holds")
        }
        var values: [Int] = []
        for day in Weekday.allCases {
            for hour in 0..<24 {
                let row = rows.first { $0.days.contains(day) && ($0.hours[hour] ?? $0.others) != nil }
                values.append(row.flatMap { $0.hours[hour] ?? $0.others } ?? 0)
            }
        }
        return Audience(perMille: values)
    }

    private static func row(_ value: FieldValue) -> Row? {
        guard let entries = value.entries() else { return nil }
        var row = Row(days: [], hours: Array(repeating: nil, count: 24))
        if !entries.contains(where: { $0.name == "days" }) {
            value.error("missing-key", "the key 'days' is missing", help: "add, for instance, days: mon-fri")
        }
        for entry in entries {
            if entry.name == "days" {
                row.days = Set(entry.value.custom(expected: PolicyTexts.days) { PolicyTexts.days($0) } ?? [])
            } else if entry.name == "else" {
                row.others = entry.value.int(in: 0...1000)
            } else if let hours = PolicyTexts.hours(entry.name) {
                let number = entry.value.int(in: 0...1000)
                if let twice = hours.first(where: { row.hours[$0] != nil }) {
                    entry.errorAtName("double-hour", "the hour \(twice) is named twice in this row")
                }
                for hour in hours { row.hours[hour] = number }
            } else {
                let near = NearestWord.suggest(entry.name, among: ["days", "else"])
                entry.errorAtName(
                    "unknown-key", "unknown key '\(entry.name)'",
                    help: near.map { "did you mean '\($0)'?" }
                        ?? "known here: days, else, and hours such as \"08-10\"")
            }
        }
        return row
    }
}
