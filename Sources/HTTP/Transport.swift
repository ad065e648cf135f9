/// Sends requests. The only door to the network.
public protocol Transport: Sendable {
    /// Sends `request` at most once and gives the answer, whatever its status.
    ///
    /// Redirects are not followed and nothing is repeated. A cancelled task gets `.notSent(.cancelled, …)` or
    /// `.unknown(.cancelled, …)`, by whether the request had begun to leave.
    func send(_ request: Request) async throws(TransportFailure) -> Response
}
