import Foundation
import HTTP
import Posts

/// A publishing request as it is kept before it is sent: everything but secrets, whose places are marked.
///
/// Sent again, its method, address and body are these very bytes with the secrets of the day in their places; the
/// headers are those of the day, because tokens and signatures grow old, except the type of the body.
struct FrozenRequest: Codable, Hashable {
    private var method: String
    private var url: String
    private var headers: [[String]]
    private var body: Data?

    /// The bytes to keep.
    static func freeze(_ request: Request) throws -> Data {
        let plain = request.frozen()
        let secrets = forms(of: plain)
        var body: Data?
        if case .bytes(let bytes) = plain.body { body = Data(hide(secrets, in: bytes)) }
        let frozen = FrozenRequest(
            method: plain.method, url: text(hide(secrets, in: Array(plain.url.utf8))),
            headers: plain.headers.filter { !$0.isSecret }.map {
                [$0.name, text(hide(secrets, in: Array($0.value.utf8)))]
            }, body: body)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(frozen)
    }

    /// The request that was kept, with the secrets and headers of `fresh`.
    static func thaw(_ data: Data, like fresh: Request) throws -> Request {
        let frozen = try JSONDecoder().decode(FrozenRequest.self, from: data)
        let today = fresh.frozen()
        let secrets = forms(of: today)
        var request = today
        request.method = frozen.method
        request.url = text(reveal(secrets, in: Array(frozen.url.utf8)))
        request.body = frozen.body.map { .bytes(reveal(secrets, in: Array($0))) } ?? .none
        let isType = { (name: String) in name.lowercased() == "content-type" }
        request.headers.removeAll { isType($0.name) }
        for header in frozen.headers where header.count == 2 && isType(header[0]) {
            request.headers.append(Header(header[0], header[1]))
        }
        return request
    }

    /// Whether the request that was kept went to the server that `fresh` goes to.
    static func isBound(_ data: Data, like fresh: Request) throws -> Bool {
        Link.origin(try thaw(data, like: fresh).url) == Link.origin(fresh.url)
    }

    /// Each secret as it may stand in an address or a body, with the mark that takes its place.
    private static func forms(of request: Request) -> [(bytes: [UInt8], mark: [UInt8])] {
        request.secrets.enumerated().filter { !$0.element.isEmpty }.flatMap { index, secret in
            let plain = secret.reveal()
            let encoded = PercentEncoding.encode(plain)
            // U+0001 stands in no address and in no JSON text.
            var forms = [(Array(plain.utf8), Array("\u{1}\(index)p\u{1}".utf8))]
            if encoded != plain { forms.append((Array(encoded.utf8), Array("\u{1}\(index)e\u{1}".utf8))) }
            return forms
        }
    }

    private static func hide(_ secrets: [(bytes: [UInt8], mark: [UInt8])], in bytes: [UInt8]) -> [UInt8] {
        secrets.sorted { $0.bytes.count > $1.bytes.count }.reduce(bytes) {
            replace($1.bytes, by: $1.mark, in: $0)
        }
    }

    private static func reveal(_ secrets: [(bytes: [UInt8], mark: [UInt8])], in bytes: [UInt8]) -> [UInt8] {
        secrets.reduce(bytes) { replace($1.mark, by: $1.bytes, in: $0) }
    }

    private static func replace(_ old: [UInt8], by new: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        guard let first = old.first, bytes.count >= old.count else { return bytes }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            if bytes[at] == first, at + old.count <= bytes.count,
                bytes[at..<at + old.count].elementsEqual(old)
            {
                out += new
                at += old.count
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
        return out
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
