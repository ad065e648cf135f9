import Foundation
import HTTP
import Testing

/// What is certain, and what is not, when a connection goes wrong at each possible point.
@Suite struct CurlTransportTests {
    static let local = AddressPolicy(loopbackHosts: ["127.0.0.1", "localhost"])
    /// Short limits: the kind of an outcome is asserted, never how long it took.
    static let hasty = Request.Timeouts(connect: 2_000, total: 250)
    static let patient = Request.Timeouts(connect: 10_000, total: 10_000)

    func transport(
        _ timeouts: Request.Timeouts = patient, addresses: AddressPolicy = local, longestBody: Int = 1 << 20
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

    // MARK: - Answers

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

    // MARK: - Not sent, or unknown

    @Test func `a refused connection has sent nothing`() async throws {
        let server = try WireServer([])
        server.stop()
        let failure = await failure(post(server), transport())
        #expect(notSent(failure) == .connect)
        #expect(failure?.detail.curlCode == 7)
        #expect(failure?.isNotSent == true)
    }

    @Test func `a name without an address has sent nothing`() async {
        let request = Request(method: "GET", url: "https://no-such-host.invalid/")
        let failure = await failure(request, transport())
        #expect(notSent(failure) == .resolve)
    }

    @Test func `a service that does not speak TLS has received no request`() async throws {
        let server = try WireServer([.send("HTTP/1.1 400 Bad Request\r\n\r\n"), .drain])
        let request = Request(method: "GET", url: "https://127.0.0.1:\(server.port)/secret-path")
        let failure = await failure(request, transport())
        #expect(notSent(failure) == .tls)
        #expect(server.connections.allSatisfy { !$0.text.contains("secret-path") })
    }

    @Test func `a time-out before TLS stands has sent nothing`() async throws {
        let server = try WireServer([.drain])
        let request = Request(method: "GET", url: "https://127.0.0.1:\(server.port)/")
        #expect(notSent(await failure(request, transport(Self.hasty))) == .timeout)
    }

    @Test func `a gate that closed in time has sent nothing`() async throws {
        let server = try WireServer([.drain])
        var request = post(server)
        request.timeouts = .init(gateClosesAt: 1)
        let failure = await failure(request, transport())
        #expect(notSent(failure) == .gateClosed)
        #expect(server.requestCount == 0)
    }

    @Test func `a gate that closes later lets the request pass`() async throws {
        let server = try WireServer([.readRequest, .send(answer())])
        var request = post(server)
        request.timeouts = .init(gateClosesAt: .max)
        #expect(try await transport().send(request).status == 200)
    }

    @Test func `a close after the request leaves the outcome unknown`() async throws {
        let server = try WireServer([.readRequest])
        let failure = await failure(post(server), transport())
        #expect(unknown(failure) == .noAnswer)
        #expect(failure?.isNotSent == false)
    }

    @Test func `a reset after the request leaves the outcome unknown`() async throws {
        let server = try WireServer([.readRequest, .reset])
        #expect(unknown(await failure(post(server), transport())) == .connectionLost)
    }

    @Test func `a reset before any byte of the request was read leaves the outcome unknown`() async throws {
        let server = try WireServer([.reset])
        let failure = await failure(post(server), transport())
        // Either the connection broke before the gate, which libcurl calls a failed connection, or after it.
        #expect(
            unknown(failure) == .connectionLost || unknown(failure) == .noAnswer
                || notSent(failure) == .connect)
    }

    @Test func `a reset in the middle of an upload leaves the outcome unknown`() async throws {
        let server = try WireServer([.readHead, .reset])
        let failure = await failure(post(server, String(repeating: "x", count: 20_000_000)), transport())
        #expect(unknown(failure) == .connectionLost)
    }

    @Test func `silence after the request leaves the outcome unknown`() async throws {
        let server = try WireServer([.readRequest, .drain])
        #expect(unknown(await failure(post(server), transport(Self.hasty))) == .timeout)
    }

    @Test func `an answer that drips too slowly leaves the outcome unknown`() async throws {
        let server = try WireServer([.readRequest, .drip(answer(), pause: 40)])
        #expect(unknown(await failure(post(server), transport(Self.hasty))) == .timeout)
    }

    @Test(arguments: [
        "HTTP/1.1 20", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nX-A: b\r\n",
        "HTTP/1.1 200 OK\r\nX-A: b\r\n\r", "HTTP/1.1 103 Early\r\n\r\n",
        "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\n",
    ])
    func `an answer cut in its headers leaves the outcome unknown`(text: String) async throws {
        let server = try WireServer([.readRequest, .send(text)])
        #expect(unknown(await failure(post(server), transport())) != nil)
    }

    @Test func `an answer cut in its body leaves the outcome unknown, with its status`() async throws {
        let server = try WireServer([
            .readRequest, .send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"id\""),
        ])
        let failure = await failure(post(server), transport())
        #expect(unknown(failure) == .truncated)
        #expect(failure?.detail.status == 200)
    }

    @Test func `a chunked answer cut before its last chunk leaves the outcome unknown`() async throws {
        let server = try WireServer([
            .readRequest, .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"),
        ])
        #expect(unknown(await failure(post(server), transport())) != nil)
    }

    @Test(arguments: ["garbage\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/9.9 zzz\r\n\r\n"])
    func `an answer that is not HTTP leaves the outcome unknown`(text: String) async throws {
        let server = try WireServer([.readRequest, .send(text)])
        #expect(unknown(await failure(post(server), transport())) != nil)
    }

    @Test func `one send is one request, also when a kept connection dies`() async throws {
        // libcurl repeats a request by itself if a connection that it kept dies before the first byte of an answer.
        let server = try WireServer(
            [.readRequest, .send(answer(headers: "Connection: keep-alive\r\n")), .readRequest, .reset],
            [.readRequest, .reset], [.readRequest, .send(answer())])
        let transport = transport()
        _ = try await transport.send(post(server))
        #expect(unknown(await failure(post(server), transport)) == .connectionLost)
        #expect(server.requestCount == 2)
        #expect(server.connections.count == 2)
    }

    // MARK: - Limits

    @Test(arguments: [
        "Content-Length: 5000000", "Transfer-Encoding: chunked", "Connection: close",
    ])
    func `an answer without end is cut`(header: String) async throws {
        let chunk = "1000\r\n" + String(repeating: "x", count: 4_096) + "\r\n"
        let server = try WireServer([
            .readRequest, .send("HTTP/1.1 200 OK\r\n\(header)\r\n\r\n"), .flood(chunk, limit: 5_000_000),
        ])
        let failure = await failure(post(server), transport())
        #expect(unknown(failure) == .tooLarge)
        #expect(failure?.detail.status == 200)
    }

    @Test func `an answer of exactly the longest size is taken, a byte more is not`() async throws {
        let server = try WireServer(
            [.readRequest, .send("HTTP/1.1 200 OK\r\n\r\n12345678")],
            [.readRequest, .send("HTTP/1.1 200 OK\r\n\r\n123456789")])
        let transport = transport(longestBody: 8)
        #expect(try await transport.send(post(server)).text == "12345678")
        #expect(unknown(await failure(post(server), transport)) == .tooLarge)
    }

    @Test func `headers without end are cut`() async throws {
        let server = try WireServer([
            .readRequest, .send("HTTP/1.1 200 OK\r\n"),
            .flood("X-A: " + String(repeating: "x", count: 1_000) + "\r\n", limit: 5_000_000),
        ])
        #expect(unknown(await failure(post(server), transport())) == .tooLarge)
    }

    @Test func `compression is not asked for, and a compressed body is not unpacked`() async throws {
        let server = try WireServer([
            .readRequest, .send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"),
        ])
        #expect(try await transport().send(post(server)).text == "abc")
        #expect(server.connections.first?.text.lowercased().contains("accept-encoding") == false)
    }

    // MARK: - Many, cancelled, shut down

    @Test func `sixty requests at once are all answered, each on a connection of its own`() async throws {
        let server = try WireServer([.readRequest, .send(answer())])
        let transport = transport()
        let statuses = await withTaskGroup(of: Int.self) { group in
            for number in 0..<60 {
                group.addTask { (try? await transport.send(post(server, "n\(number)")))?.status ?? 0 }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 60))
        #expect(server.connections.count == 60)
        let bodies = Set(
            server.connections.map { $0.text.split(separator: "\r\n\r\n").last.map(String.init) ?? "" })
        #expect(bodies == Set((0..<60).map { "n\($0)" }))
    }

    @Test func `a task cancelled beforehand sends nothing`() async throws {
        let server = try WireServer([.readRequest, .send(answer())])
        let transport = transport()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await failure(post(server), transport)
        }
        #expect(notSent(await task.value) == .cancelled)
        #expect(server.requestCount == 0)
    }

    @Test func `a task cancelled while it waits for the answer leaves the outcome unknown`() async throws {
        let server = try WireServer([.readRequest, .drain])
        let transport = transport()
        let task = Task { await failure(post(server), transport) }
        while server.requestCount == 0 { await Task.yield() }
        task.cancel()
        #expect(unknown(await task.value) == .cancelled)
    }

    @Test func `cancelling at any moment ends every request once`() async throws {
        let server = try WireServer([.readRequest, .send(answer())])
        let transport = transport()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let task = Task { try await transport.send(post(server)) }
                    for _ in 0..<(number % 50) { await Task.yield() }
                    if number % 3 != 0 { task.cancel() }
                    switch await task.result {
                    case .success(let response): return response.status == 200
                    case .failure(let error as TransportFailure):
                        return notSent(error) == .cancelled || unknown(error) == .cancelled
                    case .failure: return false
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count == 200)
        #expect(outcomes.allSatisfy { $0 })
    }

    @Test func `a transport that was shut down sends nothing, and what was on its way is unknown`()
        async throws
    {
        let server = try WireServer([.readRequest, .drain])
        let transport = transport()
        let task = Task { await failure(post(server), transport) }
        while server.requestCount == 0 { await Task.yield() }
        transport.shutdown()
        #expect(unknown(await task.value) == .shutDown)
        #expect(notSent(await failure(post(server), transport)) == .shutDown)
        transport.shutdown()
        #expect(server.requestCount == 1)
    }
}
