import Timeline
import YAML

/// Whom to tell when something needs a person, and how.
public struct NotifySettings: Hashable, Sendable {
    /// The way a message takes.
    public enum Way: Hashable, Sendable {
        /// A program and its arguments, started without a shell; it gets the message on its standard input.
        case command([String])
        /// An address that takes a POST.
        case webhook(String)
        /// The same, where the address itself is a secret.
        case secretWebhook(SecretReference)
    }

    /// The way.
    public var way: Way
    /// A stock of posts that give which lasts shorter than this is told, too; zero for never.
    public var runway: Minutes

    /// Settings.
    public init(way: Way, runway: Minutes = .days(7)) {
        self.way = way
        self.runway = runway
    }
}

/// Reads `notify:`.
enum NotifyReader {
    /// The settings; nil, after reporting, if they name no way or two.
    static func settings(_ fields: FieldReader) -> NotifySettings? {
        let runway = fields.duration("runway", in: .minutes(0)...(.days(90))) ?? .days(7)
        let command = fields.value("command").flatMap { program($0) }
        let webhook = fields.value("webhook").flatMap { address($0) }
        switch (fields.has("command"), fields.has("webhook")) {
        case (true, true):
            fields.error(
                "notify-twice", "'notify' takes 'command' or 'webhook', not both", at: "webhook",
                help: "remove one; a command may do both")
            return nil
        case (false, false):
            fields.error(
                "missing-key", "'notify' names no way to tell anybody",
                help: "add command: [/usr/local/bin/tell-me], or webhook: \"https://…\"")
            return nil
        default: return (command ?? webhook).map { NotifySettings(way: $0, runway: runway) }
        }
    }

    /// A list of texts, or one text cut as a shell would cut it.
    private static func program(_ value: FieldValue) -> NotifySettings.Way? {
        let expected = "a program and its arguments, such as [/usr/bin/mail, -s, Hearth, me@example.org]"
        if value.node.text != nil {
            return value.custom(expected: expected) { SecretReader.arguments($0).map { .command($0) } }
        }
        guard let arguments = value.strings() else { return nil }
        guard arguments.first?.isEmpty == false else {
            value.refuse(expected: expected)
            return nil
        }
        return .command(arguments)
    }

    /// An https address, or where it is to be found.
    private static func address(_ value: FieldValue) -> NotifySettings.Way? {
        guard let text = value.node.text, !text.lowercased().hasPrefix("http") else {
            return AccountReader.url(value).map { .webhook($0) }
        }
        switch SecretReader.read(text) {
        case .reference(let reference): return .secretWebhook(reference)
        case .incomplete(let expected):
            value.error("invalid-secret", "this reference to a secret is not complete: expected \(expected)")
        case .literal:
            value.error(
                "invalid-value",
                "'webhook' takes an address such as https://hooks.example/hearth, or where it is",
                help: "write where it is: env:NAME, file:PATH, \"command: …\" or credential:NAME")
        }
        return nil
    }
}
