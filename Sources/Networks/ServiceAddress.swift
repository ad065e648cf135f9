import Posts

/// The address of a service as an account names it: `https://social.example`, a path allowed, http for this
/// machine.
struct ServiceAddress: Sendable, Hashable {
    /// The address without a slash at its end.
    let base: String
    /// The host in lower case.
    let host: String
    /// Whether it is this machine, which may be spoken to over plain http.
    let isLoopback: Bool

    /// Reads the value of `key`.
    init(_ text: String, key: String, allowsQuery: Bool = false) throws(AccountFault) {
        func fault(_ reason: String) -> AccountFault { AccountFault(key: key, reason: reason) }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), text.utf8.count <= 2_000 else {
            throw fault("is not an address in ASCII")
        }
        guard let host = Link.host(text) else {
            throw fault("is not an absolute address such as https://social.example")
        }
        let loopback = host == "localhost" || host == "[::1]" || ServiceAddress.isLoopbackNumber(host)
        let lower = text.lowercased()
        guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else {
            throw fault("must begin with https://")
        }
        guard lower.hasPrefix("https://") || loopback else {
            throw fault("must begin with https://, since only this machine may be spoken to over plain http")
        }
        let authority = text[text.range(after: "://")...].prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { throw fault("has a user name in it; write it without") }
        guard allowsQuery || !text.contains(where: { "?#".contains($0) }) else {
            throw fault("has a query or a fragment; write it without")
        }
        base = allowsQuery ? text : String(text.reversed().drop { $0 == "/" }.reversed())
        self.host = host
        isLoopback = loopback
    }

    /// The path of an absolute address, and its query; nil if it has none.
    static func path(of address: String) -> String? {
        let rest = address[address.range(after: "://")...]
        guard address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let slash = rest.firstIndex(of: "/") else {
            return nil
        }
        return String(rest[slash...].prefix { $0 != "#" })
    }

    /// `127.0.0.0/8`; a name such as `127.example.org` is none.
    private static func isLoopbackNumber(_ host: String) -> Bool {
        let fields = host.split(separator: ".", omittingEmptySubsequences: false)
        return fields.count == 4 && fields[0] == "127" && fields.allSatisfy { UInt8($0) != nil }
    }
}

extension String {
    /// The place behind the first `text`, or the end.
    fileprivate func range(after text: String) -> Index {
        var place = startIndex
        while place < endIndex {
            if self[place...].hasPrefix(text) { return index(place, offsetBy: text.count) }
            place = index(after: place)
        }
        return endIndex
    }
}
