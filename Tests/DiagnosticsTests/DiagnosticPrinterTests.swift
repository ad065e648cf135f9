import Testing

@testable import Diagnostics

@Suite struct DiagnosticPrinterTests {
    private let unknownKey = Diagnostic(
        .error, code: "unknown-key", "unknown key 'prioritee'",
        at: SourceLocation(file: "queue/launch.md", line: 4, column: 1, endColumn: 10),
        sourceLine: "prioritee: 4", notes: ["first used in queue/a.md:3:1"], help: "did you mean 'priority'?")

    private func lines(_ source: String, _ column: Int, _ endColumn: Int? = nil) -> [String] {
        let place = SourceLocation(file: "a", line: 1, column: column, endColumn: endColumn)
        let diagnostic = Diagnostic(.error, code: "c", "m", at: place, sourceLine: source)
        return DiagnosticPrinter().text(diagnostic).split(separator: "\n").dropFirst().map(String.init)
    }

    @Test func `a finding shows place, sentence, line, caret, notes and help`() {
        #expect(
            DiagnosticPrinter().text(unknownKey) == """
                queue/launch.md:4:1: error: unknown key 'prioritee' [unknown-key]
                    prioritee: 4
                    ^~~~~~~~~
                  note: first used in queue/a.md:3:1
                  help: did you mean 'priority'?

                """)
    }

    @Test func `colour marks place, severity and caret`() {
        let text = DiagnosticPrinter(colour: true).text(unknownKey)
        #expect(
            text.hasPrefix("\u{1B}[1mqueue/launch.md:4:1:\u{1B}[0m \u{1B}[1;31merror:\u{1B}[0m unknown key"))
        #expect(text.contains("\n    \u{1B}[1;32m^~~~~~~~~\u{1B}[0m\n"))
        #expect(text.contains("\n  \u{1B}[36mhelp:\u{1B}[0m did you mean"))
        let warning = Diagnostic(.warning, code: "c", "m")
        #expect(DiagnosticPrinter(colour: true).text(warning) == "\u{1B}[1;33mwarning:\u{1B}[0m m [c]\n")
    }

    @Test func `what is not known is left out`() {
        #expect(DiagnosticPrinter().text(Diagnostic(.error, code: "c", "m")) == "error: m [c]\n")
        let file = Diagnostic(.warning, code: "c", "m", at: SourceLocation(file: "a"))
        #expect(DiagnosticPrinter().text(file) == "a: warning: m [c]\n")
        let line = Diagnostic(
            .error, code: "c", "m", at: SourceLocation(file: "a", line: 3), sourceLine: "x\ty")
        #expect(DiagnosticPrinter().text(line) == "a:3: error: m [c]\n    x   y\n")
    }

    @Test func `the caret stands right after tabs, wide characters and combining marks`() {
        #expect(lines("\tx: y", 5) == ["        x: y", "           ^"])
        #expect(lines("a\tb: y", 3, 4) == ["    a   b: y", "        ^"])
        #expect(lines("日本: 語x", 5, 6) == ["    日本: 語x", "          ^~"])
        #expect(lines("e\u{301}: v", 5) == ["    e\u{301}: v", "       ^"])
        #expect(lines("👩‍👩‍👧: vw", 8, 10) == ["    👩‍👩‍👧: vw", "        ^~"])
    }

    @Test func `a caret beyond the line stands right behind it`() {
        #expect(lines("key:", 5) == ["    key:", "        ^"])
        #expect(lines("key:", 50) == ["    key:", "        ^"])
        #expect(lines("", 1) == ["    ", "    ^"])
        #expect(lines("key: ab", 6, 99) == ["    key: ab", "         ^~"])
    }

    @Test func `control and bidirectional characters are shown, not obeyed`() {
        #expect(
            lines("a\u{1B}[2Jb: \u{202E}x", 9, 10) == [
                "    a\\u{1B}[2Jb: \\u{202E}x", "                 ^~~~~~~~",
            ])
        let forged = Diagnostic(
            .error, code: "c", "no '\n\u{1B}[1mall fine'", at: SourceLocation(file: "a\nb"), notes: ["x\ny"],
            help: "\r")
        #expect(
            DiagnosticPrinter().text(forged) == """
                a\\nb: error: no '\\n\\u{1B}[1mall fine' [c]
                  note: x\\ny
                  help: \\r

                """)
    }

    @Test func `a very long line is cut around the caret`() {
        let long = String(repeating: "a", count: 500) + "X" + String(repeating: "b", count: 1_000_000)
        let shown = lines(long, 501, 502)
        #expect(
            shown[0] == "    …" + String(repeating: "a", count: 40) + "X" + String(repeating: "b", count: 79)
                + "…")
        #expect(shown[1] == "    " + String(repeating: " ", count: 41) + "^")
        let all = lines(long, 1, 1_000)
        #expect(all[0] == "    " + String(repeating: "a", count: 120) + "…")
        #expect(all[1] == "    ^" + String(repeating: "~", count: 119))
        let end = lines(String(repeating: "a", count: 500), 501)
        #expect(end[0] == "    …" + String(repeating: "a", count: 40))
        #expect(end[1] == "    " + String(repeating: " ", count: 41) + "^")
    }

    @Test func `a report is sorted by place and counted`() {
        let other = Diagnostic(
            .warning, code: "z", "odd", at: SourceLocation(file: "queue/launch.md", line: 2))
        let same = Diagnostic(
            .warning, code: "a", "odd", at: SourceLocation(file: "queue/launch.md", line: 4, column: 1))
        let nowhere = Diagnostic(.error, code: "n", "no queue")
        #expect(
            DiagnosticPrinter().report([same, unknownKey, other, nowhere]) == """
                error: no queue [n]
                queue/launch.md:2: warning: odd [z]
                queue/launch.md:4:1: error: unknown key 'prioritee' [unknown-key]
                    prioritee: 4
                    ^~~~~~~~~
                  note: first used in queue/a.md:3:1
                  help: did you mean 'priority'?
                queue/launch.md:4:1: warning: odd [a]
                2 errors, 2 warnings in 1 file

                """)
    }

    @Test func `of a file with very many findings some are shown and all are counted`() {
        func found(_ file: String, _ line: Int) -> Diagnostic {
            Diagnostic(.error, code: "c", "m", at: SourceLocation(file: file, line: line))
        }
        var printer = DiagnosticPrinter()
        #expect(printer.mostPerFile == 50)
        printer.mostPerFile = 2
        let many = [found("b", 1), found("a", 3), found("a", 1), found("a", 2), found("c", 1), found("c", 2)]
        #expect(
            printer.report(many) == """
                a:1: error: m [c]
                a:2: error: m [c]
                a: 1 more, not shown
                b:1: error: m [c]
                c:1: error: m [c]
                c:2: error: m [c]
                6 errors in 3 files

                """)
    }

    @Test func `the summary counts errors, warnings and files`() {
        func found(_ severity: Diagnostic.Severity, _ file: String?) -> Diagnostic {
            Diagnostic(severity, code: "c", "m", at: file.map { SourceLocation(file: $0) })
        }
        let many = [found(.error, "a"), found(.error, "b"), found(.warning, "c")]
        #expect(DiagnosticPrinter.summary(many) == "2 errors, 1 warning in 3 files")
        #expect(DiagnosticPrinter.summary([found(.error, "a")]) == "1 error in 1 file")
        #expect(DiagnosticPrinter.summary([found(.warning, nil)]) == "1 warning")
        #expect(DiagnosticPrinter.summary([]) == "no errors, no warnings")
    }
}
