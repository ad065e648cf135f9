/// A JSON value whose keys keep the order in which they were written, so that a schema's text never changes by itself.
package indirect enum SchemaNode: Hashable, Sendable {
    /// Keys and values in order.
    case object([Entry])
    /// Values in order.
    case array([SchemaNode])
    /// A text.
    case string(String)
    /// A whole number.
    case number(Int)
    /// True or false.
    case bool(Bool)

    /// A key with its value.
    package struct Entry: Hashable, Sendable {
        /// The key.
        package let key: String
        /// Its value.
        package let value: SchemaNode

        /// A key with its value.
        package init(_ key: String, _ value: SchemaNode) {
            self.key = key
            self.value = value
        }
    }

    /// The text, indented by two spaces a level, with a line break at its end.
    package var text: String { rendered(indent: "") + "\n" }

    private func rendered(indent: String) -> String {
        let inner = indent + "  "
        switch self {
        case .string(let text): return SchemaNode.quoted(text)
        case .number(let number): return String(number)
        case .bool(let value): return value ? "true" : "false"
        case .array(let items):
            if items.isEmpty { return "[]" }
            let isFlat = items.allSatisfy(\.isScalar)
            let parts = items.map { $0.rendered(indent: inner) }
            return isFlat
                ? "[" + parts.joined(separator: ", ") + "]"
                : "[\n" + parts.map { inner + $0 }.joined(separator: ",\n") + "\n" + indent + "]"
        case .object(let entries):
            if entries.isEmpty { return "{}" }
            let parts = entries.map {
                inner + SchemaNode.quoted($0.key) + ": " + $0.value.rendered(indent: inner)
            }
            return "{\n" + parts.joined(separator: ",\n") + "\n" + indent + "}"
        }
    }

    private var isScalar: Bool {
        switch self {
        case .object, .array: false
        default: true
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            default:
                if scalar.value < 0x20 {
                    let code = String(scalar.value, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - code.count) + code
                } else {
                    quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return quoted + "\""
    }
}

extension SchemaNode: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral
{
    /// Keys in the order written.
    package init(dictionaryLiteral elements: (String, SchemaNode)...) {
        self = .object(elements.map { Entry($0.0, $0.1) })
    }
    /// Values in the order written.
    package init(arrayLiteral elements: SchemaNode...) { self = .array(elements) }
    /// A text.
    package init(stringLiteral value: String) { self = .string(value) }
    /// A number.
    package init(integerLiteral value: Int) { self = .number(value) }
    /// True or false.
    package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension SchemaNode {
    /// This schema with what it is for, as editors show it.
    package func about(_ summary: String) -> SchemaNode {
        guard case .object(let entries) = self else { return self }
        return .object([Entry("description", .string(summary))] + entries)
    }

    /// A mapping with these keys and no others.
    package static func mapping(_ properties: SchemaNode, required: [String] = []) -> SchemaNode {
        var entries = [Entry("type", "object"), Entry("properties", properties)]
        if !required.isEmpty { entries.append(Entry("required", .array(required.map { .string($0) }))) }
        return .object(entries + [Entry("additionalProperties", false)])
    }

    /// A list of these, or one of them alone.
    package static func listOrOne(_ item: SchemaNode) -> SchemaNode {
        ["anyOf": [item, ["type": "array", "items": item]]]
    }

    /// One of these words.
    package static func words(_ words: [String]) -> SchemaNode { ["enum": .array(words.map { .string($0) })] }

    /// A whole number.
    package static func integer(_ range: ClosedRange<Int>) -> SchemaNode {
        ["type": "integer", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
    }

    /// A text of a form.
    package static func pattern(_ expression: String) -> SchemaNode {
        ["type": "string", "pattern": .string(expression)]
    }

    /// Any text.
    package static let string: SchemaNode = ["type": "string"]
    /// A duration such as `30m`, `2h` or `1d12h`.
    package static let duration = SchemaNode.pattern("^(?=[0-9])([0-9]+d)?([0-9]+h)?([0-9]+m)?$")
    /// A date, a date and time, or one with an offset.
    package static let stamp = SchemaNode.pattern(
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?)?$"
    )
}
