import Diagnostics

/// Breaks text into lines that fit a terminal.
enum Wrapping {
    /// Lines of at most `width` columns, broken at spaces, and within a word only where it is wider than a line.
    ///
    /// Several spaces between words stay, except where a line ends.
    static func lines(_ text: String, width: Int) -> [String] {
        var rows: [String] = []
        var line = ""
        var used = 0
        var gap = -1
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            gap += 1
            guard !word.isEmpty else { continue }
            for chunk in chunks(String(word), width: width) {
                let needed = DisplayWidth.of(chunk)
                if used > 0, used + gap + needed > width {
                    rows.append(line)
                    (line, used) = ("", 0)
                }
                if used == 0 { gap = 0 }
                line += String(repeating: " ", count: gap) + chunk
                used += gap + needed
                gap = 0
            }
        }
        return used > 0 ? rows + [line] : rows
    }

    /// The same behind `first`, further lines behind `rest`.
    static func lines(_ text: String, width: Int, first: String, rest: String) -> [String] {
        let indent = max(DisplayWidth.of(first), DisplayWidth.of(rest))
        return lines(text, width: max(1, width - indent)).enumerated().map { index, line in
            (index == 0 ? first : rest) + line
        }
    }

    /// A word in pieces of at most `width` columns; a single character may be wider.
    private static func chunks(_ word: String, width: Int) -> [String] {
        guard DisplayWidth.of(word) > width else { return [word] }
        var pieces: [String] = []
        var piece = ""
        var used = 0
        for character in word {
            let next = DisplayWidth.of(character)
            if used > 0, used + next > width {
                pieces.append(piece)
                (piece, used) = ("", 0)
            }
            piece.append(character)
            used += next
        }
        return pieces + [piece]
    }
}
