/// Reading of links for rules: only the host and the names of query parameters matter to them.
public enum Link {
    /// The host in lower case, without port, user info and the full stop that may end a complete name; nil if the
    /// text has none.
    public static func host(_ link: String) -> String? {
        guard let scheme = link.range(of: "://") else { return nil }
        let authority = link[scheme.upperBound...].prefix { !"/?#".contains($0) }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        let name = host.first == "[" ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
        let relative = name.last == "." ? name.dropLast() : name
        return relative.isEmpty ? nil : relative.lowercased()
    }

    /// Whether it is an absolute http or https address that can be shown to everybody: with a host that others know too, and
    /// without user info.
    public static func isWebAddress(_ text: String) -> Bool {
        let lower = text.lowercased()
        guard lower.hasPrefix("https://") || lower.hasPrefix("http://"), let host = host(text),
            host.contains(".") || host.hasPrefix("[") || host == "localhost",
            !text.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x21 })
        else { return false }
        let authority = text.drop { $0 != ":" }.dropFirst(3).prefix { !"/?#".contains($0) }
        return !authority.contains("@")
    }

    /// Scheme, host and port as they are written, in lower case, which is where a credential belongs; nil if the text has none.
    public static func origin(_ link: String) -> String? {
        guard let scheme = link.range(of: "://") else { return nil }
        let authority = link[scheme.upperBound...].prefix { !"/?#".contains($0) }
        return (link[..<scheme.upperBound] + authority).lowercased()
    }

    /// The source a link stands for: its host without `www.`.
    public static func source(_ link: String) -> String? {
        guard let host = host(link) else { return nil }
        return host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
    }

    /// The names of the parameters in the query, percent-decoded.
    public static func parameterNames(_ link: String) -> [String] {
        let withoutFragment = link.prefix { $0 != "#" }
        guard let mark = withoutFragment.firstIndex(of: "?") else { return [] }
        return withoutFragment[withoutFragment.index(after: mark)...].split(separator: "&").map { pair in
            percentDecoded(pair.prefix { $0 != "=" })
        }
    }

    private static func percentDecoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), rest.count >= 2, rest.first != UInt8(ascii: "+"),
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    /// The first place where `text` stands.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
