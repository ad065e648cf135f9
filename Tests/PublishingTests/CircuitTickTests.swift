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
