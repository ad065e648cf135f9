import Diagnostics

/// An entry of a mapping whose keys are names that the user chose, such as `accounts`.
public struct NamedField {
    /// The key.
    public let name: String
    /// Where the key stands.
    public let nameMark: YAMLMark
    /// What stands after the colon.
    public let value: FieldValue

    /// Reports an error at the name.
    public func errorAtName(_ code: String, _ message: String, notes: [String] = [], help: String? = nil) {
        value.sink.report(
            Diagnostic(
                .error, code: code, message, at: nameMark.location(in: value.source.file),
                sourceLine: value.source.line(nameMark.line), notes: notes, help: help))
    }
}
