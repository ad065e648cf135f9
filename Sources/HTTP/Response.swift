/// What a service answered, whatever its status: redirects are not followed, errors are not thrown.
public struct Response: Sendable, Hashable {
    /// The status code, such as 200 or 429.
    public var status: Int
    /// Header lines in the order received, repeated ones included.
    public var headers: [Header]
    /// The body as sent; nothing is decompressed, since no compression is asked for.
    public var body: [UInt8]

    /// A response; leave out what it does not have.
    public init(status: Int, headers: [Header] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A response with a JSON body, given as its text.
    public init(status: Int = 200, headers: [Header] = [], json: String) {
        self.init(
            status: status, headers: [Header("Content-Type", "application/json")] + headers,
            body: Array(json.utf8))
    }

    /// The value of the first header of this name, in any case of letters.
    public func header(_ name: String) -> String? {
        headers.first(named: name)
    }

    /// The body as text without a byte order mark; nil if it is not valid UTF-8.
    public var text: String? {
        let content = body.starts(with: [0xEF, 0xBB, 0xBF]) ? body.dropFirst(3) : body[...]
        return String(validating: content, as: UTF8.self)
    }

    /// The body as text if it begins as a JSON object or array does; nil for HTML, for an empty body and for bytes
    /// that are not UTF-8. The declared type is not asked: services and captive portals get it wrong both ways.
    public var jsonText: String? {
        guard let text,
            let first = text.unicodeScalars.first(where: { !" \t\r\n".unicodeScalars.contains($0) }),
            first == "{" || first == "["
        else { return nil }
        return text
    }
}
