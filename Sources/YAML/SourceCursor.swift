import Diagnostics

/// Walks over a text's bytes and knows line and column at every step.
struct SourceCursor {
    let source: SourceText
    let bytes: [UInt8]
    private(set) var index = 0
    private(set) var line: Int
    private(set) var column = 1

    init(_ source: SourceText) {
        self.source = source
        bytes = Array(source.text.utf8)
        line = source.firstLine
    }

    /// The byte here, nil at the end.
    var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// This place.
    var mark: YAMLMark { YAMLMark(line: line, column: column) }

    /// Goes on by one byte; LF, CRLF (as one) and CR begin a line, bytes inside of a character do not count.
    mutating func advance() {
        guard let byte else { return }
        index += 1
        if byte == 0x0A || (byte == 0x0D && self.byte != 0x0A) {
            line += 1
            column = 1
        } else if byte != 0x0D, self.byte.map({ $0 & 0xC0 != 0x80 }) ?? true {
            column += 1
        }
    }

    /// Goes on over all bytes that satisfy `condition`.
    mutating func skip(while condition: (UInt8) -> Bool) {
        while let byte, condition(byte) { advance() }
    }

    /// From a start to here.
    func mark(from start: YAMLMark) -> YAMLMark {
        YAMLMark(line: start.line, column: start.column, endLine: line, endColumn: column)
    }

    /// The text of some bytes; they must begin and end between characters.
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
