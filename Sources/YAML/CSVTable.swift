import Diagnostics

/// A table of cells with their places.
public struct CSVTable: Hashable, Sendable {
    /// One cell: its text, quotes resolved, and where it stands.
    public struct Cell: Hashable, Sendable {
        /// The text; line breaks inside of quotes are `\n`, spaces around an unquoted cell are dropped.
        public var text: String
        /// True if it was written in quotes.
        public var isQuoted: Bool
        /// Where, with its quotes.
        public var mark: YAMLMark
    }

    /// One row below the header.
    public struct Row: Hashable, Sendable {
        /// Counts rows from 1 as they stand in the file, rows with errors included, blank lines not.
        public var number: Int
        /// As many as the header has.
        public var cells: [Cell]
    }

    /// The column names.
    public var header: [Cell]
    /// The rows that could be read.
    public var rows: [Row]
    /// What could not be read; each row takes only itself out, an unclosed quote all that follows.
    public var errors: [SyntaxError]

    /// A row as a mapping from column names to its cells; a cell without any character is an absent key.
    public func node(_ row: Row) -> YAMLNode {
        let entries = zip(header, row.cells).compactMap { name, cell -> YAMLNode.Entry? in
            if cell.text.isEmpty { return nil }
            let value = YAMLNode(.scalar(text: cell.text, style: .plain), at: cell.mark)
            return YAMLNode.Entry(key: name.text, keyMark: name.mark, value: value)
        }
        let start = row.cells.first?.mark ?? YAMLMark(line: 1, column: 1)
        let end = row.cells.last?.mark ?? start
        let mark = YAMLMark(
            line: start.line, column: start.column, endLine: end.endLine, endColumn: end.endColumn)
        return YAMLNode(.mapping(entries), at: mark)
    }
}
