import HTTP
import Ledger
import Networks
import Posts
import Testing
import Timeline

@testable import Publishing

/// Networks that make a container first and publish it when it is ready.
struct ContainerTests {
    /// A world whose only post has a picture and is due, on a network with these habits.
    private func due(_ change: (inout Slow) -> Void) async throws -> (World, Surroundings) {
        var post = World.tea
        post.images = [PostImage(file: "a.png", alt: "tea")]
        let world = try World(.container, posts: [post])
        try await world.tick()
        world.sleep(15 * 60)
        var network = Slow(network: SimulatedNetwork(account: "home", kind: .container))
        change(&network)
        var surroundings = world.surroundings()
        surroundings.networks["home"] = network
        return (world, surroundings)
    }

    @Test func `one that is never ready gives up its slot, again and again, and nothing is published`()
        async throws
    {
        let (world, surroundings) = try await due { $0.isReady = false }
        for _ in 0..<90 {
            _ = try await Tick(surroundings, world.work()).run()
            world.sleep(60)
        }
        let delivery = try #require(try world.delivery())
        let missed = try world.ledger.attempts(of: delivery.id).filter { $0.to == .missed }
        #expect(missed.count >= 2)
        #expect(missed.allSatisfy { $0.note == "later than 30m; the network is working on it" })
        #expect(world.server.current.publishCalls == 0)
    }

    @Test func `an upload that is never ready counts as attempts that came to nothing`() async throws {
        let (world, surroundings) = try await due { $0.isWorking = true }
        world.state.with { $0.late = .hours(48) }
        for _ in 0..<60 where try world.delivery()?.state != .held {
            _ = try await Tick(surroundings, world.work()).run()
            world.sleep(3_000)
        }
        #expect(world.server.current.publishCalls == 0)
        #expect(
            try world.delivery()?.reason == "8 attempts came to nothing; 60 steps have brought nothing")
        #expect(try world.ledger.facts(of: "home")["failing.attempts"] == "8")
    }

    @Test func `one that is broken is made anew, and published once`() async throws {
        let (world, surroundings) = try await due { $0.breaks = Box(1) }
        let report = try await Tick(surroundings, world.work()).run()
        #expect(report.posted.count == 1)
        #expect(world.server.current.uploads == 2)
        #expect(world.server.current.published.count == 1)
    }

    @Test func `one whose publishing got lost is read back, and published when it surely was not`()
        async throws
    {
        let (world, surroundings) = try await due { _ in }
        world.server.with { $0.faults = [.requestLost] }
        for _ in 0..<40 {
            _ = try await Tick(surroundings, world.work()).run()
            world.sleep(60)
        }
        let server = world.server.current
        #expect(server.lookups >= 2 && server.publishCalls == 2)
        #expect(server.uploads == 1 && server.published.count == 1)
    }

    @Test func `one that has expired when it is published is made anew, and published once`() async throws {
        let (world, surroundings) = try await due { $0.expire = Box(1) }
        world.server.with { $0.faults = [.refused] }
        let report = try await Tick(surroundings, world.work()).run()
        #expect(report.posted.count == 1)
        #expect(world.server.current.uploads == 2)
        #expect(world.server.current.published.count == 1)
    }

    @Test func `one that breaks every time is a person's in the end, and nothing is published`() async throws
    {
        let (world, surroundings) = try await due { $0.breaks = Box(.max) }
        world.state.with { $0.late = .hours(48) }
        for _ in 0..<60 where try world.delivery()?.state != .held {
            _ = try await Tick(surroundings, world.work()).run()
            world.sleep(3_000)
        }
        #expect(world.server.current.published.isEmpty)
        #expect(
            try world.delivery()?.reason == "8 attempts came to nothing; 60 steps have brought nothing")
    }
}

/// A network whose containers are not ready, or break.
private struct Slow: Network {
    static let profile = SimulatedNetwork.profile
    var network: SimulatedNetwork
    var isReady = true
    /// The server says each time it is asked that it works on it still.
    var isWorking = false
    /// How many containers break before one holds.
    var breaks = Box(0)
    /// How many have expired when they are to be published.
    var expire = Box(0)

    init(network: SimulatedNetwork) { self.network = network }
    init(_ account: NetworkAccount) throws(AccountFault) { network = try SimulatedNetwork(account) }

    func settling(_ memory: Memory) -> Settling { network.settling(memory) }
    func complaints(about message: Message, memory: Memory) -> [Complaint] {
        network.complaints(about: message, memory: memory)
    }
    func next(_ errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        if !isReady, errand.handles["media.0"] != nil { return .wait(seconds: 60) }
        if isWorking, errand.handles["media.0"] != nil {
            let url = "https://sim.example/home/media.0.ready"
            return .perform(
                Step("media.0.ready", .prepares, Request(method: "POST", url: url, body: .bytes([]))))
        }
        return network.next(errand, memory: memory, clock: clock)
    }
    func find(_ step: String, of errand: Errand, memory: Memory, clock: EpochSeconds) -> Next {
        network.find(step, of: errand, memory: memory, clock: clock)
    }
    func probe(memory: Memory, clock: EpochSeconds) -> Next { network.probe(memory: memory, clock: clock) }
    func inbox(memory: Memory, clock: EpochSeconds) -> Next? { nil }
    func meaning(
        of response: Response, to step: Step, of errand: Errand?, memory: Memory, clock: EpochSeconds
    ) -> Meaning {
        if step.name == "media.0.ready" {
            return .keep(.init(handles: ["media.0.working": String(clock)]))
        }
        func isNext(_ name: String, of numbers: Box<Int>) -> Bool {
            numbers.with { left in
                guard step.name == name, left > 0 else { return false }
                left -= 1
                return true
            }
        }
        // The server says so when it is asked to publish it; here, at once.
        if isNext("media.0", of: breaks) || isNext("part.0", of: expire) {
            return .forget(.init(handles: ["media.0"]), why: "the container is broken")
        }
        return network.meaning(of: response, to: step, of: errand, memory: memory, clock: clock)
    }
}
