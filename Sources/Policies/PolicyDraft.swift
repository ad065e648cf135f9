import Diagnostics
import Posts
import Timeline
import YAML

/// A policy while it is read: its files, the most specific first.
struct PolicyDraft {
    let files: [PolicyFile]
    let networks: [NetworkProfile]
    let zones: ZoneCatalog
    let judge: (Account) -> (key: String, reason: String)?
    let sink: DiagnosticSink

    /// Sections that are the same for all accounts.
    static let commonKeys = ["extends", "horizon", "freeze", "ours", "accounts", "kinds", "notify"]

    /// The policy as far as it can be read; whether it is sound is for the sink to say.
    func policy() -> Policy {
        let source = SectionSource(fields: files.map(\.fields))
        let kinds = KindReader.kinds(source.value("kinds"))
        let words = PolicyWords(kinds: kinds, campaigns: campaignNames, zones: zones)
        let shared = SectionReader(words: words, source: source).read(over: ReadSettings())
        SectionChecks(read: shared).check()

        let accounts = AccountReader(
            networks: networks, words: words, shared: shared, judge: judge, sink: sink
        )
        .accounts(source.value("accounts"))
        if source.reader("accounts") == nil {
            files.first?.fields.error(
                "no-accounts", "the policy has no accounts",
                help: "add, for instance: accounts: { mastodon: { network: mastodon, … } }")
        }
        var policy = Policy(accounts: accounts.map(\.account), kinds: Array(kinds.values))
        policy.ours = ours(source)
        policy.notify = source.reader("notify")?.mapping("notify") { NotifyReader.settings($0) }
        policy.horizon =
            source.reader("horizon")?.duration("horizon", in: .hours(1)...(.days(90))) ?? policy.horizon
        policy.freeze =
            source.reader("freeze")?.duration("freeze", in: .minutes(0)...(.days(90))) ?? policy.freeze
        if policy.freeze > policy.horizon, let place = source.reader("freeze") ?? source.reader("horizon") {
            place.error(
                "freeze-beyond-horizon",
                "'freeze' (\(policy.freeze)) is longer than 'horizon' (\(policy.horizon))",
                at: place.has("freeze") ? "freeze" : "horizon", help: "nothing could ever be planned anew")
        }
        for read in accounts.map(\.read) + (accounts.isEmpty ? [shared] : []) {
            PlanChecks(read: read, kinds: kinds, horizon: policy.horizon).check()
        }
        return policy
    }

    /// Campaigns that any file or account names.
    private var campaignNames: Set<CampaignName> {
        let roots = files.map(\.root)
        let accounts = roots.flatMap { $0["accounts"]?.entries ?? [] }.map(\.value)
        return Set((roots + accounts).flatMap { $0["campaigns"]?.entries ?? [] }.map { CampaignName($0.key) })
    }

    private func ours(_ source: SectionSource) -> Ours {
        source.reader("ours")?.mapping("ours") { fields in
            let host = "a host name such as shop.example, without https:// and path"
            return Ours(
                hosts: fields.customs("hosts", expected: host, PolicyDraft.host) ?? [],
                shop: fields.customs("shop", expected: host, PolicyDraft.host) ?? [],
                affiliateParameters: fields.customs(
                    "affiliate_parameters", expected: "the name of a query parameter, such as ref"
                ) { $0.isEmpty || $0.contains(where: { "=&?# ".contains($0) }) ? nil : $0 } ?? [])
        } ?? Ours()
    }

    /// A host in lower case; nil for anything else, such as an address with scheme or path.
    private static func host(_ text: String) -> String? {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1 || text == "localhost" else { return nil }
        let isSound = labels.allSatisfy { label in
            !label.isEmpty && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        }
        return isSound ? text.lowercased() : nil
    }
}

/// Reads `kinds:`.
enum KindReader {
    /// The built-in table with the section's rows.
    static func kinds(_ section: FieldValue?) -> [KindName: Kind] {
        var kinds = Dictionary(uniqueKeysWithValues: Kind.builtIn.map { ($0.name, $0) })
        for entry in section?.entries() ?? [] {
            if !PolicyTexts.isName(entry.name) || Side(rawValue: entry.name) != nil {
                entry.errorAtName(
                    "invalid-name", "'\(entry.name)' cannot name a kind",
                    help: Side(rawValue: entry.name) == nil
                        ? "use letters, digits, '-', '_' and '.'"
                        : "it is the name of a side: give, ask or neutral")
            }
            // A row that cannot be read still makes its name known, so that one error does not become many.
            kinds[KindName(entry.name)] =
                kind(entry) ?? kinds[KindName(entry.name)]
                ?? Kind(KindName(entry.name), .own, .value, goodwill: 0)
        }
        return kinds
    }

    private static func kind(_ entry: NamedField) -> Kind? {
        guard let fields = entry.value.mapping() else { return nil }
        defer { fields.finish() }
        fields.require("origin", "intent")
        let origin = fields.choice("origin", as: Origin.self)
        let intent = fields.choice("intent", as: Intent.self)
        let gives = fields.int("gives", in: 1...1000)
        let asks = fields.int("asks", in: 1...1000)
        if gives != nil && asks != nil {
            fields.error(
                "gives-and-asks", "a kind gives or asks, not both", at: "asks",
                help: "remove 'gives' or 'asks'")
        }
        guard let origin, let intent else { return nil }
        return Kind(KindName(entry.name), origin, intent, goodwill: gives ?? asks.map { -$0 } ?? 0)
    }
}
