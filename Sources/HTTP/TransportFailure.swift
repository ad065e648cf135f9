/// Why a request has no response, split by the one question that matters: may it have been acted on?
///
/// The line is a gate that libcurl passes when the connection stands, TLS included, and before the first byte of
/// the request is written. The number of bytes written is never asked: it proves nothing about the other side.
public enum TransportFailure: Error, Sendable, Hashable {
    /// The gate never opened: the service has not seen the request, and it may be sent again.
    case notSent(NotSentReason, Detail)
    /// The gate had opened: the service may have acted on the request, and it must not simply be sent again.
    case unknown(UnknownReason, Detail)

    /// What kept a request from leaving.
    public enum NotSentReason: Sendable, Hashable {
        /// The request itself was refused before anything else.
        case invalid(RequestFault)
        /// The address, such as `10.0.0.1`, is not allowed by the `AddressPolicy`.
        case addressRefused(String)
        /// The host's name has no address, or the name service did not answer.
        case resolve
        /// No connection: refused, unreachable.
        case connect
        /// No connection for want of something on this machine: a descriptor, memory, a network to send by.
        case machine
        /// No TLS session: certificate expired, for another name, not trusted, or the protocol too old.
        case tls
        /// The time ran out before the request was begun.
        case timeout
        /// `Timeouts.gateClosesAt` had passed.
        case gateClosed
        /// The task was cancelled.
        case cancelled
        /// The transport was shut down.
        case shutDown
        /// Something else; see the detail.
        case other
    }

    /// What kept an answer from arriving whole.
    public enum UnknownReason: Sendable, Hashable {
        /// The time ran out, or no byte moved for too long.
        case timeout
        /// The connection was closed without an answer.
        case noAnswer
        /// The connection was reset, or failed while sending or receiving.
        case connectionLost
        /// The answer ended before its announced length.
        case truncated
        /// The answer was longer than the transport takes, or its headers were.
        case tooLarge
        /// The answer was not HTTP.
        case malformed
        /// libcurl was about to send the request a second time by itself; the first may have been acted on.
        case secondSend
        /// The task was cancelled.
        case cancelled
        /// The transport was shut down.
        case shutDown
        /// Something else; see the detail.
        case other
    }

    /// Facts for the record. They hold no secret and no URL.
    public struct Detail: Sendable, Hashable {
        /// libcurl's code (CURLE_…), 0 if it was not libcurl that failed.
        public var curlCode: Int
        /// libcurl's own words, control characters escaped and secrets masked; may be empty.
        public var message: String
        /// Milliseconds from the start of the transfer.
        public var elapsedMilliseconds: Int
        /// The status line's code, if one had arrived.
        public var status: Int?

        /// Facts; leave out what is not known.
        public init(
            curlCode: Int = 0, message: String = "", elapsedMilliseconds: Int = 0, status: Int? = nil
        ) {
            self.curlCode = curlCode
            self.message = message
            self.elapsedMilliseconds = elapsedMilliseconds
            self.status = status
        }
    }

    /// The facts, of either kind.
    public var detail: Detail {
        switch self {
        case .notSent(_, let detail), .unknown(_, let detail): detail
        }
    }

    /// Whether it is certain that the service has not seen the request.
    public var isNotSent: Bool {
        if case .notSent = self { true } else { false }
    }

    /// Whether it tells anything about the service. What never left this machine does not; nor does a name without an
    /// address, for which the name service of this machine may be to blame.
    public var concernsService: Bool {
        switch self {
        case .notSent(.connect, _), .notSent(.tls, _), .notSent(.timeout, _): true
        case .notSent, .unknown(.cancelled, _), .unknown(.shutDown, _): false
        case .unknown: true
        }
    }
}

/// Why a request was refused before anything was done with it.
public enum RequestFault: Error, Sendable, Hashable {
    /// The URL cannot be read; libcurl's reason, never the URL.
    case badURL(String)
    /// A scheme other than https, such as `ftp`.
    case scheme(String)
    /// http to a host that is not one of the policy's loopback hosts.
    case plainHTTP(host: String)
    /// The URL holds a user name or a password.
    case userInfo
    /// The method is not a word in capital letters.
    case method
    /// The name is not a token, or the value holds CR, LF, NUL or another control character.
    case header(name: String)
    /// A header that the transport writes itself, such as `Content-Length`.
    case reservedHeader(name: String)
    /// A multipart part whose name holds NUL or whose type holds a control character.
    case part(name: String)
    /// GET and HEAD have no body.
    case bodyNotAllowed
}

extension TransportFailure: CustomStringConvertible {
    /// One line for a log, such as `not sent: no connection (curl 7: Connection refused), 3 ms`.
    public var description: String {
        let head =
            switch self {
            case .notSent(let reason, _): "not sent: \(reason)"
            case .unknown(let reason, _): "outcome unknown: \(reason)"
            }
        let words = detail.message.isEmpty ? "" : ": \(detail.message)"
        let curl = detail.curlCode == 0 && words.isEmpty ? "" : " (curl \(detail.curlCode)\(words))"
        let status = detail.status.map { ", status \($0)" } ?? ""
        return "\(head)\(curl)\(status), \(detail.elapsedMilliseconds) ms"
    }
}

extension TransportFailure.NotSentReason: CustomStringConvertible {
    /// A few words in lower case.
    public var description: String {
        switch self {
        case .invalid(let fault): "invalid request: \(fault)"
        case .addressRefused(let address): "address \(address) is not allowed"
        case .resolve: "no address for the host"
        case .connect: "no connection"
        case .machine: "no connection from this machine"
        case .tls: "no TLS session"
        case .timeout: "time ran out"
        case .gateClosed: "too late to begin"
        case .cancelled: "cancelled"
        case .shutDown: "shut down"
        case .other: "failed before sending"
        }
    }
}

extension TransportFailure.UnknownReason: CustomStringConvertible {
    /// A few words in lower case.
    public var description: String {
        switch self {
        case .timeout: "time ran out"
        case .noAnswer: "closed without an answer"
        case .connectionLost: "connection lost"
        case .truncated: "answer cut short"
        case .tooLarge: "answer too large"
        case .malformed: "answer is not HTTP"
        case .secondSend: "stopped before a second send"
        case .cancelled: "cancelled"
        case .shutDown: "shut down"
        case .other: "failed after sending began"
        }
    }
}

extension RequestFault: CustomStringConvertible {
    /// A few words in lower case; what was written stands in single quotes.
    public var description: String {
        switch self {
        case .badURL(let reason): "the URL cannot be read: \(reason)"
        case .scheme(let scheme): "the scheme '\(scheme)' is not https"
        case .plainHTTP(let host): "http is for loopback hosts only, not for '\(host)'"
        case .userInfo: "the URL holds a user name or password"
        case .method: "the method is not a word in capital letters"
        case .header(let name): "the header '\(name)' holds a character that no header may hold"
        case .reservedHeader(let name): "the header '\(name)' is written by the transport"
        case .part(let name): "the part '\(name)' holds a character that no part may hold"
        case .bodyNotAllowed: "the method takes no body"
        }
    }
}
