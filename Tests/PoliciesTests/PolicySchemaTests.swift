import Diagnostics
import Foundation
import Policies
import Posts
import Testing

struct PolicySchemaTests {
    private typealias Object = [String: Any]

    /// Where a mapping stands in a policy with an unknown key in it, and where its schema stands.
    private static let mappings: [(policy: String, schema: [String])] = [
        ("UNKNOWN\n", []),
        ("ours: { UNKNOWN }\n", ["properties", "ours"]),
        (
            "kinds: { a: { origin: own, intent: promo, UNKNOWN } }\n",
            ["properties", "kinds", "additionalProperties"]
        ),
        ("hours: { UNKNOWN }\n", ["$defs", "hours"]),
        (
            "hours: { only: [ { in: { mon: \"07:00-08:00\" }, UNKNOWN } ] }\n",
            ["$defs", "hours", "properties", "only", "anyOf.0"]
        ),
        (
            "hours: { staffed: { for: 1h, in: { mon: \"07:00-09:00\" }, UNKNOWN } }\n",
            ["$defs", "hours", "properties", "staffed"]
        ),
        ("pace: { UNKNOWN }\n", ["$defs", "pace"]),
        ("goodwill: { UNKNOWN }\n", ["$defs", "goodwill"]),
        ("mix: { at_most: 1, over: 7d, UNKNOWN }\n", ["$defs", "mix", "anyOf.0"]),
        ("apart: { by: 1h, UNKNOWN }\n", ["$defs", "apart", "anyOf.0"]),
        ("spread: { at_most: 1, over: 7d, UNKNOWN }\n", ["$defs", "spread", "anyOf.0"]),
        ("campaigns: { a: { UNKNOWN } }\n", ["$defs", "campaigns", "additionalProperties"]),
        ("gate: { reply_within: 1h, UNKNOWN }\n", ["$defs", "gate"]),
        ("notify: { command: [a], UNKNOWN }\n", ["properties", "notify"]),
        (
            "accounts: { m: { network: bluesky, handle: a, password: env:T, UNKNOWN } }\n",
            ["properties", "accounts", "additionalProperties", "oneOf.0"]
        ),
        (
            "accounts: { m: { network: mastodon, url: \"https://a.example\", token: env:T, UNKNOWN } }\n",
            ["properties", "accounts", "additionalProperties", "oneOf.1"]
        ),
    ]

    @Test(arguments: mappings.indices)
    func `the schema has the keys that the reader knows, and no others`(index: Int) throws {
        let (policy, path) = PolicySchemaTests.mappings[index]
        let parts = policy.split(separator: "UNKNOWN", omittingEmptySubsequences: false)
        let text =
            parts.joined(separator: "qqqqqqqqqqqqqqq: 1")
            + (policy.hasPrefix("accounts") ? "" : Example.account)
        let unknown = try #require(Example.read(text).diagnostics.first { $0.code == "unknown-key" })
        let help = try #require(unknown.help)
        #expect(help.hasPrefix("known here: "))
        let known = Set(help.dropFirst("known here: ".count).split(separator: ", ").map(String.init))

        var schema = try PolicySchemaTests.schema()
        // The top level and accounts list their own keys under `properties`; a list is described by its items.
        for step in path {
            let names = step.split(separator: ".").map(String.init)
            if names.count == 2, let number = Int(names[1]) {
                schema = try #require((schema[names[0]] as? [Object])?[number])
            } else {
                schema = try #require(schema[step] as? Object)
            }
        }
        let properties = try #require(schema["properties"] as? Object)
        #expect(Set(properties.keys) == known)
        #expect(schema["additionalProperties"] as? Bool == false)
    }

    @Test func `the schema is the same text every time`() {
        let text = PolicySchema.json(networks: Example.networks)
        #expect(text == PolicySchema.json(networks: Example.networks.reversed()))
        #expect(text.hasPrefix("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"))
        #expect(text.hasSuffix("}\n"))
    }

    @Test func `every reference in the schema leads somewhere`() throws {
        let defined = try #require(PolicySchemaTests.schema()["$defs"] as? Object)
        let text = PolicySchema.json(networks: Example.networks)
        let names = text.components(separatedBy: "\"#/$defs/").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(!names.isEmpty)
        #expect(Set(names.map(String.init)) == Set(defined.keys))
    }

    private static func schema() throws -> Object {
        let text = PolicySchema.json(networks: Example.networks)
        return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object)
    }
}
