import Ledger
import Networks
import Posts
import Testing
import Timeline

@testable import Publishing

/// A network that says it did nothing, and did it all the same.
struct EarlierCallTests {
    private func refused(_ kind: Settling, _ fault: SimulatedServer.Fault, wait: Int = 120) async throws
        -> World
    {
        let world = try World(kind)
        world.state.with { $0.late = .hours(12) }
        try await world.tick()
        world.sleep(15 * 60)
        world.server.with {
            $0.faults = [fault]
            $0.retryAfter = wait
        }
        try await world.tick()
        #expect(world.server.current.publishCalls == 1)
        return world
    }

    @Test(arguments: [
        Settling.readBack(authoritative: true, lagSeconds: 0), .readBack(authoritative: false, lagSeconds: 0),
        .container, .key(lifeSeconds: 3_600),
    ])
    func `is looked for before the call is made again, and found`(kind: Settling) async throws {
        let world = try await refused(kind, .tooManyAfterwards, wait: 7_200)
        try await world.run(until: 180)
        #expect(world.server.current.publishCalls == 1)
        #expect(world.server.current.published.count == 1)
        #expect(try world.delivery()?.state == .posted)
        #expect(try world.delivery()?.remoteID == "p1")
    }

    @Test func `the same after a person has lifted the hold of an account that was said to be blocked`()
        async throws
    {
        let world = try await refused(.readBack(authoritative: true, lagSeconds: 0), .suspendedAfterwards)
        #expect(try world.delivery()?.state == .held)
        try world.ledger.clearHold("home", now: world.now)
        try await world.run(until: 120)
        #expect(world.server.current.published.count == 1)
        #expect(try world.delivery()?.state == .posted)
    }

    @Test(arguments: [Settling.clientID, .key(lifeSeconds: 3_600)])
    func `nobody is asked where the same call does no harm`(kind: Settling) async throws {
        let world = try await refused(kind, .tooManyAfterwards)
        try await world.run(until: 30)
        #expect(world.server.current.lookups == 0)
        #expect(world.server.current.publishCalls == 2)
        #expect(world.server.current.published.count == 1)
        #expect(try world.delivery()?.state == .posted)
    }

    @Test func `what cannot be looked for is not sent yet`() async throws {
        let world = try await refused(.readBack(authoritative: true, lagSeconds: 0), .tooMany)
        world.server.with { $0.lookupFaults = [.requestLost] }
        world.sleep(300)
        try await world.tick()
        #expect(world.server.current.publishCalls == 1)
        #expect(try world.delivery()?.reason?.hasPrefix("looked for before it is sent again: ") == true)
        try await world.run(until: 60)
        #expect(world.server.current.publishCalls == 2)
        #expect(world.server.current.published.count == 1)
    }

    @Test(arguments: [true, false])
    func `an older post alike speaks against the call, unless it is another delivery's`(isOurs: Bool)
        async throws
    {
        var green = World.tea
        green.evergreen = Evergreen(every: .hours(1))
        let world = try World(posts: [green])
        try await world.run(until: 30)
        #expect(try world.delivery()?.remoteID == "p1")
        try world.ledger.store(
            StoredPlan(
                json: "{}", fingerprint: "x", now: world.instant, stored: world.now,
                placements: [PlannedSlot(post: "tea", account: "home", at: World.start + .minutes(75))]))
        world.state.with {
            $0.planFails = true
            $0.late = .hours(12)
        }
        world.server.with {
            $0.faults = [.tooMany]
            $0.twin = isOurs ? "p1" : "p0"
        }
        try await world.run(until: 180)
        let again = try #require(try world.delivery(occurrence: 1))
        #expect(world.server.current.publishCalls == (isOurs ? 3 : 2))
        #expect(again.state == (isOurs ? .posted : .needsResolve))
    }

    @Test func `a post in other words is no reason to doubt the network's no`() async throws {
        let world = try await refused(.readBack(authoritative: true, lagSeconds: 0), .tooMany)
        world.server.with { $0.stranger = "p9" }
        try await world.run(until: 60)
        #expect(world.server.current.lookups == 1)
        #expect(world.server.current.publishCalls == 2)
        #expect(world.server.current.published.count == 1)
    }

    @Test func `what never left the machine is not looked for`() async throws {
        let world = try await refused(.readBack(authoritative: true, lagSeconds: 0), .notSent)
        try await world.run(until: 30)
        #expect(world.server.current.lookups == 0)
        #expect(world.server.current.publishCalls == 2)
        #expect(world.server.current.published.count == 1)
    }

    @Test func `a first call looks for nothing`() async throws {
        let world = try World(posts: [World.thread])
        try await world.run(until: 30)
        #expect(world.server.current.published.map(\.text) == ["One", "Two", "Three"])
        #expect(world.server.current.lookups == 0)
    }
}
