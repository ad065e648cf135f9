import Ledger
import Networks
import Posts
import Rules
import Testing
import Timeline

@testable import Publishing

/// A file gets another name, and a new text takes the one it had.
struct ReusedNameTests {
    private static let green = Post(id: "tea", kind: "curated", body: ["Green tea is better"])
    private static let archived = Post(id: "tea-2025", kind: "curated", body: World.tea.body)

    /// A world in which the slot of `tea` has come.
    private func due(_ posts: [Post] = [World.tea]) async throws -> World {
        let world = try World(posts: posts)
        try await world.tick()
        world.sleep(15 * 60)
        return world
    }

    private func reuse(_ world: World) {
        world.queueChanges { $0.posts = [ReusedNameTests.archived, ReusedNameTests.green] }
    }

    private func texts(_ world: World) -> [String] { world.server.current.published.map(\.text) }

    @Test func `what went out is not sent again under its new name, and what has its old one goes out`()
        async throws
    {
        let world = try await due()
        try await world.tick()
        reuse(world)
        world.sleep(300)
        try await world.run(until: 120)
        #expect(texts(world) == ["Tea is good", "Green tea is better"])
        // That was the new one's only time; edited it is the same post still.
        world.queueChanges { $0.posts[1].body = ["Green tea is best"] }
        try await world.run(until: 240)
        #expect(texts(world).count == 2)
    }

    @Test func `what was dropped stays out under its new name`() async throws {
        let world = try await due()
        world.server.with { $0.isDown = true }
        try await world.tick()
        let id = try #require(try world.delivery()).id
        try world.ledger.resolve(id, .drop, now: world.now)
        world.server.with { $0.isDown = false }
        reuse(world)
        try await world.run(until: 120)
        #expect(texts(world) == ["Green tea is better"])
        #expect(try world.delivery(occurrence: 0)?.state == .cancelled)
    }

    @Test func `what was refused stays out under its new name`() async throws {
        let world = try await due()
        world.server.with { $0.faults = [.refused] }
        try await world.tick()
        reuse(world)
        world.sleep(300)
        try await world.run(until: 120)
        #expect(texts(world) == ["Green tea is better"])
        #expect(try world.delivery(occurrence: 0)?.state == .rejected)
    }

    @Test(arguments: [SimulatedServer.Fault.answerLost, .requestLost])
    func `what is in doubt is sent neither beside its doubt nor twice, and its namesake waits`(
        fault: SimulatedServer.Fault
    ) async throws {
        let world = try await due()
        world.server.with { $0.faults = [fault] }
        try await world.tick()
        reuse(world)
        let problem = try world.problem.with(world.ledger, now: world.instant)
        #expect(problem.barred["home"] == ["tea": "tea-2025, which had its name, is still under way"])
        world.sleep(300)
        try await world.run(until: 180)
        #expect(Set(texts(world)) == ["Tea is good", "Green tea is better"])
        #expect(texts(world).count == 2)
    }

    @Test func `what waits for another attempt goes out with the words of its file, and counts as these`()
        async throws
    {
        let world = try await due()
        world.server.with { $0.faults = [.notSent] }
        try await world.tick()
        #expect(try world.delivery()?.state == .planned)
        reuse(world)
        world.sleep(300)
        try await world.run(until: 120)
        #expect(texts(world).sorted() == ["Green tea is better", "Tea is good"])
        #expect(try world.delivery()?.facts.identity == ReusedNameTests.green.identity.digest)
    }

    @Test func `half a thread goes on under its old name, then its namesake begins`() async throws {
        let world = try await due([World.thread])
        world.server.with { $0.secondPart = .notSent }
        try await world.tick()
        #expect(try world.delivery("thread")?.visibleSince != nil)
        world.queueChanges {
            $0.posts = [
                Post(id: "thread-2025", kind: "curated", body: World.thread.body),
                Post(id: "thread", kind: "curated", body: ["Four"]),
            ]
        }
        world.sleep(300)
        try await world.run(until: 120)
        #expect(texts(world) == ["One", "Two", "Three", "Four"])
    }

    @Test func `rows that shift are not sent again`() async throws {
        let rows = ["One", "Two"].enumerated().map { number, text in
            Post(id: PostID("rows/\(number + 1)"), kind: "curated", body: [text])
        }
        let world = try await due(rows)
        try await world.run(until: 60)
        #expect(texts(world) == ["One", "Two"])
        world.queueChanges {
            $0.posts = ["Zero", "One", "Two"].enumerated().map { number, text in
                Post(id: PostID("rows/\(number + 1)"), kind: "curated", body: [text])
            }
        }
        try await world.run(until: 180)
        #expect(texts(world) == ["One", "Two", "Zero"])
    }
}
