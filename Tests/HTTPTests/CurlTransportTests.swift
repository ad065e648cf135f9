import HTTP
import Testing

/// What goes over the wire, and what comes back.
@Suite struct CurlTransportTests: TransportTesting {
    @Test func `an answer comes back with status, headers in order and body`() async throws {
        let server = try WireServer([
            .readRequest,
            .send(answer("201 Created", headers: "X-A: 1\r\nx-b: 2\r\nX-A:  3 \r\n", "{\"id\":1}")),
        ])
        let response = try await transport().send(
            Request(url: server.url("/statuses?x=1"), headers: [.bearer(Secret("tok"))], json: "{\"a\":1}"))
        #expect(response.status == 201)
        #expect(
            response.headers == [
                Header("Content-Length", "8"), Header("X-A", "1"), Header("x-b", "2"), Header("X-A", "3"),
            ])
        #expect(response.headers.all(named: "x-a") == ["1", "3"])
        #expect(response.header("CONTENT-LENGTH") == "8")
        #expect(response.jsonText == "{\"id\":1}")
        let sent = try #require(server.connections.first?.text)
        #expect(
            sent == """
                POST /statuses?x=1 HTTP/1.1\r
                Host: 127.0.0.1:\(server.port)\r
                User-Agent: hearth-tests\r
                Accept: */*\r
                Authorization: Bearer tok\r
                Content-Type: application/json\r
                Content-Length: 7\r
                \r
                {"a":1}
                """)
    }

    @Test func `a refusal that repeats our secrets comes back without them, a success as it is`() async throws
    {
        let body = #"{"error":"no such token: tok-5up3rs3cr3t, password p\/55w0rd"}"#
        let bare = #"{"error":"no such token: ***, password ***"}"#
        for (status, said) in [("401 Unauthorized", bare), ("302 Found", bare), ("200 OK", body)] {
            let server = try WireServer([.readRequest, .send(answer(status, body))])
            let response = try await transport().send(
                Request(
                    url: server.url(), headers: [.bearer(Secret("tok-5up3rs3cr3t"))], json: "{}",
                    secrets: [Secret("p/55w0rd")]))
            #expect(response.jsonText == said)
        }
    }

    @Test(arguments: ["GET", "DELETE", "HEAD"])
    func `a request without a body has neither length nor type`(method: String) async throws {
        let server = try WireServer([.readRequest, .send(answer("200 OK", method == "HEAD" ? "" : "ok"))])
        let response = try await transport().send(Request(method: method, url: server.url()))
        #expect(response.status == 200)
        let sent = try #require(server.connections.first?.text)
        #expect(sent.hasPrefix("\(method) / HTTP/1.1\r\n"))
        #expect(!sent.contains("Content-"))
    }

    @Test(arguments: ["POST", "PUT", "PATCH"])
    func `an empty body is announced as empty and without a type`(method: String) async throws {
        let server = try WireServer([.readRequest, .send(answer())])
        _ = try await transport().send(Request(method: method, url: server.url()))
        let sent = try #require(server.connections.first?.text)
        #expect(sent.hasPrefix("\(method) / HTTP/1.1\r\n"))
        #expect(sent.contains("Content-Length: 0\r\n"))
        #expect(!sent.contains("Content-Type"))
    }

    @Test func `a long body is sent at once, without asking for a go-ahead`() async throws {
        let server = try WireServer([.readRequest, .send(answer())])
        let long = String(repeating: "x", count: 3_000_000)
        _ = try await transport().send(post(server, long))
        let sent = try #require(server.connections.first)
        #expect(!sent.text.prefix(1_000).contains("Expect"))
        #expect(sent.bytes.count > 3_000_000)
    }

    @Test func `a multipart request is sent as it is frozen, twice the same`() async throws {
        let server = try WireServer([.readRequest, .send(answer())])
        let request = Request(
            method: "POST", url: server.url(),
            body: .multipart([
                .init(name: "status", value: "Grüße"),
                .init(name: "file", filename: "a.png", contentType: "image/png", bytes: [0, 255, 13, 10]),
            ]))
        let transport = transport()
        _ = try await transport.send(request)
        _ = try await transport.send(request.frozen())
        #expect(server.connections.count == 2)
        #expect(server.connections[0].bytes == server.connections[1].bytes)
        guard case .bytes(let body) = request.frozen().body else { return #expect(Bool(false)) }
        #expect(server.connections[0].bytes.suffix(body.count) == body[...])
    }

    @Test func `a chunked answer is joined and trailers are no headers`() async throws {
        let server = try WireServer([
            .readRequest,
            .send(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-T: 1\r\n\r\n"
            ),
        ])
        let response = try await transport().send(post(server))
        #expect(response.text == "abcde")
        #expect(response.header("X-T") == nil)
    }

    @Test func `an interim answer is not the answer`() async throws {
        let server = try WireServer([
            .readRequest, .send("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n" + answer()),
        ])
        let response = try await transport().send(post(server))
        #expect(response.status == 200)
        #expect(response.header("X-Early") == nil)
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is an answer and is not followed`(status: Int) async throws {
        let other = try WireServer([.readRequest, .send(answer())])
        let server = try WireServer([
            .readRequest, .send(answer("\(status) Moved", headers: "Location: \(other.url("/next"))\r\n")),
        ])
        let response = try await transport().send(post(server))
        #expect(response.status == status)
        #expect(response.header("location") == other.url("/next"))
        #expect(other.connections.isEmpty)
        #expect(server.requestCount == 1)
    }

    @Test func `an early refusal of a long upload is an answer`() async throws {
        let server = try WireServer([
            .readHead, .send(answer("413 Too Large", headers: "Connection: close\r\n", "no")), .drain,
        ])
        let response = try await transport().send(post(server, String(repeating: "x", count: 8_000_000)))
        #expect(response.status == 413)
    }

    @Test func `no cookie comes back on the next request`() async throws {
        let server = try WireServer([.readRequest, .send(answer(headers: "Set-Cookie: a=b\r\n"))])
        let transport = transport()
        _ = try await transport.send(post(server))
        _ = try await transport.send(post(server))
        #expect(server.connections.count == 2)
        #expect(server.connections.allSatisfy { !$0.text.contains("Cookie") })
    }
}
