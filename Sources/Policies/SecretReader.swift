/// Reads where a secret is.
enum SecretReader {
    /// How a reference begins, and what follows.
    static let schemes = [
        ("env", "the name of an environment variable, such as env:MASTODON_TOKEN"),
        ("file", "a path, such as file:secrets/mastodon"),
        ("command", "a program and its arguments, such as command: pass show mastodon"),
        ("credential", "the name of a systemd credential, such as credential:mastodon"),
    ]

    /// What a text in the place of a secret is.
    enum Reading: Hashable {
        /// A sound reference.
        case reference(SecretReference)
        /// It begins like a reference; what should follow.
        case incomplete(expected: String)
        /// Anything else, perhaps the secret itself.
        case literal
    }

    /// Reads `env:NAME`, `file:PATH`, `command: …` or `credential:NAME`.
    static func read(_ text: String) -> Reading {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let scheme = schemes.first(where: { $0.0 == parts[0] }) else {
            return .literal
        }
        let rest = PolicyTexts.trim(parts[1])
        let reference: SecretReference? =
            switch scheme.0 {
            case "env": isVariable(rest) ? .environment(rest) : nil
            case "file": rest.isEmpty ? nil : .file(rest)
            case "command": arguments(rest).map { .command($0) }
            default: isCredential(rest) ? .credential(rest) : nil
            }
        return reference.map { .reference($0) } ?? .incomplete(expected: scheme.1)
    }

    /// Cuts a command into its arguments as a shell would, but without any other meaning of a shell.
    ///
    /// Spaces separate, single quotes keep all, double quotes keep all but `\"` and `\\`, a backslash keeps the next
    /// character. Nil for no argument or an open quote.
    static func arguments(_ text: String) -> [String]? {
        var arguments: [String] = []
        var current: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                if quote == "\"" && character != "\"" && character != "\\" {
                    current = (current ?? "") + "\\"
                }
                current = (current ?? "") + String(character)
                isEscaped = false
            } else if character == "\\" && quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { current = (current ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                current = current ?? ""
            } else if character == " " || character == "\t" || character == "\n" {
                if let done = current { arguments.append(done) }
                current = nil
            } else {
                current = (current ?? "") + String(character)
            }
        }
        guard quote == nil, !isEscaped else { return nil }
        if let last = current { arguments.append(last) }
        return arguments.first?.isEmpty == false ? arguments : nil
    }

    private static func isVariable(_ text: String) -> Bool {
        guard let first = text.first, !first.isNumber else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    private static func isCredential(_ text: String) -> Bool {
        !text.isEmpty && text != "." && text != ".."
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.@".contains($0)) }
    }
}
