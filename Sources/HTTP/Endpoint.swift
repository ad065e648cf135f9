import CCurl

/// A URL taken apart by libcurl's own parser, so that what is checked is what is connected to.
struct Endpoint: Sendable, Hashable {
    /// The URL as libcurl understood it, numbers in the host written out (`127.1` is `127.0.0.1`).
    let url: String
    /// The host in lower case, an IPv6 address without brackets.
    let host: String
    /// Whether the scheme is http, which only loopback hosts of the policy may have.
    let isPlain: Bool

    init(_ text: String, policy: AddressPolicy) throws(RequestFault) {
        // libcurl reads up to the first NUL; and what is not visible ASCII must come percent-encoded.
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .badURL("not ASCII without spaces and control characters")
        }
        guard text.utf8.count <= 8_000 else { throw .badURL("longer than 8000 bytes") }
        guard let handle = curl_url() else { throw .badURL("out of memory") }
        defer { curl_url_cleanup(handle) }
        let code = curl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER))
        switch code {
        case CURLUE_OK: break
        case CURLUE_USER_NOT_ALLOWED: throw .userInfo
        case CURLUE_UNSUPPORTED_SCHEME: throw .scheme(String(text.prefix { $0 != ":" }))
        default: throw .badURL(String(cString: curl_url_strerror(code)))
        }
        func part(_ which: CURLUPart) throws(RequestFault) -> String {
            var found: UnsafeMutablePointer<CChar>?
            guard curl_url_get(handle, which, &found, 0) == CURLUE_OK, let found else {
                throw .badURL("incomplete")
            }
            defer { curl_free(found) }
            return String(cString: found)
        }
        let scheme = try part(CURLUPART_SCHEME).lowercased()
        let host = Endpoint.plainHost(try part(CURLUPART_HOST))
        switch scheme {
        case "https": isPlain = false
        case "http":
            guard policy.loopbackHosts.contains(host) else { throw .plainHTTP(host: host) }
            isPlain = true
        default: throw .scheme(scheme)
        }
        url = try part(CURLUPART_URL)
        self.host = host
    }

    /// A host in the form in which hosts are compared: lower case, without brackets.
    static func plainHost(_ host: String) -> String {
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        return (isBracketed ? String(host.dropFirst().dropLast()) : host).lowercased()
    }
}
