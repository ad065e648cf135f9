import Diagnostics

extension SourceText {
    /// The most bytes a queue or policy file may have, 1 MiB: far above any real one.
    public static let defaultLimit = 1 << 20

    /// Throws when the text has more than `limit` bytes.
    func checkSize(_ limit: Int) throws(SyntaxError) {
        let size = text.utf8.count
        if size > limit {
            throw SyntaxError(.tooLarge(bytes: size, limit: limit), at: SourceLocation(file: file))
        }
    }

    /// Throws at the first character that no text file should hold.
    ///
    /// - Parameter refusingSeparators: also refuse NEL, U+2028 and U+2029. YAML 1.1 takes these for line breaks and
    ///   no editor shows them as such, so a value would end, or a key begin, where nobody sees it.
    func checkCharacters(refusingSeparators: Bool = false) throws(SyntaxError) {
        for (index, line) in lines.enumerated() {
            // Nearly every line is plain ASCII text: one pass over its bytes settles it.
            if line.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }) { continue }
            var column = 0
            for scalar in line.unicodeScalars {
                column += 1
                let isSeparator = refusingSeparators && Self.isSeparator(scalar)
                guard isSeparator || Self.isRefused(scalar) else { continue }
                let place = SourceLocation(file: file, line: firstLine + index, column: column)
                throw SyntaxError(
                    isSeparator ? .lineSeparator(scalar) : .controlCharacter(scalar), at: place,
                    sourceLine: line)
            }
        }
    }

    /// Throws at the first NUL: a text is cut there wherever C reads it, and so would be sent or remembered as another one.
    public func checkNul() throws(SyntaxError) {
        guard text.utf8.contains(0) else { return }
        for (index, line) in lines.enumerated() {
            guard let column = line.unicodeScalars.enumerated().first(where: { $0.element == "\0" })?.offset
            else { continue }
            let place = SourceLocation(file: file, line: firstLine + index, column: column + 1)
            throw SyntaxError(.controlCharacter("\0"), at: place, sourceLine: line)
        }
    }

    /// Control characters other than tab and line breaks, and the two noncharacters that libyaml refuses.
    static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x85: false
        case 0x00...0x1F, 0x7F...0x9F, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        [0x85, 0x2028, 0x2029].contains(scalar.value)
    }
}
