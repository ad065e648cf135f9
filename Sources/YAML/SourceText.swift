import Diagnostics

/// A file's text, cut into lines, as the readers and their diagnostics need it.
public struct SourceText: Hashable, Sendable {
    /// Path as the user knows it.
    public let file: String
    /// The text without a byte order mark.
    public let text: String
    /// The number of the text's first line in its file; above 1 for a part of a file.
    public let firstLine: Int
    /// The lines without their breaks. LF, CRLF and a lone CR end a line, nothing else does.
    public let lines: [String]

    /// Takes a text that is known to be valid Unicode; a byte order mark at its start is dropped.
    public init(_ text: String, file: String, firstLine: Int = 1) {
        var text = text
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        self.text = text
        self.file = file
        self.firstLine = firstLine
        self.lines = Self.split(text)
    }

    /// Decodes a file's bytes.
    ///
    /// Throws ``SyntaxError`` with line and column of the first byte that is not UTF-8.
    public init(bytes: [UInt8], file: String) throws(SyntaxError) {
        if let text = String(validating: bytes, as: UTF8.self) {
            self.init(text, file: file)
            return
        }
        let end = UTF8Check.validPrefix(of: bytes)
        // What precedes the first bad byte is valid, so lines and columns up to it are exact.
        let before = SourceText(String(decoding: bytes[..<end], as: UTF8.self), file: file)
        let broken = bytes[end...].prefix { $0 != 0x0A && $0 != 0x0D }
        let place = SourceLocation(
            file: file, line: before.lines.count, column: (before.lines.last?.unicodeScalars.count ?? 0) + 1)
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        throw SyntaxError(
            isUTF16 ? .utf16 : .invalidUTF8(byte: bytes[end]), at: place,
            sourceLine: (before.lines.last ?? "") + String(decoding: broken.prefix(200), as: UTF8.self))
    }

    /// The line with that number in the file, nil outside of the text.
    public func line(_ number: Int) -> String? {
        let index = number - firstLine
        return lines.indices.contains(index) ? lines[index] : nil
    }

    /// The text of some lines, numbered as in the file: front matter is
    /// `source.excerpt(2..<closing)` with `closing` the line of the second `---`.
    ///
    /// Lines outside of the text are left out.
    public func excerpt(_ numbers: Range<Int>) -> SourceText {
        let indices = numbers.clamped(to: firstLine..<(firstLine + lines.count))
        let part = lines[(indices.lowerBound - firstLine)..<(indices.upperBound - firstLine)]
        return SourceText(part.joined(separator: "\n"), file: file, firstLine: indices.lowerBound)
    }

    private static func split(_ text: String) -> [String] {
        var lines: [String] = []
        let bytes = text.utf8
        var start = bytes.startIndex
        var index = start
        while index < bytes.endIndex {
            let byte = bytes[index]
            let next = bytes.index(after: index)
            if byte == 0x0A || byte == 0x0D {
                lines.append(String(text[start..<index]))
                start = next
                if byte == 0x0D, next < bytes.endIndex, bytes[next] == 0x0A {
                    start = bytes.index(after: next)
                }
                index = start
            } else {
                index = next
            }
        }
        lines.append(String(text[start...]))
        return lines
    }
}

/// Finds the first byte that is not UTF-8 (Unicode Standard, table 3-7).
enum UTF8Check {
    /// How many bytes from the start are whole, valid characters.
    static func validPrefix(of bytes: [UInt8]) -> Int {
        var index = 0
        while index < bytes.count {
            let length = sequence(bytes[index])
            guard length > 0, index + length <= bytes.count else { return index }
            if length > 1 {
                guard second(after: bytes[index]).contains(bytes[index + 1]) else { return index }
                for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return index }
            }
            index += length
        }
        return index
    }

    private static func sequence(_ lead: UInt8) -> Int {
        switch lead {
        case 0x00...0x7F: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }

    /// Overlong forms, surrogates and values above U+10FFFF are excluded by the second byte.
    private static func second(after lead: UInt8) -> ClosedRange<UInt8> {
        switch lead {
        case 0xE0: 0xA0...0xBF
        case 0xED: 0x80...0x9F
        case 0xF0: 0x90...0xBF
        case 0xF4: 0x80...0x8F
        default: 0x80...0xBF
        }
    }
}
