/// Prints findings for people: place, sentence, the line with a caret, notes and help.
///
///     queue/launch.md:4:1: error: unknown key 'prioritee' [unknown-key]
///         prioritee: 4
///         ^~~~~~~~~
///       help: did you mean 'priority'?
public struct DiagnosticPrinter: Sendable {
    /// Whether to colour with ANSI sequences.
    public var colour: Bool
    /// How many findings of one file ``report(_:)`` prints before it only counts the others.
    public var mostPerFile = 50

    /// A printer; ask the terminal and `NO_COLOR` before turning colour on.
    public init(colour: Bool = false) {
        self.colour = colour
    }

    /// All findings, sorted by place, and a line that counts them; each line ends with a line break.
    public func report(_ diagnostics: [Diagnostic]) -> String {
        var printed = ""
        var inFile = 0
        let sorted = diagnostics.sorted(by: Self.precedes)
        for (index, diagnostic) in sorted.enumerated() {
            inFile += 1
            if inFile <= mostPerFile { printed += text(diagnostic) }
            let next = index + 1 < sorted.count ? sorted[index + 1] : nil
            if let next, next.location?.file == diagnostic.location?.file { continue }
            if inFile > mostPerFile {
                let file = diagnostic.location.map { TerminalText.escaped($0.file) + ": " } ?? ""
                printed += "\(file)\(inFile - mostPerFile) more, not shown\n"
            }
            inFile = 0
        }
        return printed + Self.summary(diagnostics) + "\n"
    }

    /// One finding; each of its lines ends with a line break.
    public func text(_ diagnostic: Diagnostic) -> String {
        var lines = [headline(diagnostic)]
        if let line = diagnostic.sourceLine, let column = diagnostic.location?.column {
            let snippet = SourceSnippet(line, column: column, endColumn: diagnostic.location?.endColumn)
            let caret = "^" + String(repeating: "~", count: snippet.length - 1)
            lines.append("    " + snippet.text)
            lines.append("    " + String(repeating: " ", count: snippet.indent) + paint(caret, "1;32"))
        } else if let line = diagnostic.sourceLine {
            lines.append("    " + SourceSnippet(line, column: 1, endColumn: nil).text)
        }
        lines += diagnostic.notes.map { "  " + paint("note:", "36") + " " + TerminalText.escaped($0) }
        if let help = diagnostic.help {
            lines.append("  " + paint("help:", "36") + " " + TerminalText.escaped(help))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The count of findings, such as "2 errors, 1 warning in 3 files", or "no errors, no warnings".
    public static func summary(_ diagnostics: [Diagnostic]) -> String {
        let errors = diagnostics.count { $0.isError }
        let warnings = diagnostics.count - errors
        let files = Set(diagnostics.compactMap { $0.location?.file }).count
        if diagnostics.isEmpty { return "no errors, no warnings" }
        let counts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }.map { count($0.0, $0.1) }
        return counts.joined(separator: ", ") + (files > 0 ? " in " + count(files, "file") : "")
    }

    /// By place, those without one first; at one place errors first, then by code and message.
    public static func precedes(_ a: Diagnostic, _ b: Diagnostic) -> Bool {
        switch (a.location, b.location) {
        case (nil, .some): return true
        case (.some, nil): return false
        case (let here?, let there?) where here < there: return true
        case (let here?, let there?) where there < here: return false
        default: break
        }
        return (a.isError ? 0 : 1, a.code, a.message) < (b.isError ? 0 : 1, b.code, b.message)
    }

    private func headline(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.location.map { location in
            [
                TerminalText.escaped(location.file), location.line.map(String.init),
                location.column.map(String.init),
            ]
            .compactMap(\.self).joined(separator: ":") + ":"
        }
        let severity = paint(diagnostic.severity.rawValue + ":", diagnostic.isError ? "1;31" : "1;33")
        let sentence = TerminalText.escaped(diagnostic.message) + " [\(diagnostic.code)]"
        return [place.map { paint($0, "1") }, severity, sentence].compactMap(\.self).joined(separator: " ")
    }

    private func paint(_ text: String, _ code: String) -> String {
        colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
