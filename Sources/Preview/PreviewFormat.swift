import Planning

/// A way to show a plan to a person or a program. One format a file, one line in the registry.
public protocol PreviewFormat: Sendable {
    /// The word after `--format`.
    static var name: String { get }

    /// The plan as text that ends with a line break; the same plan and style give the same text.
    static func render(_ plan: Plan, style: PreviewStyle) -> String
}

/// What a format may know of the place where it is read.
public struct PreviewStyle: Hashable, Sendable {
    /// Columns of the terminal; 80 for files and pipes. Less than 40 is taken as 40.
    public var width: Int
    /// Whether ANSI colours are understood and wanted.
    public var colour: Bool
    /// How many left-out posts are listed; nil for all of them, and for every shortfall.
    public var leftOutLimit: Int?

    /// A place to read.
    public init(width: Int = 80, colour: Bool = false, leftOutLimit: Int? = 20) {
        self.width = width
        self.colour = colour
        self.leftOutLimit = leftOutLimit
    }

    /// Columns that a line may take.
    var columns: Int { max(40, width) }
}

/// Every preview format, in order of their names.
public enum PreviewRegistry {
    /// The formats.
    public static let all: [any PreviewFormat.Type] = [
        JSONPreview.self,
        TextPreview.self,
    ]

    /// The format of this name.
    public static func format(named name: String) -> (any PreviewFormat.Type)? {
        all.first { $0.name == name }
    }
}
