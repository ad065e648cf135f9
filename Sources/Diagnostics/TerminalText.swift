/// Makes text from files and services safe to show on a terminal or in a log.
public enum TerminalText {
    /// The text with everything escaped that could move the cursor, colour, reorder or hide other text.
    ///
    /// Escaped are control characters (`\n`, `\t`, `\r`, else `\u{1B}`), line separators and the bidirectional
    /// controls U+202A to U+202E and U+2066 to U+2069, with which text can be shown in another order than it is.
    ///
    /// - Parameter keepingLineBreaks: leave LF as it is, for texts of several lines.
    public static func escaped(_ text: String, keepingLineBreaks: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var safe = ""
        for scalar in text.unicodeScalars {
            if !isUnsafe(scalar) || (scalar == "\n" && keepingLineBreaks) {
                safe.unicodeScalars.append(scalar)
            } else {
                safe += escape(scalar)
            }
        }
        return safe
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\t": "\\t"
        case "\r": "\\r"
        default: "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        }
    }
}
