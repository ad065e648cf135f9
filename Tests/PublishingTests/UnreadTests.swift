import Ledger
import Networks
import Posts
import Testing
import Timeline

@testable import Publishing

/// A file of the queue that cannot be read this time.
struct UnreadTests {
    private static let cake = Post(id: "cake", kind: "curated", body: ["Cake is good"])

    /// A world in which cake and tea are planned, and cake is due.
    private func due() async throws -> World {
        let world = try World(posts: [World.tea, UnreadTests.cake])
        try await world.tick()
        world.sleep(15 * 60)
        return world
    }

    /// The disk fails: the post's file is not read, and so the queue is another one.
    private func fail(_ world: World, _ post: PostID) {
        world.state.with {
            $0.unread = ["'queue/\(post).md' cannot be read: Input/output error"]
            $0.posts.removeAll { $0.id == post }
            $0.queueFingerprint = "2"
        }
    }

    private func mend(_ world: World) {
        world.state.with {
            $0.unread = []
            $0.posts = [World.tea, UnreadTests.cake]
            $0.queueFingerprint = "1"
        }
    }

    @Test func `leaves the stored plan in force, and says so`() async throws {
        let world = try await due()
        let stored = try world.ledger.plan()
        fail(world, "cake")
        let report = try await world.tick()
        #expect(try world.ledger.plan() == stored)
        #expect(
            report.events == [.planFailed("'queue/cake.md' cannot be read: Input/output error")])
        #expect(report.needsPerson)
        mend(world)
        world.sleep(60)
        #expect(try await world.tick().posted.map(\.post) == ["cake"])
        #expect(try world.ledger.plan() == stored)
        #expect(world.state.current.plans == 1)
    }

    @Test func `keeps what is under way where it is`() async throws {
        let world = try await due()
        world.server.with { $0.faults = [.notSent] }
        try await world.tick()
        #expect(try world.delivery("cake")?.state == .planned)
        fail(world, "cake")
        world.sleep(60)
        try await world.tick()
        // Even when it is too late by now: whether it was pinned is not known.
        world.sleep(40 * 60)
        try await world.tick()
        #expect(try world.delivery("cake")?.state == .planned)
        #expect(try world.delivery("tea")?.state == .posted)
    }

    @Test func `makes no person's question go away`() async throws {
        let world = try World(posts: [World.tea])
        world.state.with { $0.posts[0].pin = .everywhere(.instant(World.start + .minutes(15))) }
        try await world.tick()
        world.sleep(15 * 60)
        world.server.with { $0.isDown = true }
        try await world.run(until: 60)
        #expect(try world.delivery()?.asksPerson == true)
        fail(world, "tea")
        try await world.tick()
        #expect(try world.delivery()?.asksPerson == true)
    }
}
