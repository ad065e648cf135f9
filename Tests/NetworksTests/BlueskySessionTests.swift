import HTTP
import Testing

@testable import Networks

/// An unsigned JWT with these times.
func token(from start: Int, to end: Int) -> String {
    let claims = JSON.object(["scope": "com.atproto.access", "iat": .integer(start), "exp": .integer(end)])
        .minified
    return "e30." + Base64.encode(Array(claims.utf8), alphabet: .url, padded: false) + ".c2ln"
}

@Suite struct BlueskySessionTests {
    private let service = "https://bsky.social"

    private func kept(_ access: String?, issued: Int = morning) -> BlueskySession? {
        var values = [
            "handle": "h.example", "service": service, "refreshToken": "r", "did": "did:plc:x",
            "pds": service,
            "issued": String(issued),
        ]
        values[Memory.accessToken] = access
        return BlueskySession(Memory(session: values), handle: "h.example", service: service)
    }

    @Test func `a token is renewed when ten minutes are left`() throws {
        let session = try #require(kept(token(from: morning, to: morning + 7_200)))
        #expect(session.isUsable(at: morning + 6_599))
        #expect(!session.isUsable(at: morning + 6_600))
    }

    @Test func `one of a short life is used for three quarters of it`() throws {
        let session = try #require(kept(token(from: morning, to: morning + 100)))
        #expect(session.isUsable(at: morning + 74))
        #expect(!session.isUsable(at: morning + 75))
    }

    @Test func `a server whose clock is hours off does no harm`() throws {
        let session = try #require(kept(token(from: morning - 36_000, to: morning - 28_800)))
        #expect(session.isUsable(at: morning))
        #expect(!session.isUsable(at: morning + 6_600))
        let dead = try #require(kept(token(from: morning, to: morning)))
        #expect(dead.isUsable(at: morning))
    }

    @Test func `a token that cannot be read is good until the server says otherwise`() throws {
        for text in ["opaque", "a.b.c", "a.!!.c", "e30.e30.e30"] {
            #expect(try #require(kept(text)).isUsable(at: morning + 1_000_000))
        }
        #expect(try #require(kept(nil)).isUsable(at: morning) == false)
    }

    @Test func `the session of another handle or service is none of ours`() {
        let memory = Memory(session: [
            "handle": "h.example", "service": service, "refreshToken": "r", "did": "did:plc:x",
            "pds": service,
        ])
        #expect(BlueskySession(memory, handle: "h.example", service: service) != nil)
        #expect(BlueskySession(memory, handle: "other.example", service: service) == nil)
        #expect(BlueskySession(memory, handle: "h.example", service: "https://pds.example") == nil)
    }

    @Test(arguments: [
        ("https://pds.example/", "https://bsky.social", "https://pds.example"),
        ("http://pds.example", "https://bsky.social", "https://bsky.social"),
        ("http://127.0.0.1:9", "https://bsky.social", "https://bsky.social"),
        ("http://127.0.0.1:9", "http://127.0.0.1:8124", "http://127.0.0.1:9"),
        ("https://a@pds.example", "https://bsky.social", "https://bsky.social"),
    ])
    func `later calls go to the server that the account names, if it is a safe one`(
        _ named: String, _ service: String, _ pds: String
    ) throws {
        let json = JSON(
            parsing: #"""
                {"accessJwt":"a","refreshJwt":"r","did":"did:plc:x","didDoc":{"service":[
                {"id":"#other","serviceEndpoint":"https://no.example"},
                {"id":"did:plc:x#atproto_pds","serviceEndpoint":"\#(named)"}]}}
                """#)
        let findings = BlueskySession.findings(
            json, handle: "h.example", service: try ServiceAddress(service, key: "url"), pds: nil,
            clock: morning)
        #expect(findings?.session["pds"] == pds)
        #expect(findings?.facts["pds"] == pds)
        #expect(findings?.facts.values.contains("a") == false)
    }
}
