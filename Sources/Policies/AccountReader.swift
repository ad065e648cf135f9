import Diagnostics
import Posts
import Timeline
import YAML

/// Reads `accounts:`.
struct AccountReader {
    let networks: [NetworkProfile]
    let words: PolicyWords
    let shared: ReadSettings
    let judge: (Account) -> (key: String, reason: String)?
    let sink: DiagnosticSink

    /// The accounts whose network is known, with their settings.
    func accounts(_ section: FieldValue?) -> [(account: Account, read: ReadSettings)] {
        guard let section, let entries = section.entries() else { return [] }
        if entries.isEmpty && section.node.entries?.isEmpty == true {
            section.error("no-accounts", "the policy has no accounts")
        }
        return entries.compactMap { account($0) }
    }

    private func account(_ entry: NamedField) -> (account: Account, read: ReadSettings)? {
        if !PolicyTexts.isName(entry.name) {
            entry.errorAtName(
                "invalid-name", "'\(entry.name)' cannot name an account",
                help: "use letters, digits, '-', '_' and '.'")
        }
        guard entry.value.node.entries != nil, let fields = entry.value.mapping() else {
            // Said without the value, which may be a token.
            entry.value.error(
                "invalid-value", "'\(entry.name)' takes a mapping (lines of 'key: value')",
                help: "write \(entry.name): { network: mastodon, … }")
            return nil
        }
        defer { fields.finish() }
        let errors = sink.errorCount
        let profile = network(fields)
        let section = SectionReader(words: words, source: SectionSource(fields: [fields]))
        let read = section.read(over: shared)
        if SectionReader.keys.contains(where: { fields.has($0) }) { SectionChecks(read: read).check() }
        let written = Set(entry.value.node.entries?.map(\.key) ?? [])
        refuseCommonKeys(fields, written)
        let budget = budget(fields, profile)
        guard let profile else {
            // Without a network every network's keys are taken, so that one slip does not become many.
            for key in networks.flatMap(\.keys) { _ = secretOrText(key, fields) }
            return nil
        }
        var account = Account(
            id: AccountID(entry.name), network: profile, budget: budget, settings: read.settings)
        for key in profile.keys {
            if key.isRequired { fields.require(key.name, help: key.summary) }
            switch secretOrText(key, fields) {
            case .secret(let reference): account.secrets[key.name] = reference
            case .text(let text): account.options[key.name] = text
            case nil: break
            }
        }
        refuseOthersKeys(fields, profile, written)
        // What could not even be read would only be found a second time.
        if sink.errorCount == errors, let fault = judge(account) {
            fields.error(
                Account.faultCode, "'\(fault.key)' \(fault.reason)", at: fault.key,
                help: "nothing is sent on '\(account.id)' until it is mended")
        }
        return (account, read)
    }

    private func network(_ fields: FieldReader) -> NetworkProfile? {
        let names = networks.map(\.name.rawValue).sorted()
        fields.require("network", help: "one of " + names.joined(separator: ", "))
        guard let name = fields.choice("network", among: names) else { return nil }
        return networks.first { $0.name.rawValue == name }
    }

    private enum Setting {
        case secret(SecretReference)
        case text(String)
    }

    private func secretOrText(_ key: NetworkProfile.Key, _ fields: FieldReader) -> Setting? {
        guard let value = fields.value(key.name) else { return nil }
        switch key.form {
        case .secret: return secret(value).map { .secret($0) }
        case .text: return value.string().map { .text($0) }
        case .word(let words): return value.choice(among: words).map { .text($0) }
        case .url: return AccountReader.url(value).map { .text($0) }
        }
    }

    private func secret(_ value: FieldValue) -> SecretReference? {
        let help = "write where it is: env:NAME, file:PATH, \"command: …\" or credential:NAME"
        switch value.node.text.map({ SecretReader.read($0) }) ?? .literal {
        case .reference(let reference): return reference
        case .incomplete(let expected):
            value.error("invalid-secret", "this reference to a secret is not complete: expected \(expected)")
        case .literal:
            value.error(
                "literal-secret", "\(value.label) takes a reference to a secret, never the secret itself",
                help: help)
        }
        return nil
    }

    /// An address; without https a secret would travel in the open, except to this very machine.
    static func url(_ value: FieldValue) -> String? {
        guard let text = value.node.text else {
            value.refuse(expected: "an address such as https://social.example")
            return nil
        }
        let scheme = text.prefix { $0 != ":" }.lowercased()
        let authority = text.drop { $0 != ":" }.dropFirst(3).prefix { !"/?#".contains($0) }
        if text.contains("://") && authority.contains("@") {
            value.error(
                "address-with-password", "an address with a user or password in it is not taken",
                help: "give the secret its own key, as a reference")
            return nil
        }
        let isClean = text.unicodeScalars.allSatisfy { $0.value > 0x20 && !$0.properties.isWhitespace }
        guard isClean, ["http", "https"].contains(scheme), let host = Link.host(text) else {
            value.refuse(expected: "an address such as https://social.example")
            return nil
        }
        let isHere =
            host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" || host.hasPrefix("127.")
        if scheme == "http" && !isHere {
            value.error(
                "unencrypted-address", "the address begins with http, so secrets would travel unencrypted",
                help: "use https")
            return nil
        }
        return text
    }

    private func budget(_ fields: FieldReader, _ profile: NetworkProfile?) -> Money? {
        guard let value = fields.value("budget"),
            let money = value.custom(
                expected: "an amount and a currency, such as 20 USD", { PolicyTexts.money($0) })
        else { return nil }
        guard let profile else { return money }
        let tariff = profile.tariff
        if tariff.plain == 0 && tariff.withURL == 0 {
            value.warning(
                "budget-without-price", "posts on '\(profile.name)' cost nothing, so this limits nothing")
        } else if money.currency != tariff.currency {
            value.error(
                "wrong-currency", "'\(profile.name)' charges in \(tariff.currency), not in \(money.currency)",
                help: "write the budget in \(tariff.currency)")
        } else if money.millionths < tariff.plain {
            value.error(
                "budget-too-small",
                "one post costs \(PolicyDraft.amount(tariff.plain)) \(tariff.currency), more than the whole budget",
                help: "nothing could ever be posted")
        }
        return money
    }

    /// - Parameter written: The account's keys; asking for others would list them as "known here".
    private func refuseCommonKeys(_ fields: FieldReader, _ written: Set<String>) {
        for key in ["horizon", "freeze", "ours", "kinds", "notify"] where written.contains(key) {
            fields.allow(key)
            fields.error(
                "not-per-account", "'\(key)' is the same for all accounts", at: key,
                help: "move it to the top level")
        }
    }

    private func refuseOthersKeys(_ fields: FieldReader, _ profile: NetworkProfile, _ written: Set<String>) {
        let own = Set(profile.keys.map(\.name))
        let others = Set(networks.flatMap(\.keys).map(\.name)).subtracting(own)
        for key in others.sorted() where written.contains(key) {
            fields.allow(key)
            fields.error(
                "wrong-network-key", "'\(key)' is no key of an account on '\(profile.name)'", at: key,
                help: "keys there: " + profile.keys.map(\.name).joined(separator: ", "))
        }
    }
}

extension PolicyDraft {
    /// `0.015` for 15000 millionths.
    static func amount(_ millionths: Int) -> String {
        let fraction = String(millionths % 1_000_000 + 1_000_000).dropFirst()
        let short = fraction.reversed().drop { $0 == "0" }.reversed()
        return "\(millionths / 1_000_000)" + (short.isEmpty ? "" : "." + String(short))
    }
}
