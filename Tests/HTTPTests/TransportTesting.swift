import HTTP
import Testing

/// What the suites that send through a `CurlTransport` share.
protocol TransportTesting {}

extension TransportTesting {
    static var local: AddressPolicy { AddressPolicy(loopbackHosts: ["127.0.0.1", "localhost"]) }
    /// Short limits: the kind of an outcome is asserted, never how long it took.
    static var hasty: Request.Timeouts { .init(connect: 2_000, total: 250) }
    /// For machines that have other things to do.
    static var patient: Request.Timeouts { .init(connect: 60_000, total: 60_000, stall: 60) }

    func transport(
        _ timeouts: Request.Timeouts = Self.patient, addresses: AddressPolicy = Self.local,
        longestBody: Int = 1 << 20
    ) -> CurlTransport {
        CurlTransport(
            CurlConfiguration(
                userAgent: "hearth-tests", addresses: addresses, timeouts: timeouts, longestBody: longestBody)
        )
    }

    func failure(
        _ request: Request, _ transport: CurlTransport, at location: SourceLocation = #_sourceLocation
    ) async -> TransportFailure? {
        do {
            let response = try await transport.send(request)
            Issue.record("answered \(response.status)", sourceLocation: location)
            return nil
        } catch {
            return error
        }
    }

    func post(_ server: WireServer, _ body: String = "hello", path: String = "/") -> Request {
        Request(method: "POST", url: server.url(path), body: .bytes(Array(body.utf8)))
    }

    /// The reason of an `.unknown`, nil for anything else.
    func unknown(_ failure: TransportFailure?) -> TransportFailure.UnknownReason? {
        if case .unknown(let reason, _)? = failure { reason } else { nil }
    }

    /// The reason of a `.notSent`, nil for anything else.
    func notSent(_ failure: TransportFailure?) -> TransportFailure.NotSentReason? {
        if case .notSent(let reason, _)? = failure { reason } else { nil }
    }
}
