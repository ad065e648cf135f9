/// How a `CurlTransport` connects. There is no switch to turn certificate checks off.
public struct CurlConfiguration: Sendable, Hashable {
    /// What is said in `User-Agent`, unless a request brings its own.
    public var userAgent: String
    /// Which addresses may be connected to.
    public var addresses: AddressPolicy
    /// Limits of time for requests that bring none.
    public var timeouts: Request.Timeouts
    /// The longest body that is taken, in bytes.
    public var longestBody: Int
    /// The longest sum of header lines that is taken, in bytes.
    public var longestHead: Int
    /// Path of a file of certificates (PEM) that is trusted in place of the system's; nil for the system's.
    public var certificates: String?

    /// A configuration; the defaults suit publishing.
    public init(
        userAgent: String, addresses: AddressPolicy = .publicOnly, timeouts: Request.Timeouts = .standard,
        longestBody: Int = 1 << 20, longestHead: Int = 64 << 10, certificates: String? = nil
    ) {
        self.userAgent = userAgent
        self.addresses = addresses
        self.timeouts = timeouts
        self.longestBody = longestBody
        self.longestHead = longestHead
        self.certificates = certificates
    }
}
