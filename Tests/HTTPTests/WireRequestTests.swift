import Testing

@testable import HTTP

@Suite struct WireRequestTests {
    func fault(_ request: Request) -> RequestFault? {
        do {
            _ = try WireRequest(request, policy: .publicOnly, timeouts: .standard)
            return nil
        } catch {
            return error
        }
    }

    func request(_ headers: [Header] = [], method: String = "POST", body: Request.Body = .none) -> Request {
        Request(method: method, url: "https://example.org/", headers: headers, body: body)
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "\u{1B}[0m", "a\u{7F}"])
    func `control characters in a header's value are refused`(value: String) {
        #expect(fault(request([Header("X-Note", value)])) == .header(name: "X-Note"))
        #expect(fault(request([.bearer(Secret(value))])) == .header(name: "Authorization"))
    }

    @Test(arguments: ["", "X Note", "X:Note", "X\r\nY", "Grüße", "X\0"])
    func `a name that is no token is refused`(name: String) {
        guard case .header? = fault(request([Header(name, "v")])) else {
            Issue.record("accepted \(name)")
            return
        }
    }

    @Test func `tabs, umlauts and empty values may stand in a header`() throws {
        let wire = try WireRequest(
            request([Header("X-A", "a\tö"), Header("X-B", " ")]), policy: .publicOnly, timeouts: .standard)
        #expect(wire.headerLines == ["X-A: a\tö", "X-B;", "Expect:", "Content-Type:"])
    }

    @Test(arguments: [
        "Host", "content-length", "Transfer-Encoding", "Connection", "EXPECT", "Accept-Encoding",
    ])
    func `headers that the transport writes itself are refused`(name: String) {
        #expect(fault(request([Header(name, "1")])) == .reservedHeader(name: name))
    }

    @Test(arguments: ["", "post", "GE T", "GET\r\n", "GET /x", "ABCDEFGHIJKLMNOPQ"])
    func `a method is a word in capital letters`(method: String) {
        #expect(fault(request(method: method)) == .method)
    }

    @Test(arguments: ["GET", "HEAD"])
    func `reading methods have no body`(method: String) {
        #expect(fault(request(method: method, body: .bytes([1]))) == .bodyNotAllowed)
        #expect(fault(request(method: method)) == nil)
    }

    @Test func `a part can add no header`() {
        let part = Request.Part(name: "file", contentType: "image/png\r\nX-Evil: 1", bytes: [])
        #expect(fault(request(body: .multipart([part]))) == .part(name: "file"))
        let nul = Request.Part(name: "a\0b", bytes: [])
        #expect(fault(request(body: .multipart([nul]))) == .part(name: "a\\u{0}b"))
    }

    @Test func `a request's own limits replace the transport's`() throws {
        var own = request()
        own.timeouts = .init(total: 7)
        #expect(try WireRequest(own, policy: .publicOnly, timeouts: .standard).timeouts.total == 7)
        #expect(try WireRequest(request(), policy: .publicOnly, timeouts: .upload).timeouts == .upload)
    }

    @Test func `a refused request reaches no socket`() async throws {
        let server = try WireServer([.drain])
        let transport = CurlTransport(
            CurlConfiguration(userAgent: "t", addresses: .init(loopbackHosts: ["127.0.0.1"])))
        let evil = Request(method: "POST", url: server.url(), headers: [Header("X", "a\r\nY: b")])
        await #expect(throws: TransportFailure.notSent(.invalid(.header(name: "X")), .init())) {
            try await transport.send(evil)
        }
        #expect(server.connections.isEmpty)
    }
}
