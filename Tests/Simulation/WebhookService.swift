import Foundation
import HTTP
import Networks
import Posts

/// A receiver of Standard Webhooks: checks the signature, and remembers ids if it has promised to.
final class WebhookService: Service {
    /// The signing key that its owner gave to both sides.
    static let secret = "whsec_\(Data("\(World.canary), and some more bytes".utf8).base64EncodedString())"
    private static let memory = 3 * 86_400

    private let remembers: Bool
    private var seen: [String: Int] = [:]

    init(account: AccountID, host: String, remembers: Bool) {
        self.remembers = remembers
        super.init(account: account, host: host)
    }

    override func place(of request: Request) -> Fault.Place { .publish }

    override func answer(_ request: Request, now: Int) -> Response {
        guard case .bytes(let bytes) = request.body, let id = request.headers.first(named: "webhook-id"),
            let stamp = request.headers.first(named: "webhook-timestamp"),
            let signature = request.headers.first(named: "webhook-signature"),
            let key = Data(base64Encoded: String(WebhookService.secret.dropFirst(6)))
        else { return Response(status: 400) }
        let signed = Digest.hmacSHA256(key: Array(key), Array("\(id).\(stamp).".utf8) + bytes)
        guard signature == "v1,\(Data(signed).base64EncodedString())" else { return Response(status: 401) }
        if remembers, let at = seen[id], now - at < WebhookService.memory { return Response(status: 200) }
        seen[id] = now
        let parts = Wire.json(request)?["data"]?["parts"]?.items?.compactMap(\.text) ?? []
        make(parts.joined(separator: "\n\n"), id: id, key: id, now: now)
        return Response(status: 204)
    }

    override func refusal(_ fault: Fault, _ request: Request, now: Int) -> Response? {
        switch fault {
        case .publishRevoked, .publishSuspended: Response(status: 401)
        case .publishRefused: Response(status: 422)
        case .publishRedirect: Response(status: 301)
        default: nil
        }
    }

    override func knows(_ fault: Fault, _ request: Request) -> Bool {
        [.publishRevoked, .publishSuspended, .publishRefused, .publishRedirect].contains(fault)
    }

    /// Whatever is 2xx means taken, by the standard: an empty or a foreign answer is as good as any, and nobody else
    /// can give one.
    override func suffers(_ fault: Fault, _ request: Request) -> Bool {
        ![
            .publishKeyLost, .publishSameID, .publishEmptyBody, .publishForeignBody, .publishForeignBefore,
            .publishCommittedLate,
        ].contains(fault) || (fault == .publishCommittedLate && remembers)
    }
}
