import Diagnostics

extension SyntaxError {
    /// The error in the user's words, ready for the printer.
    public var diagnostic: Diagnostic {
        let text = problem.text(file: location.file)
        return Diagnostic(
            .error, code: text.code, text.message, at: location, sourceLine: sourceLine,
            notes: text.note.map { [$0] } ?? [], help: text.help)
    }
}

extension SyntaxError.Problem {
    fileprivate struct Text {
        var code: String
        var message: String
        var note: String?
        var help: String?

        init(_ code: String, _ message: String, note: String? = nil, help: String? = nil) {
            self.code = code
            self.message = message
            self.note = note
            self.help = help
        }
    }

    fileprivate func text(file: String) -> Text {
        switch self {
        case .invalidUTF8(let byte):
            Text(
                "invalid-utf8", "byte 0x\(hex(UInt32(byte), 2)) is not UTF-8", help: "save the file as UTF-8")
        case .utf16:
            Text("invalid-utf8", "the file is UTF-16", help: "save the file as UTF-8")
        case .controlCharacter(let scalar):
            Text(
                "control-character", "the control character \(name(scalar)) is not allowed", help: "remove it"
            )
        case .lineSeparator(let scalar):
            Text(
                "line-separator", "the invisible line separator \(name(scalar)) is not allowed",
                help: "remove it, or begin a new line in the editor")
        case .tooLarge(let bytes, let limit):
            Text("too-large", "the file has \(bytes) bytes, more than the \(limit) that are read")
        case .tooDeep(let limit):
            Text("too-deep", "lists and mappings are nested more than \(limit) deep")
        case .anchor:
            Text(
                "yaml-anchor", "anchors (&name) are not allowed", help: "quote the text if it begins with '&'"
            )
        case .alias:
            Text(
                "yaml-alias", "aliases (*name) are not allowed", help: "quote the text if it begins with '*'")
        case .tag:
            Text("yaml-tag", "tags (!name) are not allowed", help: "quote the text if it begins with '!'")
        case .mergeKey:
            Text("yaml-merge", "merge keys (<<) are not allowed", help: "write the keys out")
        case .complexKey:
            Text(
                "yaml-key", "a list or mapping cannot be a key",
                help: "quote the text if it begins with '[' or '{'")
        case .emptyKey:
            Text("empty-key", "the name before ':' or of a column is empty")
        case .duplicateKey(let key, let first):
            Text(
                "duplicate-key", "duplicate key '\(key)'",
                note: "first used in \(file):\(first.line):\(first.column)")
        case .secondDocument:
            Text(
                "second-document", "a second document begins here",
                help: "one file holds one document; remove '---'")
        case .malformed(let message, let note, let help):
            Text("syntax", message, note: note, help: help)
        case .raggedRow(let cells, let columns):
            Text(
                "ragged-row", "this row has \(count(cells, "cell")), the header has \(columns)",
                help: "put a cell that contains a comma or a line break in double quotes")
        case .unclosedQuote:
            Text("unclosed-quote", "this quote is never closed")
        case .strayQuote:
            Text(
                "stray-quote", "a quote stands beside other text of the cell",
                help: "put the whole cell in double quotes and double those inside")
        case .separator(let found):
            Text("separator", "the columns are separated by '\(found)'", help: "save the table with commas")
        }
    }

    private func name(_ scalar: Unicode.Scalar) -> String { "U+" + hex(scalar.value, 4) }

    private func hex(_ value: UInt32, _ digits: Int) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    private func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
