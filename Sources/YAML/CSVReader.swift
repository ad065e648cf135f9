import Diagnostics

/// Reads comma-separated tables after RFC 4180: quotes, doubled quotes, line breaks inside of quotes, CRLF or LF.
///
/// Our own because an error in cell 4 of row 300 must be reported there, which takes a place for every cell.
/// A byte order mark is accepted, blank lines are skipped, the first row names the columns.
public enum CSVReader {
    /// Reads a table; `limit` is the most bytes that are read.
    public static func read(_ source: SourceText, limit: Int = SourceText.defaultLimit) -> CSVTable {
        var table = CSVTable(header: [], rows: [], errors: [])
        do throws(SyntaxError) {
            try source.checkSize(limit)
            try source.checkCharacters()
            var scanner = CSVScanner(source)
            guard let header = try scanner.row() else { return table }
            table.header = header
            try check(header, in: source)
            read(&scanner, into: &table, source)
        } catch {
            table.errors.append(error)
        }
        return table
    }

    private static func read(_ scanner: inout CSVScanner, into table: inout CSVTable, _ source: SourceText) {
        var number = 0
        while true {
            number += 1
            do throws(SyntaxError) {
                guard let cells = try scanner.row() else { return }
                if cells.count == table.header.count {
                    table.rows.append(CSVTable.Row(number: number, cells: cells))
                } else {
                    table.errors.append(ragged(cells, table.header.count, source))
                }
            } catch {
                table.errors.append(error)
                scanner.skipLine()
            }
        }
    }

    /// Marks the first cell too many, or the end of a row with too few.
    private static func ragged(_ cells: [CSVTable.Cell], _ columns: Int, _ source: SourceText) -> SyntaxError
    {
        var mark = YAMLMark(line: 1, column: 1)
        if cells.count > columns {
            mark = cells[columns].mark
        } else if let last = cells.last?.mark {
            mark = YAMLMark(line: last.endLine, column: last.endColumn)
        }
        return SyntaxError(.raggedRow(cells: cells.count, columns: columns), at: mark, in: source)
    }

    private static func check(_ header: [CSVTable.Cell], in source: SourceText) throws(SyntaxError) {
        if header.count == 1, let found = header[0].text.first(where: { ";\t|".contains($0) }),
            !header[0].isQuoted
        {
            throw SyntaxError(.separator(found), at: header[0].mark, in: source)
        }
        var seen: [String: YAMLMark] = [:]
        for cell in header {
            if cell.text.isEmpty { throw SyntaxError(.emptyKey, at: cell.mark, in: source) }
            if let first = seen.updateValue(cell.mark, forKey: cell.text) {
                throw SyntaxError(.duplicateKey(cell.text, first: first), at: cell.mark, in: source)
            }
        }
    }
}
