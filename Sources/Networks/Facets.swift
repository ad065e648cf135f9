/// What is more than text in a text of the AT Protocol: links, mentions and tags, by their places in UTF-8.
enum Facets {
    /// One stretch of a text.
    struct Facet: Sendable, Hashable {
        /// What it is.
        enum Feature: Sendable, Hashable {
            /// A link to this address.
            case link(String)
            /// A mention of this handle, without `@`, in lower case.
            case mention(String)
            /// A tag without `#`.
            case tag(String)
        }
        /// Bytes of UTF-8 from the start of the text.
        var bytes: Range<Int>
        /// What it is.
        var feature: Feature
    }

    /// All of a text in their order; none overlaps another.
    static func find(in text: String) -> [Facet] {
        var found = LinkScanner.links(in: text).map { range in
            Facet(bytes: bytes(range, in: text), feature: .link(String(text[range])))
        }
        let taken = found.map(\.bytes)
        for facet in words(in: text) where !taken.contains(where: { $0.overlaps(facet.bytes) }) {
            found.append(facet)
        }
        return found.sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }
    }

    /// The handles mentioned, each once, in their order.
    static func handles(in text: String) -> [String] {
        var seen: Set<String> = []
        return find(in: text).compactMap { facet in
            guard case .mention(let handle) = facet.feature, seen.insert(handle).inserted else { return nil }
            return handle
        }
    }

    private static func bytes(_ range: Range<String.Index>, in text: String) -> Range<Int> {
        let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
        return start..<(start + text.utf8.distance(from: range.lowerBound, to: range.upperBound))
    }

    /// Tags and mentions: they begin at the start or after white space, mentions after `(` too.
    private static func words(in text: String) -> [Facet] {
        var found: [Facet] = []
        let scalars = text.unicodeScalars
        var before: Unicode.Scalar?
        var place = scalars.startIndex
        while place < scalars.endIndex {
            let scalar = scalars[place]
            let opens = before.map(\.properties.isWhitespace) ?? true
            let behind = scalars.index(after: place)
            switch scalar {
            case "#" where opens, "＃" where opens:
                if let tag = tag(at: scalars[behind...]) {
                    found.append(
                        Facet(bytes: bytes(place..<tag.endIndex, in: text), feature: .tag(String(tag))))
                }
            case "@" where opens || before == "(":
                if let handle = handle(at: scalars[behind...]) {
                    found.append(
                        Facet(
                            bytes: bytes(place..<handle.endIndex, in: text),
                            feature: .mention(String(handle).lowercased())))
                }
            default: break
            }
            before = scalar
            place = behind
        }
        return found
    }

    /// Up to the next white space, without punctuation at the end, at most 64 characters, not digits alone.
    private static func tag(at rest: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView? {
        // A variation selector makes the emoji # of the sign.
        guard let first = rest.first, first != "\u{FE0F}", first != "\u{20E3}" else { return nil }
        var run = rest.prefix { !$0.properties.isWhitespace && !invisible.contains($0) }
        while let last = run.last, isPunctuation(last) { run.removeLast() }
        guard run.contains(where: { !isPunctuation($0) && $0.properties.numericType == nil }),
            String(run).count <= 64, !run.isEmpty
        else { return nil }
        return run
    }

    private static let invisible: Set<Unicode.Scalar> = ["\u{AD}", "\u{2060}", "\u{200B}", "\u{20E2}"]

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            true
        default: false
        }
    }

    /// A handle as atproto.com/specs/handle has it: labels of letters, digits and hyphens, the last one with
    /// a letter first.
    private static func handle(at rest: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView? {
        var run = rest.prefix { isHandle($0) || $0 == "." || $0 == "-" }
        while let last = run.last, !isHandle(last) { run.removeLast() }
        let labels = run.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, String(run).utf8.count <= 253, let top = labels.last?.first,
            !("0"..."9").contains(top),
            labels.allSatisfy({ !$0.isEmpty && $0.count <= 63 && $0.first != "-" && $0.last != "-" })
        else { return nil }
        return run
    }

    private static func isHandle(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }
}
