import Posts

/// A JSON Schema (draft 2020-12) of policy files, so that editors complete and check them.
///
/// It checks the form of each value. What depends on other values, such as contradictions and names of classes, only
/// ``PolicyReader`` can say.
public enum PolicySchema {
    /// The schema's text, with the keys that accounts take on these networks; the same input gives the same text.
    public static func json(networks: [NetworkProfile]) -> String {
        let own = entries(of: [
            "extends": SchemaNode.string.about(
                "A policy to build on, such as presets/4-1-1: a section here replaces the same section there."
            ),
            "horizon": SchemaNode.duration.about("How far ahead is planned, 1h to 90d; 14d by default."),
            "freeze": SchemaNode.duration.about(
                "How far ahead stored placements stay as they are; 12h by default."),
            "ours": ours.about("What is yours, so that labels can be checked."),
            "accounts": accounts(networks).about("Each account by a name of your own."),
            "kinds": [
                "description": "Kinds beside the built-in ones, or in place of them.", "type": "object",
                "additionalProperties": kind,
            ],
            "notify": notify.about("Whom to tell, once, when something needs a person."),
        ])
        return SchemaNode.object([
            .init("$schema", "https://json-schema.org/draft/2020-12/schema"),
            .init("title", "A Hearth policy"),
            .init("type", "object"), .init("properties", .object(own + references)),
            .init("additionalProperties", false), .init("$defs", sections),
        ]).text
    }

    /// The sections that an account may have of its own.
    private static let sections: SchemaNode = [
        "timezone": SchemaNode.pattern("^(UTC|[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)+)$").about(
            "An IANA time zone such as Europe/Berlin."),
        "grid": SchemaNode.duration.about(
            "Posts go out at multiples of this past local midnight; 15m by default."),
        "hours": hours.about("When posts may go out, on the account's wall clock."),
        "pace": pace.about("How many posts, how far apart."),
        "goodwill": SchemaNode.mapping(["start": .integer(-1000...1000), "cap": .integer(0...1000)])
            .about("The account that gives fill and asks draw on."),
        "mix": SchemaNode.listOrOne(
            entry(
                [
                    "at_most": ["anyOf": [.pattern("^(100|[0-9]{1,2}) ?%$"), .integer(0...999_999_999)]],
                    "over": span,
                ],
                required: ["at_most", "over"])
        ).about("Upper limits on classes in a window."),
        "apart": SchemaNode.listOrOne(
            entry(
                ["same": .words(ApartEntry.Attribute.allCases.map(\.rawValue)), "by": span], required: ["by"])
        ).about("Distances between alike posts."),
        "spread": SchemaNode.listOrOne(
            entry(["at_most": .integer(0...10_000), "over": .duration], required: ["at_most", "over"])
        ).about("Limits per hour of the day."),
        "stagger": SchemaNode.duration.about("The least time between the same post on two accounts."),
        "campaigns": [
            "description": "Windows and numbers of campaigns, by name.", "type": "object",
            "additionalProperties": .mapping(["from": .stamp, "to": .stamp, "max": .integer(0...100_000)]),
        ],
        "gate": SchemaNode.mapping(["reply_within": .duration], required: ["reply_within"])
            .about("No ask while somebody has waited longer for an answer."),
        "audience": SchemaNode.listOrOne(audienceRow).about(
            "How many are listening, per mille, by local hour."),
        "above_target": autoOrNumber.about("What a post above the day's target costs."),
        "keep": autoOrNumber.about("What a placement that stays is worth."),
    ]

    private static let references: [SchemaNode.Entry] = SectionReader.keys.map { key in
        .init(key, ["$ref": .string("#/$defs/" + key)])
    }

    private static let ours = SchemaNode.mapping([
        "hosts": .listOrOne(.string), "shop": .listOrOne(.string),
        "affiliate_parameters": .listOrOne(.string),
    ])

    private static let notify: SchemaNode = {
        let command = SchemaNode.listOrOne(.string).about(
            "A program and its arguments, started without a shell; it gets the message on its standard input."
        )
        let webhook = SchemaNode.pattern("^([Hh][Tt][Tt][Pp][Ss]?://|(env|file|command|credential):)").about(
            "An address that takes a POST, or where it is to be found.")
        let runway = SchemaNode.duration.about(
            "Tell, too, when the posts that give last shorter than this; 7d by default.")
        let alternatives: SchemaNode = [["required": ["command"]], ["required": ["webhook"]]]
        let mapping = SchemaNode.mapping(["command": command, "webhook": webhook, "runway": runway])
        return .object(entries(of: mapping) + [.init("oneOf", alternatives)])
    }()

    private static let kind = SchemaNode.mapping(
        [
            "origin": .words(Origin.allCases.map(\.rawValue)),
            "intent": .words(Intent.allCases.map(\.rawValue)),
            "gives": .integer(1...1000), "asks": .integer(1...1000),
        ], required: ["origin", "intent"])

    private static let hours = SchemaNode.mapping([
        "active": windows,
        "only": .listOrOne(entry(["in": windows], required: ["in"])),
        "staffed": entry(["for": .duration, "in": windows], required: ["for", "in"]),
        "blackout": .listOrOne(.string),
    ])

    private static let pace = SchemaNode.mapping([
        "min": .integer(0...1440), "target": .integer(1...1440), "max": .integer(1...1440),
        "spacing": .duration,
        "silence": .duration, "steady": ["type": "number", "minimum": 0, "maximum": 100],
    ])

    private static let day = "(mon|tue|wed|thu|fri|sat|sun)"
    private static let daysPattern: String = {
        let range = " *\(day)( *- *\(day))? *"
        return "^\(range)(,\(range))*$"
    }()
    private static let windowsPattern: String = {
        let window = " *[0-2][0-9]:[0-5][0-9] *- *[0-2][0-9]:[0-5][0-9] *"
        return "^\(window)(,\(window))*$"
    }()

    private static let windows: SchemaNode = [
        "type": "object", "propertyNames": ["pattern": .string(daysPattern)], "minProperties": 1,
        "additionalProperties": .pattern(windowsPattern),
    ]

    private static let audienceRow: SchemaNode = [
        "type": "object",
        "properties": ["days": .pattern(daysPattern), "else": .integer(0...1000)],
        "patternProperties": ["^ *[0-9]{1,2} *- *[0-9]{1,2} *$": .integer(0...1000)],
        "required": ["days"], "additionalProperties": false,
    ]

    private static let span: SchemaNode = ["anyOf": [.duration, .pattern("^[0-9]+ posts?$")]]
    private static let autoOrNumber: SchemaNode = ["anyOf": [["const": "auto"], .integer(0...1_000_000)]]

    /// An entry of a list: `of`, `level` and `weight` beside its own keys.
    private static func entry(_ own: SchemaNode, required: [String]) -> SchemaNode {
        let of = SchemaNode.listOrOne(.string).about(
            "A kind, give, ask, neutral, origin:…, intent:…, campaign:… or topic:…, or a list of these.")
        let level = SchemaNode.words(["must", "should"]).about("Whether the entry may be broken, at a price.")
        let weight = SchemaNode.integer(1...1_000_000).about("What breaking it costs; 300 by default.")
        return .mapping(
            .object([.init("of", of)] + entries(of: own) + [.init("level", level), .init("weight", weight)]),
            required: required)
    }

    /// One alternative per network, told apart by `network`.
    private static func accounts(_ networks: [NetworkProfile]) -> SchemaNode {
        let alternatives = networks.sorted { $0.name < $1.name }.map { network -> SchemaNode in
            let keys = network.keys.map { key in SchemaNode.Entry(key.name, form(key.form).about(key.summary))
            }
            let common: [SchemaNode.Entry] = [
                .init("network", ["const": .string(network.name.rawValue)]),
                .init(
                    "budget",
                    SchemaNode.pattern("^[0-9]+(\\.[0-9]{1,6})? +[A-Z]{3}$").about(
                        "The most it may spend in a month, such as 20 USD.")),
            ]
            return .mapping(
                .object(common + keys + references),
                required: ["network"] + network.keys.filter(\.isRequired).map(\.name))
        }
        return [
            "type": "object", "minProperties": 1, "additionalProperties": ["oneOf": .array(alternatives)],
        ]
    }

    private static func form(_ form: NetworkProfile.Key.Form) -> SchemaNode {
        switch form {
        case .text: .string
        case .url: .pattern("^[Hh][Tt][Tt][Pp][Ss]?://[^\\s@/?#]+([/?#]\\S*)?$")
        case .secret: .pattern("^(env|file|command|credential):")
        // Bare `true` and `false` are words to the reader, but truth values to an editor.
        case .word(let words) where words.contains("true"):
            ["enum": .array(words.map { .string($0) } + [true, false])]
        case .word(let words): .words(words)
        }
    }

    private static func entries(of node: SchemaNode) -> [SchemaNode.Entry] {
        if case .object(let entries) = node { entries } else { [] }
    }
}
