/// A source line as it is shown, with the columns that a caret underlines.
struct SourceSnippet {
    /// The line, tabs expanded and control characters escaped, cut to a readable width around the caret.
    let text: String
    /// Spaces before the caret.
    let indent: Int
    /// Columns that the caret underlines, at least 1.
    let length: Int

    /// Lines wider than this are cut; a queue file may hold a megabyte in one line.
    static let widest = 120

    /// - Parameters:
    ///   - column: 1-based, in Unicode scalars; beyond the end of the line is right after it.
    ///   - endColumn: just after the last underlined scalar.
    init(_ line: String, column: Int, endColumn: Int?) {
        var cells: [Cell] = []
        var scalar = 1
        var width = 0
        var start: Int?
        var end: Int?
        for character in line {
            let cell = Cell(character, at: width)
            let next = scalar + character.unicodeScalars.count
            if start == nil, column < next { start = width }
            if let endColumn, end == nil, endColumn <= scalar { end = width }
            cells.append(cell)
            width += cell.width
            scalar = next
        }
        let caret = start ?? width
        let last = endColumn == nil ? caret + 1 : end ?? width
        guard width > Self.widest else {
            text = cells.map(\.text).joined()
            indent = caret
            length = max(1, last - caret)
            return
        }
        // Keep the caret a third into the window, so that what follows it can be read.
        let from = cells.first { $0.start + Self.widest / 3 >= caret }?.start ?? 0
        let shown = cells.filter { $0.start >= from && $0.start + $0.width <= from + Self.widest }
        let to = shown.last.map { $0.start + $0.width } ?? from
        text = (from > 0 ? "…" : "") + shown.map(\.text).joined() + (to < width ? "…" : "")
        indent = caret - from + (from > 0 ? 1 : 0)
        length = max(1, min(last, to) - caret)
    }

    private struct Cell {
        let text: String
        let start: Int
        let width: Int

        init(_ character: Character, at start: Int) {
            self.start = start
            if character == "\t" {
                width = 4 - start % 4
                text = String(repeating: " ", count: width)
            } else {
                text = TerminalText.escaped(String(character))
                width = DisplayWidth.of(text)
            }
        }
    }
}
