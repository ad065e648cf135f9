/// Sends requests with libcurl, each on a connection of its own.
///
/// libcurl repeats a POST by itself when a connection that it kept open turns out dead, so no connection is kept.
/// Neither redirects, cookies, `.netrc` nor proxies of the environment have an effect; only https is spoken, and
/// http to the loopback hosts of the policy.
///
/// Making the first transport removes `SSLKEYLOGFILE`, `CURL_SSL_BACKEND` and `NETRC` from the environment, which
/// libcurl and its TLS library would obey: make it early, while the process has one thread.
public final class CurlTransport: Transport {
    private let configuration: CurlConfiguration
    private let engine: CurlEngine

    /// A transport with a thread of its own, which sleeps while there is nothing to do.
    public init(_ configuration: CurlConfiguration) {
        self.configuration = configuration
        engine = CurlEngine(configuration)
    }

    deinit {
        engine.stop(wait: false)
    }

    /// Sends `request` at most once and gives the answer, whatever its status; see `Transport`.
    public func send(_ request: Request) async throws(TransportFailure) -> Response {
        let wire: WireRequest
        do {
            wire = try WireRequest(request, policy: configuration.addresses, timeouts: configuration.timeouts)
        } catch {
            throw .notSent(.invalid(error), .init())
        }
        let ticket = engine.ticket()
        let engine = engine
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                engine.submit(.init(ticket: ticket, wire: wire, continuation: continuation))
            }
        } onCancel: {
            engine.cancel(ticket)
        }
        return try result.get()
    }

    /// Ends every transfer and the thread, and waits for it. Later requests fail as `.notSent(.shutDown, …)`.
    public func shutdown() {
        engine.stop(wait: true)
    }
}
