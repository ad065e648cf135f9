import Diagnostics
import Foundation
import Policies
import Posts
import Timeline

/// Writes the policy of a generated workspace: every rule is on.
struct PolicyText {
    let shape: Shape
    let now: Instant
    /// Whether accounts on networks that charge are written as such; the program itself knows no such network.
    var isPriced = true

    private static let zones = [
        "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Europe/London", "America/Los_Angeles",
    ]

    /// The whole file.
    var text: String {
        let brands = (0..<shape.brands).map { "b\($0).example" }
        let shops = brands.map { "shop." + $0 }
        return """
            timezone: Europe/Berlin
            horizon: \(shape.days)d
            grid: \(shape.grid)m
            freeze: 12h
            ours: { hosts: [\(brands.joined(separator: ", "))], shop: [\(shops.joined(separator: ", "))], affiliate_parameters: [ref, aff, tag] }
            accounts:
            \((0..<shape.accounts).map(account).joined(separator: "\n"))
            kinds:
              webinar: { origin: own, intent: promo, asks: 3 }
            hours:
              active: { mon-fri: "07:00-22:00", sat-sun: "09:00-20:00" }
              only:
                - { of: ask, in: { tue-thu: "10:00-16:00" } }
                - { of: quote, in: { mon-fri: "07:00-12:00" }, level: should, weight: 60 }
              staffed: { of: [ask, conversation], for: 1h, in: { mon-fri: "09:00-17:30" } }
              blackout: [ "\(date(3))T12:00..\(date(3))T14:00", "\(date(12))T18:00..\(date(13))T12:00" ]
            pace: { min: 2, target: 3, max: 5, spacing: 2h, silence: 24h, steady: 1.5 }
            goodwill: { start: 2, cap: 8 }
            mix:
              - { of: ask, at_most: 20%, over: 14d }
              - { of: promo, at_most: 1, over: 6 posts }
              - { of: quote, at_most: 1, over: 7d }
              - { of: "origin:own", at_most: 50%, over: 7d, level: should, weight: 100 }
            apart:
              - { same: topic, by: 12h }
              - { same: source, by: 36h }
              - { same: source, by: 72h, level: should, weight: 200 }
              - { same: link, by: 30d }
              - { same: campaign, by: 20h }
              - { of: promo, by: 3 posts }
            spread: [ { of: ask, at_most: 1, over: 7d } ]
            stagger: 30m
            gate: { reply_within: 24h }
            audience:
              - { days: mon-fri, "07-08": 550, "08-10": 800, "12-14": 900, "17-20": 1000, "20-22": 650, else: 400 }
              - { days: sat-sun, "10-12": 600, "18-20": 550, else: 350 }

            """
    }

    private func date(_ days: Int) -> LocalDate { now.utc.date.adding(days: days) }

    private func account(_ number: Int) -> String {
        let brand = number / shape.accountsPerBrand
        let place = number % shape.accountsPerBrand
        var lines = ["  \(PolicyText.accountName(brand: brand, place: place)):"]
        let variant = shape.isUniform ? 0 : number % 5
        switch variant {
        case 1:
            lines += ["    network: bluesky", "    handle: b\(brand).example", "    password: env:PASSWORD"]
            lines += ["    pace: { min: 1, target: 2, max: 4, spacing: 3h, silence: 30h, steady: 1.5 }"]
        case 2:
            if isPriced {
                lines += ["    network: x", "    token: env:TOKEN", "    budget: 13 USD"]
            } else {
                lines += ["    network: webhook", "    url: https://b\(brand).example/hook\(place)"]
            }
            lines += ["    pace: { min: 1, target: 3, max: 5, spacing: 2h, silence: 24h, steady: 1.5 }"]
            lines += [
                "    audience: [ { days: mon-sun, \"07-10\": 700, \"12-13\": 850, \"19-22\": 1000, else: 300 } ]"
            ]
        case 3:
            lines += ["    network: webhook", "    url: https://b\(brand).example/hook\(place)"]
            lines += ["    goodwill: { start: 2, cap: 6 }"]
            lines += [
                "    mix: [ { of: ask, at_most: 25%, over: 10d }, { of: \"intent:promo\", at_most: 1, over: 8 posts },"
            ]
            lines += [
                "           { of: quote, at_most: 2, over: 7d }, { of: reshare, at_most: 3, over: 10 posts } ]"
            ]
        default:
            lines += ["    network: mastodon", "    url: https://social.example", "    token: env:TOKEN"]
            if variant == 4 {
                lines += [
                    "    hours: { active: { mon-fri: \"06:00-12:00, 14:00-21:00\", sat: \"09:00-18:00\" },"
                ]
                lines += ["             only: [ { of: ask, in: { mon-fri: \"09:00-17:00\" } } ],"]
                lines += ["             staffed: { of: ask, for: 2h, in: { mon-fri: \"08:00-18:00\" } } }"]
                lines += ["    pace: { min: 2, target: 4, max: 6, spacing: 90m, silence: 36h, steady: 1.5 }"]
            }
        }
        lines += ["    timezone: \(PolicyText.zones[number % 5])"]
        lines += ["    campaigns:"]
        lines += ["      sale-b\(brand): { from: \(date(1)), to: \(date(9)), max: 4 }"]
        lines += ["      talks-b\(brand): { from: \(date(8)), to: \(date(20)), max: 3 }"]
        return lines.joined(separator: "\n")
    }

    /// The name of the account number `place` of a brand.
    static func accountName(brand: Int, place: Int) -> String { "b\(brand)-a\(place)" }

    /// The policy that the text stands for.
    func policy() throws -> Policy {
        let text = text
        let read = PolicyReader(networks: PolicyText.networks, zones: PolicyText.catalog) {
            $0 == "policies/default.yaml" ? Array(text.utf8) : nil
        }.read("policies/default.yaml")
        guard let policy = read.policy else { throw PolicyError(messages: read.diagnostics.map(\.message)) }
        return policy
    }

    /// The generated policy is not accepted: a mistake in this file.
    struct PolicyError: Error, CustomStringConvertible {
        let messages: [String]
        var description: String { "the generated policy is wrong: " + messages.joined(separator: "; ") }
    }

    /// The program's networks, and one that charges: the prices are those of X, where a URL makes a post dear.
    private static let networks = [
        NetworkProfile(
            name: "mastodon",
            keys: [
                .init("url", .url, required: true, "Server."),
                .init("token", .secret, required: true, "Token."),
            ], putsLinkInText: true),
        NetworkProfile(
            name: "bluesky",
            keys: [
                .init("handle", .text, required: true, "Handle."),
                .init("password", .secret, required: true, "Password."),
            ], putsLinkInText: false),
        NetworkProfile(
            name: "webhook", keys: [.init("url", .url, required: true, "Receiver.")], putsLinkInText: false),
        NetworkProfile(
            name: "x", keys: [.init("token", .secret, required: true, "Token.")],
            tariff: Tariff(currency: "USD", plain: 15_000, withURL: 200_000), putsLinkInText: true),
    ]

    private static let catalog = ZoneCatalog { name in
        FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + name).map { Array($0) }
    }
}
