/// A text that must not be shown: a token, a password, a signing key.
///
/// Whatever prints it, by interpolation, `print`, `dump` or a debugger's mirror, prints `***`; `reveal()` is the
/// only way to the text. It is not `Codable`, so that it is not written to a file by accident.
public struct Secret: Sendable, Hashable {
    private let text: String

    /// Wraps `text` as it is; nothing is trimmed.
    public init(_ text: String) {
        self.text = text
    }

    /// The text itself. Call it where the text is handed to the network, and nowhere earlier.
    public func reveal() -> String {
        text
    }

    /// Whether there is no text at all.
    public var isEmpty: Bool { text.isEmpty }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What stands wherever a secret would.
    public static let mask = "***"

    /// Always `***`.
    public var description: String { Secret.mask }
    /// Always `***`.
    public var debugDescription: String { Secret.mask }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
