import HTTP
import Ledger
import Networks
import Posts
import Testing

@testable import Publishing

/// What a request finds in place when it leaves.
struct AccountLineTests {
    private func due() async throws -> World {
        let world = try World()
        try await world.tick()
        world.sleep(15 * 60)
        return world
    }

    @Test func `a new token is kept before it is used`() async throws {
        let world = try await due()
        let (server, sessions) = (world.server, world.sessions)
        let tokens = Box<[String?]>([])
        var surroundings = world.surroundings()
        surroundings.transport = Watched(transport: surroundings.transport) { request in
            guard request.url.hasSuffix("part.0") else { return }
            tokens.with { $0.append(sessions.box.current["home"]?["accessToken"]) }
        }
        _ = try await Tick(surroundings, world.work()).run()
        #expect(tokens.current == ["token"])
        #expect(server.current.published.count == 1)
    }

    @Test func `a publishing call may leave for a minute after its claim, others whenever`() async throws {
        let world = try await due()
        let gates = Box<[String: Int64]>([:])
        var surroundings = world.surroundings()
        surroundings.transport = Watched(transport: surroundings.transport) { request in
            guard let name = request.url.split(separator: "/").last else { return }
            gates.with { $0[String(name)] = request.timeouts?.gateClosesAt }
        }
        let boot = world.state.current.boot
        _ = try await Tick(surroundings, world.work()).run()
        #expect(gates.current == ["part.0": Int64(boot + 60_000)])
    }

    @Test func `an answer that does not say what it made is a doubt, and nothing is sent again`() async throws
    {
        let world = try await due()
        var surroundings = world.surroundings()
        surroundings.networks["home"] = Forgetful(
            network: SimulatedNetwork(account: "home", kind: world.kind))
        _ = try await Tick(surroundings, world.work()).run()
        #expect(try world.delivery()?.state == .unknown)
        #expect(world.server.current.published.count == 1)
    }

    @Test
    func `an id with a control character in it is none, and the call is in doubt until it is looked up`()
        async throws
    {
        let world = try await due()
        world.server.with { $0.onlyID = "p\u{0}1" }
        try await world.tick()
        #expect(try world.delivery()?.state == .unknown)
        try await world.run(until: 30)
        #expect(try world.delivery()?.remoteID == "p1")
        #expect(world.server.current.publishCalls == 1)
    }
}

/// Looks at requests before they leave.
private struct Watched: Transport {
    var transport: any Transport
    var look: @Sendable (Request) -> Void

    func send(_ request: Request) async throws(TransportFailure) -> Response {
        look(request)
        return try await transport.send(request)
    }
}

/// A network whose answers to publishing calls are a success, and leave nothing to remember.
private struct Forgetful: Network {
    static let profile = SimulatedNetwork.profile
    var network: SimulatedNetwork

    init(network: SimulatedNetwork) { self.network = network }
    init(_ account: NetworkAccount) throws(AccountFault) { network = try SimulatedNetwork(account) }

    func settling(_ memory: Memory) -> Settling { network.settling(memory) }
    func complaints(about message: Message, memory: Memory) -> [Complaint] {
        network.complaints(about: message, memory: memory)
    }
    func next(_ errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        network.next(errand, memory: memory, clock: clock)
    }
    func find(_ step: String, of errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        network.find(step, of: errand, memory: memory, clock: clock)
    }
    func probe(memory: Memory, clock: EpochSeconds) -> Next { network.probe(memory: memory, clock: clock) }
    func inbox(memory: Memory, clock: EpochSeconds) -> Next? { nil }
    func meaning(
        of response: Response, to step: Step, of errand: Errand?, memory: Memory, clock: EpochSeconds
    ) -> Meaning {
        guard step.effect == .publishes, response.status == 200 else {
            return network.meaning(of: response, to: step, of: errand, memory: memory, clock: clock)
        }
        return .keep(.init())
    }
}
