import Diagnostics
import Posts
import Timeline
import YAML

/// The names that the values of a policy may use.
struct PolicyWords {
    /// Every kind, built in or the policy's own.
    let kinds: [KindName: Kind]
    /// Campaigns named anywhere in the policy.
    let campaigns: Set<CampaignName>
    /// Time zones.
    let zones: ZoneCatalog
}

extension FieldReader {
    /// A duration within bounds.
    func duration(_ key: String, in range: ClosedRange<Minutes>) -> Minutes? {
        let bounds = " from \(range.lowerBound) to \(range.upperBound)"
        return custom(key, expected: PolicyTexts.duration + "," + bounds) { text in
            Minutes(parsing: text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// `level:` and `weight:` of an entry.
    func level() -> Level {
        let isShould = choice("level", among: ["must", "should"]) == "should"
        let weight = int("weight", in: 1...1_000_000)
        if weight != nil && !isShould {
            error(
                "weight-without-should", "only an entry with 'level: should' has a weight", at: "weight",
                help: "add 'level: should', or remove 'weight'")
        }
        return isShould ? .should(weight: weight ?? Level.defaultWeight) : .must
    }

    /// The class after `of:`; every post where it is absent.
    func selector(_ words: PolicyWords) -> Selector {
        guard let value = value("of") else { return .everything }
        let items = value.list()
        if items.isEmpty {
            value.error(
                "empty-class", "the list of classes is empty", help: "without 'of' every post is meant")
        }
        return Selector(items.compactMap { $0.term(words) })
    }

    /// Days with their windows, such as `in: { tue-thu: "10:00-16:00" }`.
    func weeklyHours(_ key: String) -> WeeklyHours? {
        guard let entries = named(key) else { return nil }
        var hours = WeeklyHours()
        for entry in entries {
            let days = PolicyTexts.days(entry.name)
            if days == nil {
                entry.errorAtName(
                    "invalid-days", "'\(entry.name)' names no days", help: "write \(PolicyTexts.days)")
            }
            let windows = entry.value.custom(expected: PolicyTexts.windows) { PolicyTexts.windows($0) }
            for day in days ?? [] {
                for window in windows ?? [] { hours.open(day, from: window.start, to: window.end) }
            }
        }
        if entries.isEmpty {
            error(
                "never-open", "no day is named, so these hours never open", at: key,
                help: "write \(key): { mon-fri: \"07:00-22:00\" }")
        }
        return hours
    }

    /// A point in time.
    func stamp(_ key: String) -> Stamp? {
        custom(key, expected: PolicyTexts.stamp) { Stamp(parsing: $0) }
    }

    /// `auto` or a number in the unit of reach.
    func autoOr(_ key: String) -> AutoOr? {
        custom(key, expected: "auto or a whole number from 0 to 1000000") { text in
            if text == "auto" { return .auto }
            return PolicyTexts.digits(text).flatMap { $0 <= 1_000_000 ? .value($0) : nil }
        }
    }
}

extension FieldValue {
    /// One word after `of:`.
    fileprivate func term(_ words: PolicyWords) -> Selector.Term? {
        guard let text = string() else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        if parts.count == 2 {
            switch parts[0] {
            case "origin": return part(parts[1], of: "origin").map { .origin($0) }
            case "intent": return part(parts[1], of: "intent").map { .intent($0) }
            case "topic" where !parts[1].isEmpty: return .topic(parts[1])
            case "campaign" where !parts[1].isEmpty:
                let name = CampaignName(parts[1])
                if !words.campaigns.contains(name) {
                    warning(
                        "unknown-campaign", "the policy names no campaign '\(name)'",
                        help: NearestWord.suggest(
                            name.rawValue, among: words.campaigns.sorted().map(\.rawValue)
                        )
                        .map { "did you mean '\($0)'?" })
                }
                return .campaign(name)
            default: break
            }
        }
        if let side = Side(rawValue: text) { return .side(side) }
        if words.kinds[KindName(text)] != nil { return .kind(KindName(text)) }
        let kinds = words.kinds.keys.sorted().map(\.rawValue)
        let known =
            kinds + Side.allCases.map(\.rawValue) + Origin.allCases.map { "origin:" + $0.rawValue }
            + Intent.allCases.map { "intent:" + $0.rawValue }
        error(
            "unknown-class", "\(found) is no class of posts",
            help: (NearestWord.suggest(text, among: known) ?? known.first { text.hasPrefix($0) }).map {
                "did you mean '\($0)'?"
            }
                ?? "write a kind (\(kinds.joined(separator: ", "))), give, ask, neutral, origin:…, intent:…, campaign:… or topic:…"
        )
        return nil
    }

    private func part<T>(_ text: String, of what: String) -> T?
    where T: CaseIterable & RawRepresentable<String> {
        if let found = T(rawValue: text) { return found }
        let known = T.allCases.map(\.rawValue)
        error(
            "unknown-class", "there is no \(what) '\(text)'",
            help: NearestWord.suggest(text, among: known).map { "did you mean '\(what):\($0)'?" }
                ?? "known: " + known.joined(separator: ", "))
        return nil
    }
}
