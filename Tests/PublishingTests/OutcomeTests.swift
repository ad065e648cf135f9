import Ledger
import Networks
import Posts
import Testing

@testable import Publishing

/// Outcomes that the ledger cannot take, and ticks that have no room for one.
struct OutcomeTests {
    static let kinds: [Settling] = [.clientID, .readBack(authoritative: true, lagSeconds: 0), .none]

    private func due(_ kind: Settling = .none, _ post: Post = World.tea) async throws -> World {
        let world = try World(kind, posts: [post])
        try await world.tick()
        world.sleep(15 * 60)
        return world
    }

    @Test(arguments: CrashTests.kinds, [LedgerError.full, .database(code: 778, message: "disk I/O error")])
    func `an outcome that finds no room is kept, stops the tick, and is written down by the next one`(
        kind: Settling, error: LedgerError
    ) async throws {
        let world = try await due(kind)
        world.state.with { $0.fault = ("outcome", error) }
        await #expect(throws: OutcomeKept(delivery: 1, cause: error)) { try await world.tick() }
        #expect(try world.delivery()?.state == .sending)
        let report = try await world.tick()
        #expect(report.posted.map(\.url) == ["https://sim.example/p1"])
        #expect(world.reserve.box.current == nil)
        try await world.run(until: 60)
        #expect(world.server.current.publishCalls == 1)
        #expect(world.server.current.lookups == 0, "nothing had to be looked up")
    }

    @Test func `a ledger that still takes nothing keeps the outcome where it is`() async throws {
        let world = try await due()
        for _ in 0..<3 {
            world.state.with { $0.fault = ("outcome", .full) }
            await #expect(throws: OutcomeKept.self) { try await world.tick() }
        }
        #expect(try await world.tick().posted.count == 1)
        #expect(world.server.current.publishCalls == 1)
    }

    @Test func `without room for it either the delivery is in doubt`() async throws {
        let world = try await due()
        world.state.with { $0.fault = ("outcome", .full) }
        let reserve = world.reserve.fault
        await #expect(throws: LedgerError.full) {
            try await Tick(
                {
                    var surroundings = world.surroundings()
                    let checkpoint = surroundings.checkpoint
                    surroundings.checkpoint = { name in
                        if name == "reserve" { reserve.with { $0 = .full } }
                        try checkpoint(name)
                    }
                    return surroundings
                }(), world.work()
            ).run()
        }
        reserve.with { $0 = nil }
        try await world.run(until: 30)
        #expect(try world.delivery()?.state == .needsResolve)
        #expect(world.server.current.publishCalls == 1)
    }

    @Test func `an outcome that did reach the ledger although it said no changes nothing`() async throws {
        let world = try await due()
        try await world.tick()
        let posted = try #require(try world.delivery())
        var sending = posted
        sending.state = .sending
        world.reserve.box.with { $0 = KeptOutcome(sending, DeliveryMove(.planned)) }
        try await world.tick()
        #expect(try world.delivery() == posted)
        #expect(world.reserve.box.current == nil)
    }

    @Test func `killed while it is kept, written down or cleared, a post goes out once`() async throws {
        for kind in OutcomeTests.kinds {
            for crash in 0..<4 {
                let world = try await due(kind)
                world.state.with { $0.fault = ("outcome", .full) }
                _ = try? await world.tick()
                world.state.with {
                    $0.crashAt = $0.checkpoints.count + crash
                }
                _ = try? await world.tick()
                world.state.with { $0.crashAt = nil }
                try await world.run(until: 40)
                #expect(try world.delivery()?.state == .posted, "\(kind) \(crash)")
                #expect(world.server.current.publishCalls == 1, "\(kind) \(crash)")
            }
        }
    }

    @Test func `a tick without room plans and looks up, but sends nothing and says so`() async throws {
        let world = try await due()
        let room = Headroom(bytes: 1 << 20, inodes: 5)
        world.state.with { $0.headroom = room }
        let report = try await world.tick()
        #expect(report.obstacles == [.noRoom(room)])
        #expect(report.needsPerson)
        #expect(world.server.current.publishCalls == 0)
        world.state.with { $0.headroom = Headroom(bytes: Headroom.leastBytes, inodes: Headroom.leastInodes) }
        #expect(try await world.tick().posted.count == 1)
    }

    @Test func `without the reserve nothing is sent`() async throws {
        let world = try await due()
        world.reserve.fault.with { $0 = .full }
        #expect(try await world.tick().obstacles == [.noReserve(.full)])
        #expect(world.server.current.publishCalls == 0)
    }
}
