/// A request that passed every check and is ready for libcurl.
struct WireRequest: Sendable {
    let method: String
    let endpoint: Endpoint
    /// Lines in libcurl's notation: `Name: value`, `Name;` for an empty value, `Name:` to leave a header out.
    let headerLines: [String]
    let body: [UInt8]?
    let timeouts: Request.Timeouts
    /// For scrubbing libcurl's messages, and what a server says of a request that it did not take.
    let secrets: [Secret]

    init(
        _ request: Request, policy: AddressPolicy, timeouts: Request.Timeouts
    ) throws(RequestFault) {
        if case .multipart(let parts) = request.body {
            for part in parts { try WireRequest.check(part) }
        }
        let frozen = request.frozen()
        guard !frozen.method.isEmpty, frozen.method.utf8.count <= 16,
            frozen.method.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else { throw .method }
        var lines: [String] = []
        for header in frozen.headers {
            try WireRequest.check(header)
            let isBlank = header.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
            lines.append(isBlank ? "\(header.name);" : "\(header.name): \(header.value)")
        }
        // libcurl adds these by itself: `Expect` for long bodies, which makes a second round trip and a second way
        // to fail, and a form's type for every body.
        lines.append("Expect:")
        if frozen.headers.first(named: "Content-Type") == nil { lines.append("Content-Type:") }
        headerLines = lines
        method = frozen.method
        switch frozen.body {
        case .none, .multipart: body = nil
        case .bytes(let bytes):
            guard method != "GET", method != "HEAD" else { throw .bodyNotAllowed }
            body = bytes
        }
        endpoint = try Endpoint(frozen.url, policy: policy)
        self.timeouts = frozen.timeouts ?? timeouts
        secrets = frozen.everySecret
    }

    /// Headers that decide where a request ends, or whom it is for: libcurl writes them.
    private static let reserved: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "expect", "te", "trailer", "upgrade",
        "keep-alive", "proxy-connection", "accept-encoding",
    ]

    private static func check(_ header: Header) throws(RequestFault) {
        guard !header.name.isEmpty, header.name.utf8.allSatisfy(isTokenByte) else {
            throw .header(name: BodyText.visible(header.name))
        }
        // libcurl does not look into values: a line break there would start a header of the attacker's choice.
        guard !hasControl(header.value) else { throw .header(name: header.name) }
        guard !reserved.contains(header.name.lowercased()) else { throw .reservedHeader(name: header.name) }
    }

    private static func check(_ part: Request.Part) throws(RequestFault) {
        let name = BodyText.visible(part.name)
        guard !part.name.utf8.contains(0), !(part.filename ?? "").utf8.contains(0) else {
            throw .part(name: name)
        }
        guard !hasControl(part.contentType ?? "") else { throw .part(name: name) }
    }

    private static func hasControl(_ text: String) -> Bool {
        text.utf8.contains { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }
    }

    /// `tchar` of RFC 9110, section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
