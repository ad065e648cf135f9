import Ledger
import Networks
import Posts
import Testing
import Timeline

@testable import Publishing

/// Attempts that come to nothing again and again make a pause.
struct CircuitTickTests {
    private static var bun: Post {
        var bun = Post(id: "bun", kind: "curated", body: ["Bun"])
        bun.accounts = ["zoo"]
        return bun
    }

    private func isPaused(_ report: TickReport) -> [AccountID] {
        report.events.compactMap { if case .paused(let account, _) = $0 { account } else { nil } }
    }

    /// A world that has failed three times to send its only post.
    private func failed() async throws -> World {
        let world = try World()
        world.state.with { $0.late = .hours(6) }
        try await world.tick()
        world.sleep(15 * 60)
        world.server.with { $0.isDown = true }
        for _ in 0..<3 {
            try await world.tick()
            world.sleep(300)
        }
        #expect(try world.delivery()?.failures == 3)
        return world
    }

    @Test func `after three failures no call is made for half an hour, then one`() async throws {
        let world = try await failed()
        let calls = world.server.current.timeouts.count
        // Five minutes have passed since the third.
        world.sleep(1_499)
        #expect(isPaused(try await world.tick()) == ["home"])
        #expect(world.server.current.timeouts.count == calls)
        #expect(
            try world.ledger.status(now: Instant(roundingUpSeconds: world.now - 60)).pauses.map(\.name) == [
                "account/home"
            ])
        world.sleep(1)
        try await world.tick()
        #expect(world.server.current.timeouts.count == calls + 1)
        #expect(try world.delivery()?.failures == 4)
        world.sleep(600)
        #expect(isPaused(try await world.tick()) == ["home"])
    }

    @Test func `a success closes it`() async throws {
        let world = try await failed()
        world.server.with { $0.isDown = false }
        world.sleep(1_500)
        #expect(try await world.tick().posted.count == 1)
        #expect(try world.ledger.openCircuits(world.now).isEmpty)
    }

    /// A world with two accounts on one host, whose posts are due; none has been sent.
    private func neighbours() async throws -> World {
        let world = try World(posts: [World.tea, CircuitTickTests.bun])
        world.state.with {
            $0.accounts = ["home", "zoo"]
            $0.late = .hours(6)
            $0.posts[0].accounts = ["home"]
        }
        try await world.tick()
        world.sleep(15 * 60)
        for account in world.state.current.accounts {
            try world.ledger.setHost("sim.example", of: account)
            try world.sessions.save(["accessToken": "t"], of: account)
        }
        return world
    }

    /// Keeps the second account's post from being due, so that only the first one tries.
    private func alone(_ world: World) throws {
        try world.ledger.setHold(Hold(account: "zoo", since: world.now, why: "later", origin: .person))
    }

    @Test func `"later" to one account says nothing against its host`() async throws {
        let world = try await neighbours()
        try alone(world)
        world.server.with { $0.faults = [.tooMany, .tooMany, .tooMany] }
        for _ in 0..<3 {
            try await world.tick()
            world.sleep(600)
        }
        #expect(world.server.current.publishCalls == 3)
        #expect(try world.ledger.openCircuits(world.now).map(\.name) == ["account/home"])
    }

    @Test func `calls that are made again count as attempts`() async throws {
        let world = try World(.clientID)
        world.state.with { $0.late = .hours(12) }
        world.server.with { $0.faults = Array(repeating: .requestLost, count: 9) }
        try await world.tick()
        world.sleep(15 * 60)
        for _ in 0..<40 where world.server.current.publishCalls < 3 {
            try await world.tick()
            world.sleep(60)
        }
        #expect(try world.ledger.openCircuits(world.now).map(\.name) == ["account/home"])
        for _ in 0..<25 {
            try await world.tick()
            world.sleep(60)
        }
        #expect(world.server.current.publishCalls == 3)
    }

    @Test func `an answer closes the circuit of a host that had failed`() async throws {
        let world = try await neighbours()
        try alone(world)
        let failed = world.now - Circuit.pause
        for _ in 0..<3 { try world.ledger.note(failure: "no", at: [.host("sim.example")], now: failed) }
        world.server.with { $0.faults = [.tooMany] }
        try await world.tick()
        // Counted on, it would be open again.
        for _ in 0..<2 { try world.ledger.note(failure: "no", at: [.host("sim.example")], now: world.now) }
        #expect(try world.ledger.openCircuits(world.now).isEmpty)
    }

    @Test func `what never left the machine says nothing against the host`() async throws {
        let world = try await neighbours()
        try alone(world)
        world.server.with { $0.isOffline = true }
        for _ in 0..<3 {
            try await world.tick()
            world.sleep(600)
        }
        #expect(try world.delivery()?.failures == 3)
        #expect(try world.ledger.openCircuits(world.now).map(\.name) == ["account/home"])
        // The others have their turn.
        world.server.with { $0.isOffline = false }
        try world.ledger.clearHold("zoo", now: world.now)
        world.queueChanges { _ in }
        try await world.run(until: 90)
        #expect(try world.delivery("bun")?.state == .posted)
    }

    @Test func `when a host's pause is over the first account tries, and the others wait for what it finds`()
        async throws
    {
        let world = try await neighbours()
        let failed = world.now - Circuit.pause
        for _ in 0..<3 { try world.ledger.note(failure: "no", at: [.host("sim.example")], now: failed) }
        world.server.with { $0.isDown = true }
        let before = world.server.current.timeouts.count
        #expect(isPaused(try await world.tick()) == ["zoo"])
        #expect(world.server.current.timeouts.count == before + 1)
        world.server.with { $0.isDown = false }
        world.sleep(Circuit.pause - 1)
        #expect(isPaused(try await world.tick()) == ["home", "zoo"])
        world.sleep(1)
        #expect(try await world.tick().posted.map(\.account) == ["home", "zoo"])
        #expect(world.server.current.publishCalls == 2)
    }

    @Test func `another account on the same host waits with it, one on another host does not`() async throws {
        let world = try World(posts: [World.tea, CircuitTickTests.bun])
        world.state.with { $0.accounts = ["home", "zoo"] }
        try await world.tick()
        for second in 0..<3 {
            try world.ledger.note(failure: "no", at: [.host("sim.example")], now: world.now + 600 + second)
        }
        world.sleep(15 * 60)
        try world.ledger.setHost("sim.example", of: "home")
        try world.ledger.setHost("other.example", of: "zoo")
        let report = try await world.tick()
        #expect(isPaused(report) == ["home"])
        #expect(report.posted.map(\.account) == ["zoo"])
    }
}
