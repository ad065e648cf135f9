import Diagnostics
import YAML

/// One reader of foreign bytes, and what must hold whatever they are.
///
/// A trap, a loop without end and a wrong outcome are all found: the first two by whoever runs it, the last by `run`.
public struct FuzzTarget: Sendable {
    /// Its name, and that of its folder of the corpus.
    public let name: String
    /// Words that its inputs are made of, for mutations.
    public let words: [String]
    /// How many inputs a short run tries.
    public let quick: Int
    /// Reads the bytes; says what is wrong about the outcome, nil if nothing is.
    public let run: @Sendable ([UInt8]) -> String?

    init(
        _ name: String, words: [String] = [], quick: Int = 300, run: @escaping @Sendable ([UInt8]) -> String?
    ) {
        self.name = name
        self.words = words
        self.quick = quick
        self.run = run
    }

    /// Every target, in order of their names.
    public static let all = (texts + bytes + answers + screens).sorted { $0.name < $1.name }

    /// The target of this name.
    public static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// What is asked of every outcome.
enum Outcome {
    /// Nothing that a terminal would obey, and nothing that hides.
    static func controls(in shown: String, of what: String) -> String? {
        TerminalText.escaped(shown, keepingLineBreaks: true) == shown
            ? nil : "\(what) has control characters"
    }

    /// The findings have places inside of the text, and are printed without control characters.
    static func findings(_ diagnostics: [Diagnostic], in bytes: [UInt8]) -> String? {
        let lines = (try? SourceText(bytes: bytes, file: ""))?.lines
        for one in diagnostics {
            guard let place = one.location, let line = place.line else { continue }
            guard line >= 1, place.column ?? 1 >= 1, place.endColumn ?? .max > place.column ?? 0 else {
                return "the place of '\(one.code)' is \(place)"
            }
            guard let lines else { continue }
            // Behind the last line, and behind the last column, something may be missing.
            guard line <= lines.count + 1 else { return "'\(one.code)' is in line \(line) of \(lines.count)" }
            let width = line <= lines.count ? lines[line - 1].unicodeScalars.count : 0
            guard place.column ?? 1 <= width + 1 else {
                return "'\(one.code)' is in column \(place.column ?? 0) of \(width) in line \(line)"
            }
        }
        return controls(in: DiagnosticPrinter().report(diagnostics), of: "the report")
    }

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
