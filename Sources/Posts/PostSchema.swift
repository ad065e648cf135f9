/// A JSON Schema (draft 2020-12) of the front matter of a post, so that editors complete and check it.
public enum PostSchema {
    /// The schema's text; the same input gives the same text.
    ///
    /// - Parameter vocabulary: The words of a policy: with them, kinds and accounts are completed and checked, too.
    public static func json(vocabulary: Vocabulary? = nil) -> String { node(vocabulary).text }

    private static func node(_ vocabulary: Vocabulary?) -> SchemaNode {
        let kind = vocabulary.map { SchemaNode.words($0.kinds.sorted().map(\.rawValue)) } ?? .string
        let account = vocabulary.map { SchemaNode.words($0.accounts.sorted().map(\.rawValue)) } ?? .string
        let places = vocabulary.map { words in
            Set(words.accounts.map(\.rawValue) + words.networks.map(\.rawValue)).sorted()
        }
        let texts = named(.string, by: places)
        let stamps = named(.stamp, by: vocabulary?.accounts.map(\.rawValue).sorted())
        let card = SchemaNode.mapping(
            ["title": .string, "description": .string, "thumbnail": .string], required: ["title"])
        let image = SchemaNode.mapping(["file": .string, "alt": .string], required: ["file", "alt"])
        let evergreen = SchemaNode.mapping(
            ["every": .duration, "times": .integer(1...10_000)], required: ["every"])
        let properties: SchemaNode = [
            "kind": kind.about("What sort of post this is: a kind of the policy."),
            "link": SchemaNode.pattern("^[Hh][Tt][Tt][Pp][Ss]?://[^\\s@/?#]+([/?#]\\S*)?$").about(
                "The page it points to."),
            "card": card.about("What the link card says, on networks where the sender makes it."),
            "topics": SchemaNode.listOrOne(.string).about("What it is about."),
            "source": SchemaNode.string.about(
                "Whose work it points to; by default the link's host without www."),
            "via": SchemaNode.string.about(
                "Whom to credit; for reviewers and webhooks, never added to the text by itself."),
            "accounts": SchemaNode.listOrOne(account).about("Where it may go; by default everywhere."),
            "priority": SchemaNode.integer(1...5).about("1 (least) to 5; 3 by default."),
            "created": SchemaNode.stamp.about("When it was written, for freshness."),
            "half_life": SchemaNode.duration.about(
                "After this time it is worth half; by default it does not age."),
            "not_before": SchemaNode.stamp.about("It goes out at this time or later."),
            "not_after": SchemaNode.stamp.about("It goes out before this time; a date is included."),
            "at": SchemaNode.object([.init("anyOf", [.stamp, stamps])]).about(
                "The instant it is pinned to, or one per account."),
            "after": SchemaNode.listOrOne(.string).about(
                "Ids of posts that must have gone out on the same account before."),
            "lag": SchemaNode.duration.about("How long before, at least."),
            "campaign": SchemaNode.string.about("The campaign it belongs to."),
            "evergreen": evergreen.about(
                "How often it may be repeated; by default it goes out once per account."),
            "variants": SchemaNode.listOrOne(.string).about("Texts an evergreen post rotates through."),
            "text": texts.about("Other wordings by account or network."),
            "images": SchemaNode.listOrOne(image).about(
                "Pictures in order, each with a text that says what it shows."),
            "language": SchemaNode.pattern("^[A-Za-z0-9]{2,3}(-[A-Za-z0-9]{1,8})*$").about(
                "A language tag such as en or pt-BR."),
            "warning": SchemaNode.string.about("A content warning."),
            "visibility": SchemaNode.words(Visibility.allCases.map(\.rawValue)).about(
                "Who may see it, on networks that know of it."),
            "draft": ["description": "Never scheduled while true.", "type": "boolean"],
            "note": SchemaNode.string.about("For reviewers; never sent."),
        ]
        guard case .object(let body) = SchemaNode.mapping(properties, required: ["kind"]) else {
            return properties
        }
        return .object(
            [
                .init("$schema", "https://json-schema.org/draft/2020-12/schema"),
                .init("title", "Front matter of a post in a Hearth queue"),
            ] + body)
    }

    private static func named(_ value: SchemaNode, by names: [String]?) -> SchemaNode {
        guard let names else { return ["type": "object", "additionalProperties": value] }
        return .mapping(.object(names.map { .init($0, value) }))
    }
}
