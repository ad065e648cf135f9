/// How networks count the length of a text.
enum TextMeasure: Sendable, Hashable {
    /// Extended grapheme clusters, what readers call characters; an address counts `urlLength`, and a mention
    /// of an account elsewhere without its server (Mastodon).
    case graphemes(urlLength: Int)
    /// Unicode code points, nothing shortened (GoToSocial, Takahē).
    case codePoints

    /// The length of `text`.
    func length(of text: String) -> Int {
        switch self {
        case .codePoints: text.unicodeScalars.count
        case .graphemes(let urlLength):
            TextMeasure.withShortMentions(
                TextMeasure.withLinks(text, as: String(repeating: "x", count: urlLength))
            ).count
        }
    }

    private static func withLinks(_ text: String, as placeholder: String) -> String {
        var out = ""
        var place = text.startIndex
        for link in LinkScanner.links(in: text) {
            out += text[place..<link.lowerBound] + placeholder
            place = link.upperBound
        }
        return out + text[place...]
    }

    /// `text` with `@user@server.example` as `@user`.
    static func withShortMentions(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var rest = Substring(text).unicodeScalars
        var before: Unicode.Scalar?
        while let scalar = rest.popFirst() {
            out.append(scalar)
            let opens = before.map { !isWord($0) && $0 != "/" && $0 != "=" } ?? true
            before = scalar
            guard scalar == "@", opens else { continue }
            let user = name(at: rest)
            guard !user.isEmpty, rest.dropFirst(user.count).first == "@" else { continue }
            let server = name(at: rest.dropFirst(user.count + 1))
            guard !server.isEmpty else { continue }
            out.append(contentsOf: user)
            rest = rest.dropFirst(user.count + 1 + server.count)
            before = server.last
        }
        return String(out)
    }

    /// Letters, digits and `_`, with `.` and `-` inside.
    private static func name(at rest: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
        var run = rest.prefix { isWord($0) || $0 == "." || $0 == "-" }
        while let last = run.last, !isWord(last) { run.removeLast() }
        return run
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
