import CLibcurl

/// What libcurl of this system is and can do.
public struct CurlLibrary: Hashable, Sendable {
    /// Its version, such as `7.88.1`.
    public var version: String
    /// The version as a number to compare: 0x075801 for 7.88.1.
    public var number: Int
    /// The TLS library and its version, such as `OpenSSL/3.0.17`; nil if there is none.
    public var tls: String?
    /// Whether name look-ups keep their time limits (c-ares, or a thread of its own).
    public var looksUpInTime: Bool

    /// Since this version a callback is asked between the connection and the first byte of the request; without it
    /// nobody knows whether a request has left.
    public static let oldest = 0x075000

    /// The library that this program runs with.
    public static var present: CurlLibrary {
        // The argument says how much the caller knows of; libcurl answers with all it has.
        guard let facts = curl_version_info(CURLVERSION_FOURTH)?.pointee else {
            return CurlLibrary(version: "unknown", number: 0, tls: nil, looksUpInTime: false)
        }
        return CurlLibrary(
            version: facts.version.map { String(cString: $0) } ?? "unknown", number: Int(facts.version_num),
            tls: facts.ssl_version.map { String(cString: $0) },
            looksUpInTime: facts.features & CURL_VERSION_ASYNCHDNS != 0)
    }
}
