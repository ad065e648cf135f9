/// Finds web addresses in running text, by rules that Mastodon and Bluesky share.
///
/// An address begins with `http://` or `https://` at the start, after white space or after an opening bracket
/// or quote, and runs to the next white space. Punctuation that ends a sentence and a closing bracket without
/// its opening one are not part of it. Bare names such as `example.org` are no addresses: without a list of
/// all top-level domains `node.js` would be one.
enum LinkScanner {
    /// The addresses in their order.
    static func links(in text: String) -> [Range<String.Index>] {
        var found: [Range<String.Index>] = []
        let scalars = text.unicodeScalars
        var place = scalars.startIndex
        var before: Unicode.Scalar?
        while place < scalars.endIndex {
            if opens(after: before), let end = end(ofLinkAt: place, in: text) {
                found.append(place..<end)
                before = scalars[scalars.index(before: end)]
                place = end
            } else {
                before = scalars[place]
                place = scalars.index(after: place)
            }
        }
        return found
    }

    private static func opens(after scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return true }
        return scalar.properties.isWhitespace || "([{<\"'“‘„«".unicodeScalars.contains(scalar)
    }

    private static func end(ofLinkAt start: String.Index, in text: String) -> String.Index? {
        let rest = text.unicodeScalars[start...]
        guard let scheme = ["https://", "http://"].first(where: { starts(rest, with: $0) }) else {
            return nil
        }
        var run = rest.prefix { !$0.properties.isWhitespace && !"<>\"“”„«»".unicodeScalars.contains($0) }
        while let last = run.last {
            if ".,;:!?'’…".unicodeScalars.contains(last) {
                run.removeLast()
            } else if let open = opening[last], !isBalanced(run, open: open, close: last) {
                run.removeLast()
            } else {
                break
            }
        }
        guard
            isHost(run.dropFirst(scheme.unicodeScalars.count).prefix { !"/?#:".unicodeScalars.contains($0) })
        else {
            return nil
        }
        return run.endIndex
    }

    private static let opening: [Unicode.Scalar: Unicode.Scalar] = [")": "(", "]": "[", "}": "{"]

    private static func isBalanced(
        _ run: Substring.UnicodeScalarView, open: Unicode.Scalar, close: Unicode.Scalar
    ) -> Bool {
        run.count { $0 == open } >= run.count { $0 == close }
    }

    /// A name with a dot inside; `http://localhost` is left to be plain text.
    private static func isHost(_ host: Substring.UnicodeScalarView) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty } && !host.contains("@")
    }

    private static func starts(_ rest: Substring.UnicodeScalarView, with word: String) -> Bool {
        var rest = rest.makeIterator()
        for wanted in word.unicodeScalars {
            guard let next = rest.next(), next.properties.lowercaseMapping == String(wanted) else {
                return false
            }
        }
        return true
    }
}
