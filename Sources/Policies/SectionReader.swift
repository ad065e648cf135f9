import Diagnostics
import Posts
import Timeline
import YAML

/// Where sections are looked for: the first that has one, has it whole.
struct SectionSource {
    /// The most specific first.
    let fields: [FieldReader]

    /// The section as the first that has it writes it; the key becomes known to all.
    func value(_ key: String) -> FieldValue? { reader(key)?.value(key) }

    /// The first that has the key, whatever its value.
    func reader(_ key: String) -> FieldReader? {
        // Every one is asked, so that none reports the key as unknown.
        let having = fields.filter { $0.has(key) }
        return having.first
    }
}

/// Settings with the places of what is checked against other parts later.
struct ReadSettings {
    var settings = Settings()
    /// Sections by key.
    var places: [String: FieldValue] = [:]
    /// `hours`, for marks at its keys.
    var hours: FieldReader?
    /// The entries of `hours.only`, as many as the settings have.
    var only: [FieldReader] = []
    /// `pace`, for marks at its keys.
    var pace: FieldReader?
    /// The entries of `mix`, as many as the settings have.
    var mix: [FieldReader] = []
}

/// Reads the sections that an account may override.
struct SectionReader {
    let words: PolicyWords
    let source: SectionSource

    /// Their keys.
    static let keys = [
        "timezone", "grid", "hours", "pace", "goodwill", "mix", "apart", "spread", "stagger", "campaigns",
        "gate",
        "audience", "above_target", "keep",
    ]

    /// The settings of `base` with every section replaced that the source has.
    func read(over base: ReadSettings) -> ReadSettings {
        var read = base
        for key in SectionReader.keys {
            guard let reader = source.reader(key), let value = reader.value(key) else { continue }
            read.places[key] = value
            section(key, reader, value, &read)
        }
        return read
    }

    private func section(
        _ key: String, _ reader: FieldReader, _ value: FieldValue, _ read: inout ReadSettings
    ) {
        switch key {
        case "timezone": read.settings.zone = zone(value) ?? read.settings.zone
        case "grid": read.settings.grid = grid(value) ?? read.settings.grid
        case "hours": hours(value, &read)
        case "pace": pace(value, &read)
        case "goodwill":
            read.settings.goodwill = reader.mapping(key) { fields in
                let start = fields.int("start", in: -1000...1000) ?? 0
                let cap = fields.int("cap", in: 0...1000)
                if let cap, start > cap {
                    fields.warning(
                        "start-above-cap",
                        "'start' (\(start)) is more than 'cap' (\(cap)), the most that can be saved up",
                        at: "start")
                }
                return GoodwillSettings(start: start, cap: cap)
            }
        case "mix":
            let entries = EntryReader(words: words).mix(value)
            read.settings.mix = entries.map(\.limit)
            read.mix = entries.map(\.fields)
        case "apart": read.settings.apart = EntryReader(words: words).apart(value)
        case "spread": read.settings.spread = EntryReader(words: words).spread(value)
        case "stagger": read.settings.stagger = reader.duration(key, in: .minutes(0)...(.days(90)))
        case "campaigns": read.settings.campaigns = campaigns(value)
        case "gate":
            read.settings.gate = reader.mapping(key) { fields in
                fields.require("reply_within")
                return fields.duration("reply_within", in: .minutes(1)...(.days(90))).map {
                    GateSettings(replyWithin: $0)
                }
            }
        case "audience": read.settings.audience = AudienceReader.audience(value) ?? read.settings.audience
        case "above_target": read.settings.aboveTarget = reader.autoOr(key) ?? .auto
        case "keep": read.settings.keep = reader.autoOr(key) ?? .auto
        default: break
        }
    }

    private func zone(_ value: FieldValue) -> Zone? {
        guard let name = value.string() else { return nil }
        do throws(ZoneCatalog.LookupError) {
            return try words.zones.zone(named: name)
        } catch {
            switch error {
            case .notAnAreaName:
                value.refuse(
                    expected: "a time zone such as Europe/Berlin, or UTC",
                    help: ZoneNames.suggest(name).map { "did you mean '\($0)'?" })
            case .unknown:
                value.error(
                    "unknown-timezone", "there is no time zone '\(name)'",
                    help: ZoneNames.suggest(name).map { "did you mean '\($0)'?" }
                        ?? "names are those of the IANA database, such as Europe/Berlin")
            case .unreadable:
                value.error(
                    "unreadable-timezone", "the data of the time zone '\(name)' cannot be read",
                    help: "install or repair the system's time zone data")
            }
            return nil
        }
    }

    private func grid(_ value: FieldValue) -> Minutes? {
        value.custom(expected: "a duration that divides an hour or a day, such as 5m, 15m or 1h") { text in
            Minutes(parsing: text).flatMap { $0.count > 0 && 1440 % $0.count == 0 ? $0 : nil }
        }
    }

    private func hours(_ value: FieldValue, _ read: inout ReadSettings) {
        guard let fields = value.mapping() else { return }
        let entries = EntryReader(words: words)
        let only = fields.value("only").map { entries.only($0) } ?? []
        read.only = only.map(\.fields)
        read.hours = fields
        read.settings.hours = HoursSettings(
            active: fields.weeklyHours("active"), only: only.map(\.hours),
            staffed: fields.value("staffed").flatMap { entries.staffed($0) },
            blackout: fields.value("blackout")?.list().compactMap { entries.blackout($0) } ?? [])
        fields.finish()
    }

    private func pace(_ value: FieldValue, _ read: inout ReadSettings) {
        guard let fields = value.mapping() else { return }
        read.pace = fields
        read.settings.pace = PaceSettings(
            min: fields.int("min", in: 0...1440), target: fields.int("target", in: 1...1440),
            max: fields.int("max", in: 1...1440),
            spacing: fields.duration("spacing", in: .minutes(1)...(.days(90))),
            silence: fields.duration("silence", in: .hours(1)...(.days(365))),
            steady: fields.custom(
                "steady", expected: "a number from 0 to 100 with at most three decimals, such as 1.5"
            ) {
                text in PolicyTexts.fixedPoint(text, places: 3).flatMap { $0 <= 100_000 ? $0 : nil }
            })
        fields.finish()
    }

    private func campaigns(_ value: FieldValue) -> [CampaignName: CampaignLimits] {
        var campaigns: [CampaignName: CampaignLimits] = [:]
        for entry in value.entries() ?? [] {
            guard let fields = entry.value.mapping() else { continue }
            let limits = CampaignLimits(
                from: fields.stamp("from"), to: fields.stamp("to"), max: fields.int("max", in: 0...100_000))
            if let from = limits.from, let to = limits.to, to.surelyEnds(beforeStartOf: from) {
                fields.error(
                    "empty-window", "'to' (\(to)) is not after 'from' (\(from))", at: "to",
                    help: "the campaign could never run")
            }
            fields.finish()
            campaigns[CampaignName(entry.name)] = limits
        }
        return campaigns
    }
}
