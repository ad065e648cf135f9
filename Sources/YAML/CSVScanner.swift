import Diagnostics

/// Cuts a text into rows and cells.
struct CSVScanner {
    private var cursor: SourceCursor

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")

    init(_ source: SourceText) { cursor = SourceCursor(source) }

    /// The next row that is no blank line, nil at the end.
    mutating func row() throws(SyntaxError) -> [CSVTable.Cell]? {
        while let byte = cursor.byte {
            if Self.endsLine(byte) {
                skipLine()
                continue
            }
            let cells = try cells()
            let isBlank = cells.count == 1 && cells[0].text.isEmpty && !cells[0].isQuoted
            if !isBlank { return cells }
        }
        return nil
    }

    /// Goes to the start of the next line.
    mutating func skipLine() {
        cursor.skip { !Self.endsLine($0) }
        if cursor.byte == 0x0D {
            cursor.advance()
            if cursor.byte == 0x0A { cursor.advance() }
        } else {
            cursor.advance()
        }
    }

    private mutating func cells() throws(SyntaxError) -> [CSVTable.Cell] {
        var cells = [try cell()]
        while cursor.byte == Self.comma {
            cursor.advance()
            cells.append(try cell())
        }
        if cursor.byte != nil { skipLine() }
        return cells
    }

    private mutating func cell() throws(SyntaxError) -> CSVTable.Cell {
        if cursor.byte == Self.quote { return try quotedCell() }
        var start = cursor.mark
        var end = start
        var first = cursor.index
        var last = first
        while let byte = cursor.byte, byte != Self.comma, !Self.endsLine(byte) {
            if byte == Self.quote { throw SyntaxError(.strayQuote, at: cursor.mark, in: cursor.source) }
            let isSpace = byte == 0x20 || byte == 0x09
            if !isSpace, last == first {
                start = cursor.mark
                first = cursor.index
            }
            cursor.advance()
            if !isSpace {
                end = cursor.mark
                last = cursor.index
            }
        }
        if last == first { end = start }
        let mark = YAMLMark(line: start.line, column: start.column, endLine: end.line, endColumn: end.column)
        return CSVTable.Cell(text: cursor.text(first..<max(first, last)), isQuoted: false, mark: mark)
    }

    private mutating func quotedCell() throws(SyntaxError) -> CSVTable.Cell {
        let opening = cursor.mark
        var text: [UInt8] = []
        cursor.advance()
        while true {
            guard let byte = cursor.byte else {
                throw SyntaxError(.unclosedQuote, at: opening, in: cursor.source)
            }
            cursor.advance()
            if byte == Self.quote {
                guard cursor.byte == Self.quote else { break }
                cursor.advance()
                text.append(Self.quote)
            } else if byte == 0x0D {
                if cursor.byte == 0x0A { cursor.advance() }
                text.append(0x0A)
            } else {
                text.append(byte)
            }
        }
        let mark = cursor.mark(from: opening)
        if let byte = cursor.byte, byte != Self.comma, !Self.endsLine(byte) {
            throw SyntaxError(.strayQuote, at: cursor.mark, in: cursor.source)
        }
        return CSVTable.Cell(text: String(decoding: text, as: UTF8.self), isQuoted: true, mark: mark)
    }

    private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
