import Diagnostics

/// A JSON value whose objects keep the order of their keys, so that documents read as they are documented.
indirect enum JSONValue {
    case null
    case bool(Bool)
    case int(Int)
    /// A number as it is to be written.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([(String, JSONValue)])

    static func string(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    static func int(_ number: Int?) -> JSONValue { number.map { .int($0) } ?? .null }

    /// The document: the keys of the outer object on lines of their own, and so the elements of its arrays.
    var document: String {
        var text = ""
        guard case .object(let members) = self else {
            write(to: &text)
            return text + "\n"
        }
        text += "{\n"
        for (number, (key, value)) in members.enumerated() {
            text += "  \(JSONValue.quoted(key)): "
            if case .array(let elements) = value, !elements.isEmpty {
                text += "[\n"
                for (number, element) in elements.enumerated() {
                    text += "    "
                    element.write(to: &text)
                    text += number + 1 < elements.count ? ",\n" : "\n"
                }
                text += "  ]"
            } else {
                value.write(to: &text)
            }
            text += number + 1 < members.count ? ",\n" : "\n"
        }
        return text + "}\n"
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .number(let value): text += value
        case .string(let value): text += JSONValue.quoted(value)
        case .array(let elements):
            text += "["
            for (number, element) in elements.enumerated() {
                if number > 0 { text += ", " }
                element.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (number, (key, value)) in members.enumerated() {
                text += number > 0 ? ", " : " "
                text += JSONValue.quoted(key) + ": "
                value.write(to: &text)
            }
            text += members.isEmpty ? "}" : " }"
        }
    }

    /// In quotes, with what JSON demands escaped (RFC 8259, 7), and what a terminal would obey.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
        if isPlain { return "\"\(text)\"" }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return TerminalText.escapedJSON(quoted + "\"")
    }
}
