/// One HTTP request as a value, complete before anything is sent.
///
/// The same request gives the same bytes every time (`frozen()`), so that what was written to the ledger before a
/// call can be sent again unchanged after it.
public struct Request: Sendable, Hashable {
    /// The method in capital letters, such as `POST`.
    public var method: String
    /// An absolute `https` URL in ASCII, percent-encoded where needed, without user info.
    public var url: String
    /// Header lines in the order sent. `Content-Type` of a multipart body and `User-Agent` need not be given.
    public var headers: [Header]
    /// What follows the headers.
    public var body: Body
    /// Limits of time for this request; nil takes those of the transport.
    public var timeouts: Timeouts?
    /// Texts that stand in the URL or the body and must not be shown.
    public var secrets: [Secret]

    /// What follows the headers.
    public enum Body: Sendable, Hashable {
        /// Nothing.
        case none
        /// These bytes; their type is said by a `Content-Type` header.
        case bytes([UInt8])
        /// `multipart/form-data` (RFC 7578), encoded by `Multipart`.
        case multipart([Part])
    }

    /// One part of a multipart body.
    public struct Part: Sendable, Hashable {
        /// The field's name.
        public var name: String
        /// The file's name as the service shall see it; nil for a plain field.
        public var filename: String?
        /// The media type, such as `image/png`; nil leaves it out.
        public var contentType: String?
        /// The content as it is.
        public var bytes: [UInt8]

        /// A part with any content.
        public init(name: String, filename: String? = nil, contentType: String? = nil, bytes: [UInt8]) {
            self.name = name
            self.filename = filename
            self.contentType = contentType
            self.bytes = bytes
        }

        /// A plain field with a text value in UTF-8.
        public init(name: String, value: String) {
            self.init(name: name, bytes: Array(value.utf8))
        }
    }

    /// Limits of time. What runs out before the request is written has sent nothing.
    public struct Timeouts: Sendable, Hashable {
        /// Milliseconds for name look-up, connection and TLS together.
        public var connect: Int
        /// Milliseconds for the whole exchange.
        public var total: Int
        /// Seconds without a single byte in either direction.
        public var stall: Int
        /// CLOCK_BOOTTIME in milliseconds after which the request is not begun any more; nil for no such limit.
        public var gateClosesAt: Int64?

        /// The limits for calls without media.
        public static let standard = Timeouts()
        /// The limits for uploads: the same to connect, five minutes in all, thirty seconds of silence.
        public static let upload = Timeouts(total: 300_000, stall: 30)

        /// Limits; see the properties for their units.
        public init(connect: Int = 5_000, total: Int = 20_000, stall: Int = 10, gateClosesAt: Int64? = nil) {
            self.connect = connect
            self.total = total
            self.stall = stall
            self.gateClosesAt = gateClosesAt
        }
    }

    /// A request; leave out what it does not have.
    public init(
        method: String, url: String, headers: [Header] = [], body: Body = .none, timeouts: Timeouts? = nil,
        secrets: [Secret] = []
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeouts = timeouts
        self.secrets = secrets
    }

    /// A request whose body is JSON, given as its text.
    public init(
        method: String = "POST", url: String, headers: [Header] = [], json: String, timeouts: Timeouts? = nil,
        secrets: [Secret] = []
    ) {
        self.init(
            method: method, url: url, headers: headers + [Header("Content-Type", "application/json")],
            body: .bytes(Array(json.utf8)), timeouts: timeouts, secrets: secrets)
    }

    /// A request whose body is a form of names and values, in the order given.
    public init(
        method: String = "POST", url: String, headers: [Header] = [], form: [(name: String, value: String)],
        timeouts: Timeouts? = nil, secrets: [Secret] = []
    ) {
        self.init(
            method: method, url: url,
            headers: headers + [Header("Content-Type", "application/x-www-form-urlencoded")],
            body: .bytes(Array(PercentEncoding.form(form).utf8)), timeouts: timeouts, secrets: secrets)
    }

    /// The same request with a multipart body written out as bytes and its `Content-Type` as a header.
    ///
    /// Freezing a frozen request changes nothing, and equal requests freeze to equal bytes.
    public func frozen() -> Request {
        guard case .multipart(let parts) = body else { return self }
        let encoded = Multipart.encode(parts)
        var frozen = self
        frozen.headers.removeAll { $0.name.lowercased() == "content-type" }
        frozen.headers.append(Header("Content-Type", encoded.contentType))
        frozen.body = .bytes(encoded.bytes)
        return frozen
    }
}
