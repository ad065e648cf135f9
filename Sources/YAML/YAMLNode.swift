import Diagnostics

/// Where a node begins and ends in its file; columns count Unicode scalars, everything counts from 1.
public struct YAMLMark: Hashable, Sendable {
    /// Line of the first character.
    public var line: Int
    /// Column of the first character.
    public var column: Int
    /// Line of the end.
    public var endLine: Int
    /// Column just after the last character.
    public var endColumn: Int

    /// From the first character to just after the last; without an end it marks a single place.
    public init(line: Int, column: Int, endLine: Int? = nil, endColumn: Int? = nil) {
        self.line = line
        self.column = column
        self.endLine = endLine ?? line
        self.endColumn = endColumn ?? column
    }

    /// The place for a diagnostic; an end on another line is left out, as is an empty range's.
    public func location(in file: String) -> SourceLocation {
        let ends = endLine == line && endColumn > column
        return SourceLocation(file: file, line: line, column: column, endColumn: ends ? endColumn : nil)
    }
}

/// A value as it was written in YAML, JSON or CSV, with its place.
///
/// Nothing is typed here: `12:30`, `no` and `0123` are the texts that they look like. Whoever reads a field
/// says what it should be (see ``FieldReader``), so a value never turns into something else on the way.
public struct YAMLNode: Hashable, Sendable {
    /// How a scalar was written.
    public enum ScalarStyle: Hashable, Sendable {
        /// Bare: `text: hello`; in JSON a number, `true`, `false` or `null`.
        case plain
        /// In single or double quotes.
        case quoted
        /// After `|` or `>`.
        case block
    }

    /// One `key: value` of a mapping.
    public struct Entry: Hashable, Sendable {
        /// The key's text; keys are always scalars.
        public var key: String
        /// Where the key stands.
        public var keyMark: YAMLMark
        /// What stands after the colon; an empty plain scalar when there is nothing.
        public var value: YAMLNode

        /// A key at its place with its value.
        public init(key: String, keyMark: YAMLMark, value: YAMLNode) {
            self.key = key
            self.keyMark = keyMark
            self.value = value
        }
    }

    /// What a node is.
    public enum Content: Hashable, Sendable {
        /// A text as written, escapes resolved.
        case scalar(text: String, style: ScalarStyle)
        /// A list.
        case sequence([YAMLNode])
        /// Keys and values in the order of the file; no key twice.
        case mapping([Entry])
    }

    /// What it is.
    public var content: Content
    /// Where it stands.
    public var mark: YAMLMark

    /// A node at its place.
    public init(_ content: Content, at mark: YAMLMark) {
        self.content = content
        self.mark = mark
    }

    /// The scalar's text, nil for a list or mapping.
    public var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// The list's items, nil for anything else.
    public var items: [YAMLNode]? {
        if case .sequence(let items) = content { items } else { nil }
    }

    /// The mapping's entries, nil for anything else.
    public var entries: [Entry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// The value of a mapping's key, nil when there is none or the node is no mapping.
    public subscript(key: String) -> YAMLNode? {
        entries?.first { $0.key == key }?.value
    }
}
