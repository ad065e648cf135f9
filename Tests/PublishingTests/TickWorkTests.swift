import Ledger
import Networks
import Posts
import Testing
import Timeline

@testable import Publishing

/// Posts that the program dies of.
struct TickWorkTests {
    private static let cake = Post(id: "cake", kind: "curated", body: ["Cake is good"])

    /// Dies at every attempt to make the message of `post`.
    private func tick(_ world: World, deadly post: PostID) async throws -> TickReport? {
        var work = world.work()
        let message = work.message
        work.message = { id, account, occurrence in
            let made = try message(id, account, occurrence)
            // An error of the message is the post's; a trap ends the process, for which this stands.
            if id == post { world.state.with { $0.crashAt = $0.checkpoints.count } }
            return made
        }
        defer { world.state.with { $0.crashAt = nil } }
        do {
            return try await Tick(world.surroundings(), work).run()
        } catch is Crash {
            return nil
        }
    }

    @Test func `a post that the program dies of twice is held, and the others go on`() async throws {
        let world = try World(posts: [World.tea, TickWorkTests.cake])
        try await world.tick()
        world.sleep(15 * 60)
        #expect(try await tick(world, deadly: "cake") == nil)
        world.sleep(300)
        #expect(try await tick(world, deadly: "cake") == nil)
        world.sleep(300)
        let report = try #require(try await tick(world, deadly: "cake"))
        #expect(try world.delivery("cake")?.state == .held)
        #expect(try world.delivery("cake")?.reason == "the program died twice while it was being sent")
        #expect(report.needsPerson)
        world.sleep(300)
        #expect(try await tick(world, deadly: "cake")?.posted.map(\.post) == ["tea"])
    }

    @Test func `dying once is forgotten when it goes well`() async throws {
        let world = try World()
        try await world.tick()
        world.sleep(15 * 60)
        #expect(try await tick(world, deadly: "tea") == nil)
        #expect(try await tick(world, deadly: "none")?.posted.count == 1)
        #expect(try world.ledger.crashes(at: .delivery(1)) == 0)
    }

    @Test func `what cannot be settled without dying is a person's after three times`() async throws {
        let world = try World()
        try await world.tick()
        world.sleep(15 * 60)
        world.server.with { $0.faults = [.requestLost] }
        try await world.tick()
        for _ in 0..<3 {
            world.sleep(900)
            let names = world.state.current.checkpoints.count
            world.state.with { $0.crashAtName = "call find.part.0" }
            await #expect(throws: Crash.self) { try await world.tick() }
            #expect(world.state.current.checkpoints.count > names)
        }
        world.state.with { $0.crashAtName = nil }
        try await world.tick()
        #expect(try world.delivery()?.state == .needsResolve)
        #expect(try world.delivery()?.reason == "the program died 3 times while it was settled")
    }

    @Test func `a queue that the program dies of twice while it plans leaves the stored plan in force`()
        async throws
    {
        let world = try World(posts: [World.tea, TickWorkTests.cake])
        try await world.tick()
        let plan = try world.ledger.plan()
        world.queueChanges { $0.posts.append(Post(id: "bad", kind: "curated", body: ["Bad"])) }
        var work = world.work()
        work.plan = { _ in
            world.state.with { $0.crashAt = $0.checkpoints.count }
            return PlanDraft(placements: [], json: "{}")
        }
        for _ in 0..<2 {
            await #expect(throws: Crash.self) { try await Tick(world.surroundings(), work).run() }
            world.state.with { $0.crashAt = nil }
        }
        world.sleep(15 * 60)
        let report = try await Tick(world.surroundings(), work).run()
        #expect(report.posted.map(\.post) == ["cake"])
        #expect(try world.ledger.plan() == plan)
        #expect(
            report.events.contains(.planFailed("the program died twice while it planned from this queue")))
        #expect(try world.ledger.planFailure() == "the program died twice while it planned from this queue")
        // Something else to plan from, or what the stored plan was made from, and all is well again.
        world.queueChanges { $0.posts.removeLast() }
        try await world.tick()
        #expect(try world.ledger.planFailure() == nil)
    }

    @Test func `a full ledger is not the post's fault`() async throws {
        let world = try World()
        try await world.tick()
        world.sleep(15 * 60)
        for _ in 0..<3 {
            world.state.with { $0.fault = ("claim", .full) }
            await #expect(throws: LedgerError.full) { try await world.tick() }
        }
        #expect(try await world.tick().posted.count == 1)
    }
}

/// Somebody asks the process to stop.
struct StopTests {
    @Test func `the call under way is finished and written down, and no other is begun`() async throws {
        let world = try World(posts: [World.thread])
        try await world.tick()
        world.sleep(15 * 60)
        var surroundings = world.surroundings()
        surroundings.isStopping = {
            world.state.current.checkpoints.last == "answered part.0" || world.server.current.publishCalls > 0
        }
        let report = try await Tick(surroundings, world.work()).run()
        #expect(report.isStopped)
        #expect(!report.isOutOfTime)
        #expect(world.server.current.publishCalls == 1)
        #expect(try world.delivery("thread")?.state == .planned)
        #expect(try world.delivery("thread")?.visibleSince != nil)
        #expect(try world.ledger.ticks(limit: 1).first?.ended != nil)
        try await world.run(until: 30)
        #expect(world.server.current.published.map(\.text) == ["One", "Two", "Three"])
    }

    @Test func `the process has so long to live as a call may take, from before the claim to the answer`()
        async throws
    {
        let world = try World()
        try await world.tick()
        world.sleep(15 * 60)
        let limits = Box<[Int?]>([])
        var surroundings = world.surroundings()
        surroundings.limit = { limit in limits.with { $0.append(limit) } }
        _ = try await Tick(surroundings, world.work()).run()
        #expect(limits.current == [60_000 + 20_000 + 10_000, nil])
    }
}
