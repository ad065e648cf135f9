import Diagnostics

/// Reads JSON into the same nodes as YAML.
///
/// Foundation reads JSON too, but forgets where each value stood, keeps the last of two equal keys without a
/// word and turns numbers into binary fractions. A queue of a thousand lines needs to say which line, so this
/// scanner is our own: strict RFC 8259, numbers kept as their source text, equal keys refused, depth limited.
public enum JSONReader {
    /// Reads one value; `limit` is the most bytes that are read.
    ///
    /// Numbers, `true`, `false` and `null` become plain scalars, strings quoted ones.
    public static func parse(
        _ source: SourceText, limit: Int = SourceText.defaultLimit
    ) throws(SyntaxError) -> YAMLNode {
        try source.checkSize(limit)
        try source.checkCharacters()
        var scanner = JSONScanner(source)
        return try scanner.document()
    }

    /// Reads one value from a text that begins at `firstLine` of its file.
    public static func parse(_ text: String, file: String, firstLine: Int = 1) throws(SyntaxError) -> YAMLNode
    {
        try parse(SourceText(text, file: file, firstLine: firstLine))
    }

    /// Reads JSON Lines: one value a line, blank lines skipped. A line that cannot be read takes only itself out.
    public static func parseLines(
        _ source: SourceText, limit: Int = SourceText.defaultLimit
    ) -> (nodes: [YAMLNode], errors: [SyntaxError]) {
        var nodes: [YAMLNode] = []
        var errors: [SyntaxError] = []
        do throws(SyntaxError) { try source.checkSize(limit) } catch { return ([], [error]) }
        for (index, line) in source.lines.enumerated() {
            if line.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            do throws(SyntaxError) {
                nodes.append(try parse(line, file: source.file, firstLine: source.firstLine + index))
            } catch {
                errors.append(error)
            }
        }
        return (nodes, errors)
    }
}
