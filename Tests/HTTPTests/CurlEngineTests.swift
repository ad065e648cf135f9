import HTTP
import Testing

/// Many requests at once, cancelled ones, and the end.
@Suite struct CurlEngineTests: TransportTesting {
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
        while server.requestCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
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
        while server.requestCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
        transport.shutdown()
        #expect(unknown(await task.value) == .shutDown)
        #expect(notSent(await failure(post(server), transport)) == .shutDown)
        transport.shutdown()
        #expect(server.requestCount == 1)
    }
}
