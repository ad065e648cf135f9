/// A finding in JSON: `severity`, `code`, `message`, `file`, `line`, `column`, `end_column`, `notes`, `help`.
///
/// Every key is always there; what is not known is null. The source line is left out: a program can open the file.
extension Diagnostic: Encodable {
    private enum CodingKeys: String, CodingKey {
        case severity, code, message, file, line, column
        case endColumn = "end_column"
        case notes, help
    }

    /// Writes the keys named above.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(severity.rawValue, forKey: .severity)
        try container.encode(code, forKey: .code)
        try container.encode(message, forKey: .message)
        try container.encode(location?.file, forKey: .file)
        try container.encode(location?.line, forKey: .line)
        try container.encode(location?.column, forKey: .column)
        try container.encode(location?.endColumn, forKey: .endColumn)
        try container.encode(notes, forKey: .notes)
        try container.encode(help, forKey: .help)
    }
}
