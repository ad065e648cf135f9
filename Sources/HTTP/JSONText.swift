/// JSON as text, for people: indented, in the order written. It does not decode.
enum JSONText {
    /// `text` with one member a line and two spaces a level; nil if brackets or quotes do not pair.
    static func indented(_ text: String) -> String? {
        var out = ""
        var open: [Character] = []
        var inString = false
        var escaped = false
        var fresh = false  // just after an opening bracket
        func newline() { out += "\n" + String(repeating: "  ", count: open.count) }
        for scalar in text.unicodeScalars {
            let character = Character(scalar)
            if inString {
                out.unicodeScalars.append(scalar)
                if escaped {
                    escaped = false
                } else if scalar == "\\" {
                    escaped = true
                } else if scalar == "\"" {
                    inString = false
                }
                continue
            }
            switch scalar {
            case " ", "\t", "\n", "\r": continue
            case "}", "]":
                guard open.popLast() == (scalar == "}" ? "{" : "[") else { return nil }
                if !fresh { newline() }
                fresh = false
                out.append(character)
            default:
                if fresh { newline() }
                fresh = false
                switch scalar {
                case "{", "[":
                    out.append(character)
                    open.append(character)
                    fresh = true
                case ",":
                    out.append(",")
                    newline()
                case ":": out += ": "
                default:
                    inString = scalar == "\""
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return inString || !open.isEmpty ? nil : out
    }

    /// The inside of a JSON string for `text`, without its quotes.
    static func quoted(_ text: String, escapingSlash: Bool) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "/" where escapingSlash: out += "\\/"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
