import Diagnostics
import YAML

/// A Markdown file cut into its front matter and the parts of its text.
struct FrontMatter {
    /// The mapping between the two `---` lines.
    let fields: YAMLNode
    /// The text behind it, cut at lines that are `---` alone; trimmed.
    let parts: [String]
    /// The whole file, for diagnostics.
    let source: SourceText

    /// Why a file has no front matter.
    enum Failure: Error {
        case syntax(SyntaxError)
        case noFrontMatter(SourceText)
        case notClosed(SourceText)
    }

    init(_ file: QueueFile) throws(Failure) {
        let source: SourceText
        do throws(SyntaxError) {
            source = try SourceText(bytes: file.bytes, file: "queue/" + file.path)
            try source.checkNul()
        } catch {
            throw .syntax(error)
        }
        guard source.lines.first.map(FrontMatter.isRule) == true else { throw .noFrontMatter(source) }
        guard let closing = source.lines.dropFirst().firstIndex(where: FrontMatter.isRule) else {
            throw .notClosed(source)
        }
        do throws(SyntaxError) {
            fields = try YAMLNode.parse(source.excerpt(2..<closing + 1))
        } catch {
            throw .syntax(error)
        }
        parts = FrontMatter.thread(source.lines[(closing + 1)...])
        self.source = source
    }

    /// The parts of a thread in a text: a line `---` begins the next one. Always at least one; trimmed.
    static func thread(_ lines: some Sequence<String>) -> [String] {
        lines.reduce(into: [[String]()]) { parts, line in
            if isRule(line) { parts.append([]) } else { parts[parts.count - 1].append(line) }
        }.map { trimmed($0) }
    }

    private static func isRule(_ line: String) -> Bool {
        line.hasPrefix("---") && line.dropFirst(3).allSatisfy { $0 == " " || $0 == "\t" }
    }

    /// The lines as one text without blank lines at its ends and without spaces at the ends of lines.
    private static func trimmed(_ lines: [String]) -> String {
        let clean = lines.map { line in
            // Most lines end with none, and turning each around is dear.
            guard let last = line.utf8.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") else {
                return line
            }
            return String(line.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
        let start = clean.firstIndex { !$0.isEmpty } ?? clean.count
        let end = clean.lastIndex { !$0.isEmpty } ?? -1
        return start > end ? "" : clean[start...end].joined(separator: "\n")
    }
}
