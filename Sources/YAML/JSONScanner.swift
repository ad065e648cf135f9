import Diagnostics

/// The grammar of RFC 8259, one method a production.
struct JSONScanner {
    private var cursor: SourceCursor

    init(_ source: SourceText) { cursor = SourceCursor(source) }

    mutating func document() throws(SyntaxError) -> YAMLNode {
        skipSpace()
        if cursor.byte == nil { throw malformed("expected a value, found nothing") }
        let root = try value(depth: 1)
        skipSpace()
        if cursor.byte != nil { throw malformed("expected nothing more after the value, found \(found)") }
        return root
    }

    private mutating func value(depth: Int) throws(SyntaxError) -> YAMLNode {
        let start = cursor.mark
        switch cursor.byte {
        case Self.quote:
            let text = try string()
            return YAMLNode(.scalar(text: text, style: .quoted), at: cursor.mark(from: start))
        case Self.openBrace:
            return try object(depth: depth)
        case Self.openBracket:
            return try array(depth: depth)
        case .some(let byte) where byte == Self.minus || Self.isDigit(byte):
            let text = try number()
            return YAMLNode(.scalar(text: text, style: .plain), at: cursor.mark(from: start))
        default:
            for word in ["true", "false", "null"] where take(word) {
                return YAMLNode(.scalar(text: word, style: .plain), at: cursor.mark(from: start))
            }
            throw malformed("expected a value, found \(found)")
        }
    }

    private mutating func object(depth: Int) throws(SyntaxError) -> YAMLNode {
        let start = cursor.mark
        try open(depth)
        var entries: [YAMLNode.Entry] = []
        var seen: [String: YAMLMark] = [:]
        if cursor.byte != Self.closeBrace {
            while true {
                guard cursor.byte == Self.quote else {
                    throw malformed("expected a key in double quotes, found \(found)")
                }
                let keyStart = cursor.mark
                let key = try string()
                let keyMark = cursor.mark(from: keyStart)
                if let first = seen.updateValue(keyMark, forKey: key) {
                    throw SyntaxError(.duplicateKey(key, first: first), at: keyMark, in: cursor.source)
                }
                skipSpace()
                guard cursor.byte == Self.colon else {
                    throw malformed("expected ':' after the key, found \(found)")
                }
                cursor.advance()
                skipSpace()
                entries.append(YAMLNode.Entry(key: key, keyMark: keyMark, value: try value(depth: depth + 1)))
                guard try more(until: Self.closeBrace, "expected ',' or '}'") else { break }
            }
        }
        cursor.advance()
        return YAMLNode(.mapping(entries), at: cursor.mark(from: start))
    }

    private mutating func array(depth: Int) throws(SyntaxError) -> YAMLNode {
        let start = cursor.mark
        try open(depth)
        var items: [YAMLNode] = []
        if cursor.byte != Self.closeBracket {
            while true {
                items.append(try value(depth: depth + 1))
                guard try more(until: Self.closeBracket, "expected ',' or ']'") else { break }
            }
        }
        cursor.advance()
        return YAMLNode(.sequence(items), at: cursor.mark(from: start))
    }

    private mutating func open(_ depth: Int) throws(SyntaxError) {
        if depth > YAMLNode.maximumDepth {
            throw SyntaxError(.tooDeep(limit: YAMLNode.maximumDepth), at: cursor.mark, in: cursor.source)
        }
        cursor.advance()
        skipSpace()
    }

    /// True behind a comma, false at the closing bracket.
    private mutating func more(until close: UInt8, _ expected: String) throws(SyntaxError) -> Bool {
        skipSpace()
        if cursor.byte == close { return false }
        guard cursor.byte == Self.comma else { throw malformed("\(expected), found \(found)") }
        cursor.advance()
        skipSpace()
        return true
    }

    private mutating func number() throws(SyntaxError) -> String {
        let start = cursor.index
        if cursor.byte == Self.minus { cursor.advance() }
        if cursor.byte == Self.zero {
            cursor.advance()
            if let byte = cursor.byte, Self.isDigit(byte) { throw malformed("a number cannot begin with 0") }
        } else {
            try digits()
        }
        if cursor.byte == Self.point {
            cursor.advance()
            try digits()
        }
        if cursor.byte == UInt8(ascii: "e") || cursor.byte == UInt8(ascii: "E") {
            cursor.advance()
            if cursor.byte == Self.minus || cursor.byte == UInt8(ascii: "+") { cursor.advance() }
            try digits()
        }
        return cursor.text(start..<cursor.index)
    }

    private mutating func digits() throws(SyntaxError) {
        guard let byte = cursor.byte, Self.isDigit(byte) else {
            throw malformed("expected a digit, found \(found)")
        }
        cursor.skip(while: Self.isDigit)
    }

    private mutating func string() throws(SyntaxError) -> String {
        let opening = cursor.mark
        cursor.advance()
        var text = ""
        var start = cursor.index
        while true {
            switch cursor.byte {
            case Self.quote:
                text += cursor.text(start..<cursor.index)
                cursor.advance()
                return text
            case Self.backslash:
                text += cursor.text(start..<cursor.index)
                text.unicodeScalars.append(try escape())
                start = cursor.index
            case nil, 0x0A, 0x0D:
                throw SyntaxError(.unclosedQuote, at: opening, in: cursor.source)
            case 0x09:
                throw malformed("a tab inside a string must be written '\\t'")
            default:
                cursor.advance()
            }
        }
    }

    private mutating func escape() throws(SyntaxError) -> Unicode.Scalar {
        let start = cursor.mark
        cursor.advance()
        guard let byte = cursor.byte else { throw malformed("expected an escape, found nothing") }
        if let plain = Self.escapes[byte] {
            cursor.advance()
            return try checked(plain, from: start)
        }
        guard byte == UInt8(ascii: "u") else {
            throw malformed("unknown escape: '\\' before \(found)", help: "write '\\\\' for a backslash")
        }
        let unit = try unicodeEscape()
        if let scalar = Unicode.Scalar(unit) { return try checked(scalar, from: start) }
        guard UTF16.isLeadSurrogate(UInt16(unit)), cursor.byte == Self.backslash else {
            throw halfPair(from: start)
        }
        cursor.advance()
        guard cursor.byte == UInt8(ascii: "u") else { throw halfPair(from: start) }
        let second = try unicodeEscape()
        guard UTF16.isTrailSurrogate(UInt16(second)),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
        else { throw halfPair(from: start) }
        return scalar
    }

    /// Four hexadecimal digits after `u`.
    private mutating func unicodeEscape() throws(SyntaxError) -> UInt32 {
        cursor.advance()
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = cursor.byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw malformed("expected four hexadecimal digits after '\\u', found \(found)")
            }
            unit = unit << 4 + UInt32(digit)
            cursor.advance()
        }
        return unit
    }

    private func checked(_ scalar: Unicode.Scalar, from start: YAMLMark) throws(SyntaxError) -> Unicode.Scalar
    {
        if SourceText.isRefused(scalar) {
            throw SyntaxError(.controlCharacter(scalar), at: cursor.mark(from: start), in: cursor.source)
        }
        return scalar
    }

    private func halfPair(from start: YAMLMark) -> SyntaxError {
        let message = "half of a surrogate pair is no character"
        return SyntaxError(
            .malformed(message, note: nil, help: nil), at: cursor.mark(from: start), in: cursor.source)
    }

    private mutating func take(_ word: String) -> Bool {
        guard cursor.bytes[cursor.index...].starts(with: word.utf8) else { return false }
        let after = cursor.index + word.utf8.count
        if after < cursor.bytes.count, Self.isLetter(cursor.bytes[after]) { return false }
        for _ in word.utf8 { cursor.advance() }
        return true
    }

    private mutating func skipSpace() {
        cursor.skip { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    /// What stands here, for a message.
    private var found: String {
        guard let scalar = cursor.source.scalar(at: cursor.mark) else {
            return cursor.byte == nil ? "nothing" : "the end of the line"
        }
        return "'\(scalar)'"
    }

    private func malformed(_ message: String, help: String? = nil) -> SyntaxError {
        SyntaxError(.malformed(message, note: nil, help: help), at: cursor.mark, in: cursor.source)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let openBrace = UInt8(ascii: "{")
    private static let closeBrace = UInt8(ascii: "}")
    private static let openBracket = UInt8(ascii: "[")
    private static let closeBracket = UInt8(ascii: "]")
    private static let colon = UInt8(ascii: ":")
    private static let comma = UInt8(ascii: ",")
    private static let minus = UInt8(ascii: "-")
    private static let point = UInt8(ascii: ".")
    private static let zero = UInt8(ascii: "0")

    private static let escapes: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "n"): "\n",
        UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t", UInt8(ascii: "b"): "\u{8}",
        UInt8(ascii: "f"): "\u{C}",
    ]

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
