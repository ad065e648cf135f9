/// Where in a file something was found.
///
/// Lines and columns count from 1; columns count Unicode scalars, as libyaml and most editors do.
public struct SourceLocation: Hashable, Sendable, Comparable {
    /// Path as the user knows it, relative to the workspace.
    public var file: String
    /// 1-based line, nil for the whole file.
    public var line: Int?
    /// 1-based column of the first character, nil for the whole line.
    public var column: Int?
    /// 1-based column just after the last character on the same line, nil for a single caret.
    public var endColumn: Int?

    /// A place in `file`; leave out what is not known.
    public init(file: String, line: Int? = nil, column: Int? = nil, endColumn: Int? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.endColumn = endColumn
    }

    /// By file, then line, then column.
    public static func < (a: SourceLocation, b: SourceLocation) -> Bool {
        (a.file, a.line ?? 0, a.column ?? 0) < (b.file, b.line ?? 0, b.column ?? 0)
    }
}

/// One thing a person should know about what they wrote: where, what was found, what was expected.
public struct Diagnostic: Hashable, Sendable {
    /// How bad it is. An error takes its file (or, in a policy, the whole run) out; a warning does not.
    public enum Severity: String, Hashable, Sendable {
        /// What it names is not used.
        case error
        /// It is used, but probably not as meant.
        case warning
    }

    /// Error or warning.
    public var severity: Severity
    /// Stable kebab-case name of the kind of finding, such as `unknown-key`.
    public var code: String
    /// One sentence in lower case without a full stop; the user's own text stands in single quotes.
    public var message: String
    /// Where it was found; nil when it belongs to no file.
    public var location: SourceLocation?
    /// The offending line as written, without its line break.
    public var sourceLine: String?
    /// Further facts, such as "first used in queue/a.md:3:1".
    public var notes: [String]
    /// What to do about it, if that is known.
    public var help: String?

    /// A finding; see the properties for the manner of each text.
    public init(
        _ severity: Severity, code: String, _ message: String, at location: SourceLocation? = nil,
        sourceLine: String? = nil, notes: [String] = [], help: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.location = location
        self.sourceLine = sourceLine
        self.notes = notes
        self.help = help
    }

    /// True for an error.
    public var isError: Bool { severity == .error }
}
