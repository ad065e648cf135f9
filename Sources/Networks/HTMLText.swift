/// The text of a post that a server gives as HTML: enough to recognise our own words, not a parser of pages.
package enum HTMLText {
    /// `html` without its tags, `<br>` as a line break, the end of `<p>` as an empty line, entities resolved.
    package static func plain(_ html: String) -> String {
        var out = String.UnicodeScalarView()
        var rest = Substring(html).unicodeScalars
        while let scalar = rest.popFirst() {
            switch scalar {
            case "<":
                let tag = rest.prefix { $0 != ">" }
                rest = rest.dropFirst(tag.count + 1)
                switch tagName(tag) {
                case "br": out.append("\n")
                case "/p": out.append(contentsOf: "\n\n".unicodeScalars)
                default: break
                }
            case "&":
                let name = rest.prefix(32).prefix { $0 != ";" && $0 != "&" && $0 != "<" }
                if rest.dropFirst(name.count).first == ";", let meant = entity(String(name)) {
                    out.append(meant)
                    rest = rest.dropFirst(name.count + 1)
                } else {
                    out.append(scalar)
                }
            default: out.append(scalar)
            }
        }
        return trimmed(out)
    }

    private static func tagName(_ tag: Substring.UnicodeScalarView) -> String {
        let name = tag.prefix { !$0.properties.isWhitespace }
        let text = String(name).lowercased()
        return text.hasSuffix("/") && text.count > 1 ? String(text.dropLast()) : text
    }

    private static func entity(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        case "nbsp": return "\u{A0}"
        default: break
        }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let isHex = digits.first == "x" || digits.first == "X"
        let value = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap(Unicode.Scalar.init)
    }

    private static func trimmed(_ text: String.UnicodeScalarView) -> String {
        let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        var kept = text.drop(while: isBlank)
        while let last = kept.last, isBlank(last) { kept.removeLast() }
        return String(kept)
    }
}
