import Foundation
import Ledger
import Networks
import Policies
import Posts
import Rules
import Testing
import Timeline

@testable import Publishing

/// A clock was ahead, was believed, and is set back: a person confirms both.
struct ClockAheadTests {
    private static let cake = Post(id: "cake", kind: "curated", body: ["Cake is good"])

    private func set(_ world: World, by seconds: Int) throws {
        world.state.with { $0.micros += seconds * 1_000_000 }
        try world.ledger.acceptClock(now: world.now)
    }

    @Test(arguments: [2 * 3600, 400 * 86_400])
    func `what a clock that was ahead has missed goes out in its next slot`(ahead: Int) async throws {
        let world = try World()
        try await world.tick()
        try set(world, by: ahead)
        try await world.tick()
        #expect(try world.delivery()?.state == .missed)
        world.sleep(60)
        try set(world, by: -ahead)
        try await world.run(until: 20)
        #expect(world.server.current.published.map(\.at) == [(World.start.minutes + 15) * 60 + 60])
    }

    @Test func `half a thread does not wait for the time that a clock wrote down which was ahead`()
        async throws
    {
        let world = try World(posts: [World.thread])
        try await world.tick()
        try set(world, by: 400 * 86_400)
        try await world.tick()
        world.sleep(300)
        world.server.with { $0.secondPart = .notSent }
        for _ in 0..<4 {
            try await world.tick()
            world.sleep(300)
            if try world.delivery("thread")?.visibleSince != nil { break }
        }
        #expect(world.server.current.published.count == 1)
        try set(world, by: -400 * 86_400)
        try await world.tick()
        world.sleep(300)
        try await world.tick()
        #expect(world.server.current.published.map(\.text) == ["One", "Two", "Three"])
    }

    @Test(arguments: [2 * 3600, 400 * 86_400])
    func `what went out by a clock that was ahead keeps its distance from when that was put right`(
        ahead: Int
    ) async throws {
        let world = try World()
        world.state.with { $0.settings.pace = PaceSettings(spacing: .hours(1)) }
        try set(world, by: ahead)
        try await world.tick()
        world.sleep(900)
        try await world.tick()
        #expect(world.server.current.published.count == 1)
        try set(world, by: -ahead)
        let right = world.now
        world.queueChanges { $0.posts.append(ClockAheadTests.cake) }
        try await world.run(until: 110)
        let cake = try #require(world.server.current.published.last)
        #expect(cake.text == "Cake is good")
        #expect(cake.at - right >= 3600)
    }

    @Test func `a plan for another time leaves what is yet to come out`() throws {
        let world = try World()
        let slot = PlannedSlot(post: "tea", account: "home", at: World.start)
        let begun = try world.ledger.begin(slot, facts: World.tea.deliveryFacts, repeats: false, now: 1)
        let claimed = try world.ledger.claim(
            try #require(begun), Claim(step: "s", request: Data(), message: Data(), owner: "t"),
            now: world.now + 7200)
        try world.ledger.finish(
            try #require(claimed), DeliveryMove(.posted, visibleSince: world.now + 7200), now: world.now)
        let later = World.start + .hours(2)
        #expect(try world.problem.with(world.ledger, now: World.start).history.map(\.at) == [later])
        #expect(
            try world.problem.with(world.ledger, now: World.start, isRighting: true).history.map(\.at)
                == [World.start])
    }

    @Test func `a doubt that lies ahead becomes a person's after its look-ups`() async throws {
        let world = try World(posts: [World.tea])
        try set(world, by: 400 * 86_400)
        try await world.tick()
        world.sleep(900)
        world.server.with { $0.faults = [.requestLost] }
        try await world.tick()
        #expect(try world.delivery()?.state == .unknown)
        try set(world, by: -400 * 86_400)
        for _ in 0..<200 where try world.delivery()?.state == .unknown {
            try await world.tick()
            world.sleep(300)
        }
        #expect(try world.delivery()?.state == .needsResolve)
        #expect((10...12).contains(world.server.current.lookups))
        #expect(world.server.current.publishCalls == 1)
    }

    @Test func `what a clock that was ahead has begun waits for its slot`() async throws {
        let world = try World()
        try await world.tick()
        let slot = PlannedSlot(post: "tea", account: "home", at: World.start + .hours(2))
        _ = try world.ledger.begin(
            slot, facts: World.tea.deliveryFacts, repeats: false, now: world.now + 7200)
        try await world.run(until: 119)
        #expect(world.server.current.published.isEmpty)
        try await world.run(until: 125)
        #expect(world.server.current.published.count == 1)
    }
}
