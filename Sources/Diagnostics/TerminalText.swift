/// Makes text from files and services safe to show on a terminal or in a log.
public enum TerminalText {
    /// The text with everything escaped that could move the cursor, colour, reorder or hide other text.
    ///
    /// Escaped are control characters (`\n`, `\t`, `\r`, else `\u{1B}`), line separators, the bidirectional controls
    /// U+202A to U+202E and U+2066 to U+2069, with which text can be shown in another order than it is, and what
    /// nobody sees: U+200B, U+2060 to U+2064, U+FEFF, and tags (U+E0000 to U+E007F) that do not belong to a flag.
    /// Joiners and direction marks stay; words and emoji are written with them.
    ///
    /// - Parameter keepingLineBreaks: leave LF as it is, for texts of several lines.
    public static func escaped(_ text: String, keepingLineBreaks: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: { isUnsafe($0) || isTag($0) }) else { return text }
        var safe = ""
        var isInFlag = false
        for scalar in text.unicodeScalars {
            // The flags of England, Scotland and Wales are a black flag with tags behind it.
            isInFlag = scalar == "\u{1F3F4}" || isInFlag && isTag(scalar)
            let isHidden = isTag(scalar) && !isInFlag
            if !isHidden && !isUnsafe(scalar) || (scalar == "\n" && keepingLineBreaks) {
                safe.unicodeScalars.append(scalar)
            } else {
                safe += escape(scalar)
            }
        }
        return safe
    }

    static func isTag(_ scalar: Unicode.Scalar) -> Bool { scalar.value >> 7 == 0xE0000 >> 7 }

    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x200B, 0x2028...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFEFF: true
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
