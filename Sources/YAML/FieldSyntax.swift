/// What differs between the file formats when fields are read.
public struct FieldSyntax: Hashable, Sendable {
    /// What a value means that says "nothing".
    public enum Nothing: Hashable, Sendable {
        /// `key:`, `key: ~` and `key: null` are errors: somebody forgot something, or means a word.
        case isRefused
        /// `null` is as if the key were not there.
        case isAbsent
        /// There is no such value; every text is a text.
        case isText
    }

    /// How to take a value that says "nothing".
    public var nothing: Nothing
    /// Where one plain scalar is cut into the items of a list; nil leaves it whole.
    public var listSeparator: Character?

    /// A format of its own.
    public init(nothing: Nothing, listSeparator: Character? = nil) {
        self.nothing = nothing
        self.listSeparator = listSeparator
    }

    /// Policies and front matter.
    public static let yaml = FieldSyntax(nothing: .isRefused)
    /// Lines of `.jsonl` and plan files.
    public static let json = FieldSyntax(nothing: .isAbsent)
    /// Rows of a table; a cell holds a list as `a; b`.
    public static let csv = FieldSyntax(nothing: .isText, listSeparator: ";")
}
