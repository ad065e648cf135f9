import HTTP
import Testing

/// What is certain, and what is not, when a connection goes wrong at each possible point.
@Suite struct CurlTransferTests: TransportTesting {
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
}
