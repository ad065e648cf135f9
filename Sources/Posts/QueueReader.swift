import Diagnostics
import YAML

/// A queue, read: the posts that are sound, and what is to be said about the others.
public struct Queue: Hashable, Sendable {
    /// Sound posts, drafts included, in order of their ids.
    public var posts: [Post]
    /// Findings, in the order of files and lines.
    public var diagnostics: [Diagnostic]

    /// A queue of these posts.
    public init(posts: [Post], diagnostics: [Diagnostic] = []) {
        self.posts = posts
        self.diagnostics = diagnostics
    }
}

/// Reads the files of a queue. A file (or row) that cannot be read takes only itself out.
public struct QueueReader {
    private let vocabulary: Vocabulary
    private let hasFile: (String) -> Bool

    /// A reader that knows these words.
    ///
    /// - Parameter hasFile: Whether a path relative to the workspace is a regular file inside of it.
    public init(vocabulary: Vocabulary, hasFile: @escaping (String) -> Bool) {
        self.vocabulary = vocabulary
        self.hasFile = hasFile
    }

    /// Reads and checks all files.
    public func read(_ files: [QueueFile]) -> Queue {
        let sink = DiagnosticSink()
        var read: [ReadPost] = []
        for file in files.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
            switch file.path.split(separator: ".").last {
            case "md": read += markdown(file, sink).map { [$0] } ?? []
            case "csv": read += table(file, sink)
            case "jsonl": read += lines(file, sink)
            default: break
            }
        }
        let checks = QueueChecks(vocabulary: vocabulary, hasFile: hasFile, sink: sink)
        let sound = checks.sound(read).map(\.post).sorted { $0.id < $1.id }
        return Queue(
            posts: sound,
            diagnostics: sink.diagnostics.sorted { ($0.location ?? .none) < ($1.location ?? .none) })
    }

    private func markdown(_ file: QueueFile, _ sink: DiagnosticSink) -> ReadPost? {
        let matter: FrontMatter
        do throws(FrontMatter.Failure) {
            matter = try FrontMatter(file)
        } catch {
            sink.report(error.diagnostic)
            return nil
        }
        guard let fields = FieldReader(matter.fields, in: matter.source, reporting: sink) else { return nil }
        let id = PostID(file.stem)
        guard var read = PostFields(vocabulary: vocabulary).read(id, fields, body: matter.parts) else {
            return nil
        }
        // Most of what is said of a sound post is about its kind.
        read.post.location =
            fields.value("kind")?.mark.location(in: matter.source.file)
            ?? SourceLocation(file: matter.source.file)
        return read
    }

    private func table(_ file: QueueFile, _ sink: DiagnosticSink) -> [ReadPost] {
        guard let source = source(file, sink) else { return [] }
        let table = CSVReader.read(source)
        for error in table.errors { sink.report(error.diagnostic) }
        return table.rows.compactMap { row in
            do throws(SyntaxError) {
                let node = try CellValue.expanding(table.node(row), in: source)
                return self.row(node, number: row.number, of: file, source, .csv, sink)
            } catch {
                sink.report(error.diagnostic)
                return nil
            }
        }
    }

    private func lines(_ file: QueueFile, _ sink: DiagnosticSink) -> [ReadPost] {
        guard let source = source(file, sink) else { return [] }
        let lines = JSONReader.parseLines(source)
        for error in lines.errors { sink.report(error.diagnostic) }
        let first = source.firstLine
        let blank = source.lines.map { $0.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
        return lines.nodes.compactMap { node in
            // Rows are counted without blank lines, so that a row keeps its number when others fail.
            let number = blank[0..<(node.mark.line - first + 1)].count { !$0 }
            return row(node, number: number, of: file, source, .json, sink)
        }
    }

    private func row(
        _ node: YAMLNode, number: Int, of file: QueueFile, _ source: SourceText, _ syntax: FieldSyntax,
        _ sink: DiagnosticSink
    ) -> ReadPost? {
        guard let fields = FieldReader(node, in: source, reporting: sink, syntax: syntax) else { return nil }
        let errors = sink.errorCount
        let name = fields.custom("id", expected: "a word without spaces") { text in
            text.isEmpty || text.unicodeScalars.contains { $0.properties.isWhitespace || $0.value < 0x21 }
                ? nil : text
        }
        let id = PostID(file.stem + "/" + (name ?? String(number)))
        guard var read = PostFields(vocabulary: vocabulary).read(id, fields, body: nil),
            sink.errorCount == errors
        else { return nil }
        read.post.location = SourceLocation(file: source.file, line: node.mark.line)
        return read
    }

    private func source(_ file: QueueFile, _ sink: DiagnosticSink) -> SourceText? {
        do throws(SyntaxError) {
            return try SourceText(bytes: file.bytes, file: "queue/" + file.path)
        } catch {
            sink.report(error.diagnostic)
            return nil
        }
    }
}

extension SourceLocation {
    fileprivate static let none = SourceLocation(file: "")
}

extension FrontMatter.Failure {
    /// What to tell a person.
    var diagnostic: Diagnostic {
        switch self {
        case .syntax(let error): error.diagnostic
        case .noFrontMatter(let source):
            Diagnostic(
                .error, code: "no-front-matter", "the file does not begin with a line '---'",
                at: SourceLocation(file: source.file, line: 1, column: 1), sourceLine: source.lines.first,
                help: "begin with '---', then lines such as 'kind: curated', then '---' and the text")
        case .notClosed(let source):
            Diagnostic(
                .error, code: "front-matter-not-closed", "no second line '---' ends the front matter",
                at: SourceLocation(file: source.file, line: 1, column: 1), sourceLine: source.lines.first,
                help: "put a line '---' between the keys and the text")
        }
    }
}

/// Cells of a table that hold more than one text: `[a, b]` and `{every: 30d}` are read as YAML.
enum CellValue {
    private static let nested: Set<String> = [
        "accounts", "after", "at", "card", "evergreen", "images", "text", "topics", "variants",
    ]

    /// The row with its nested cells read; their places are those of the cells.
    static func expanding(_ row: YAMLNode, in source: SourceText) throws(SyntaxError) -> YAMLNode {
        var entries = row.entries ?? []
        for index in entries.indices where nested.contains(entries[index].key) {
            guard let text = entries[index].value.text, text.hasPrefix("[") || text.hasPrefix("{") else {
                continue
            }
            let mark = entries[index].value.mark
            do throws(SyntaxError) {
                entries[index].value = placed(try YAMLNode.parse(text, file: source.file), at: mark)
            } catch {
                // A place within the cell says nothing about the file; the cell's own does.
                var problem = error.problem
                if case .malformed(let message, _, let help) = problem {
                    problem = .malformed(message, note: nil, help: help)
                }
                throw SyntaxError(
                    problem, at: mark.location(in: source.file), sourceLine: source.line(mark.line))
            }
        }
        return YAMLNode(.mapping(entries), at: row.mark)
    }

    private static func placed(_ node: YAMLNode, at mark: YAMLMark) -> YAMLNode {
        switch node.content {
        case .scalar: YAMLNode(node.content, at: mark)
        case .sequence(let items): YAMLNode(.sequence(items.map { placed($0, at: mark) }), at: mark)
        case .mapping(let entries):
            YAMLNode(
                .mapping(
                    entries.map { .init(key: $0.key, keyMark: mark, value: placed($0.value, at: mark)) }),
                at: mark)
        }
    }
}
