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
        let part = Self.part(of: line, around: column)
        let line = part.text
        let column = column - part.dropped
        let endColumn = endColumn.map { $0 - part.dropped }
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
        guard width > Self.widest || part.dropped > 0 || part.isCut else {
            text = cells.map(\.text).joined()
            indent = caret
            length = max(1, last - caret)
            return
        }
        // Keep the caret a third into the window, so that what follows it can be read.
        let from = cells.first { $0.start + Self.widest / 3 >= caret }?.start ?? 0
        let shown = cells.filter { $0.start >= from && $0.start + $0.width <= from + Self.widest }
        let to = shown.last.map { $0.start + $0.width } ?? from
        let isCutLeft = from > 0 || part.dropped > 0
        text = (isCutLeft ? "…" : "") + shown.map(\.text).joined() + (to < width || part.isCut ? "…" : "")
        indent = caret - from + (isCutLeft ? 1 : 0)
        length = max(1, min(last, to) - caret)
    }

    /// Of a line of more than some thousand characters the neighbourhood of the column: measuring a megabyte for each of
    /// its findings would take minutes.
    private static func part(of line: String, around column: Int) -> (text: String, dropped: Int, isCut: Bool)
    {
        let reach = 8 * widest
        guard line.utf8.count > 4 * reach else { return (line, 0, false) }
        let scalars = line.unicodeScalars
        let dropped = max(0, column - reach)
        let start = scalars.index(scalars.startIndex, offsetBy: dropped, limitedBy: scalars.endIndex)
        guard let start else { return ("", 0, false) }
        let end = scalars.index(start, offsetBy: 2 * reach, limitedBy: scalars.endIndex) ?? scalars.endIndex
        return (String(scalars[start..<end]), dropped, end < scalars.endIndex)
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
