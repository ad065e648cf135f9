import HTTP
import Testing

/// A transport that answers from a script, records what it was asked, and fails the test on anything else.
///
/// Steps are tried in their order; the first unused one that matches answers and is used up. An unexpected request
/// is recorded as an issue of the running test and gets `.notSent`.
public actor ScriptedTransport: Transport {
    /// One expected request and its answer.
    public struct Step: Sendable {
        /// Says what was expected, for messages.
        public var name: String
        /// Whether a request is the expected one.
        public var match: @Sendable (Request) -> Bool
        /// What comes back.
        public var answer: Result<Response, TransportFailure>

        /// A step with any test and answer.
        public init(
            _ name: String, answer: Result<Response, TransportFailure>,
            match: @escaping @Sendable (Request) -> Bool
        ) {
            self.name = name
            self.match = match
            self.answer = answer
        }

        /// A request by method and a part of its URL, answered by a response.
        public static func on(_ method: String, _ urlPart: String, respond response: Response) -> Step {
            Step("\(method) …\(urlPart)…", answer: .success(response)) {
                $0.method == method && $0.url.contains(urlPart)
            }
        }

        /// A request by method and a part of its URL, answered by a failure.
        public static func on(_ method: String, _ urlPart: String, fail failure: TransportFailure) -> Step {
            Step("\(method) …\(urlPart)…", answer: .failure(failure)) {
                $0.method == method && $0.url.contains(urlPart)
            }
        }
    }

    /// Every request so far, unexpected ones included, in their order.
    public private(set) var requests: [Request] = []
    /// The requests that no step expected.
    public private(set) var unexpected: [Request] = []
    private var steps: [Step]
    private let reportsIssues: Bool

    /// A transport with this script; `reportsIssues` false only counts unexpected requests in `unexpected`.
    public init(_ steps: [Step] = [], reportsIssues: Bool = true) {
        self.steps = steps
        self.reportsIssues = reportsIssues
    }

    /// Names of the steps that no request has used.
    public var unused: [String] { steps.map(\.name) }

    /// Adds a step at the end of the script.
    public func expect(_ step: Step) {
        steps.append(step)
    }

    /// Answers from the script.
    public func send(_ request: Request) async throws(TransportFailure) -> Response {
        requests.append(request)
        guard let index = steps.firstIndex(where: { $0.match(request) }) else {
            unexpected.append(request)
            if reportsIssues {
                Issue.record("unexpected request:\n\(request.masked)\nstill expected: \(unused)")
            }
            throw .notSent(.other, .init(message: "unexpected request"))
        }
        return try steps.remove(at: index).answer.get()
    }
}
