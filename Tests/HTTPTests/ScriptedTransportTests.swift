import HTTP
import TestTransport
import Testing

@Suite struct ScriptedTransportTests {
    let first = Request(url: "https://a.example/statuses", json: "{}")
    let second = Request(method: "GET", url: "https://a.example/verify")

    @Test func `steps answer in their order and are recorded`() async throws {
        let transport = ScriptedTransport([
            .on("POST", "/statuses", fail: .unknown(.timeout, .init())),
            .on("GET", "/verify", respond: Response(json: "{}")),
            .on("POST", "/statuses", respond: Response(status: 201)),
        ])
        await #expect(throws: TransportFailure.unknown(.timeout, .init())) { try await transport.send(first) }
        #expect(await transport.unused == ["GET …/verify…", "POST …/statuses…"])
        #expect(try await transport.send(first).status == 201)
        #expect(try await transport.send(second).jsonText == "{}")
        #expect(await transport.requests == [first, first, second])
        #expect(await transport.unused.isEmpty)
    }

    @Test func `an unexpected request fails the test`() async {
        let transport = ScriptedTransport()
        await withKnownIssue {
            _ = try? await transport.send(first)
        }
        #expect(await transport.unexpected == [first])
    }
}
