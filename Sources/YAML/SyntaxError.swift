import Diagnostics

/// Why a text could not be read as YAML, JSON or CSV, and where.
public struct SyntaxError: Error, Hashable, Sendable {
    /// What is wrong; the texts are made in ``SyntaxError/diagnostic``.
    public enum Problem: Hashable, Sendable {
        /// A byte that begins no UTF-8 character or breaks one off.
        case invalidUTF8(byte: UInt8)
        /// The file begins with a UTF-16 byte order mark.
        case utf16
        /// A character such as NUL or ESC, written out or as an escape.
        case controlCharacter(Unicode.Scalar)
        /// A line break that editors do not show as one.
        case lineSeparator(Unicode.Scalar)
        /// More bytes than are read.
        case tooLarge(bytes: Int, limit: Int)
        /// Lists and mappings nested more than `limit` deep.
        case tooDeep(limit: Int)
        /// `&name`.
        case anchor
        /// `*name`.
        case alias
        /// `!name`.
        case tag
        /// `<<`.
        case mergeKey
        /// A list or mapping where a key is expected.
        case complexKey
        /// A key or column name without a character.
        case emptyKey
        /// A key that stands twice in one mapping, or a column name twice in a table.
        case duplicateKey(String, first: YAMLMark)
        /// A second `---` document in one file.
        case secondDocument
        /// The grammar is broken; what was found or expected, in words.
        case malformed(String, note: String?, help: String?)
        /// A row with another number of cells than the header.
        case raggedRow(cells: Int, columns: Int)
        /// A quote that is opened at this place and never closed.
        case unclosedQuote
        /// A quote inside an unquoted cell, or text behind a closing quote.
        case strayQuote
        /// A table that is separated by something other than commas.
        case separator(Character)
    }

    /// What is wrong.
    public var problem: Problem
    /// Where.
    public var location: SourceLocation
    /// The line as written, if there is one.
    public var sourceLine: String?

    /// A problem at its place.
    public init(_ problem: Problem, at location: SourceLocation, sourceLine: String? = nil) {
        self.problem = problem
        self.location = location
        self.sourceLine = sourceLine
    }

    init(_ problem: Problem, at mark: YAMLMark, in source: SourceText) {
        self.init(problem, at: mark.location(in: source.file), sourceLine: source.line(mark.line))
    }
}
