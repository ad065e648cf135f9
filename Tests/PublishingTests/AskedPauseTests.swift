import Ledger
import Networks
import Policies
import Posts
import Rules
import Testing
import Timeline

@testable import Publishing

/// A network that says "later" speaks for the account.
struct AskedPauseTests {
    private static let cake = Post(id: "cake", kind: "curated", body: ["Cake is good"])
    private static let day = 24 * 60

    private func minutes(_ world: World) -> Int { (world.now - World.start.minutes * 60) / 60 }

    @Test func `a day's pause holds for every post of the account, and costs none of them a slot`()
        async throws
    {
        let world = try World(posts: [World.tea, AskedPauseTests.cake])
        world.server.with {
            $0.faults = [.tooMany]
            $0.retryAfter = 24 * 3600
        }
        try await world.run(until: 15 + AskedPauseTests.day)
        #expect(world.server.current.publishCalls == 1)
        #expect(world.server.current.published.isEmpty)
        try await world.run(until: 15 + AskedPauseTests.day + 60)
        #expect(world.server.current.published.count == 2)
        for (post, missed) in [("cake", 1), ("tea", 0)] as [(PostID, Int)] {
            let id = try #require(try world.delivery(post)).id
            #expect(try world.ledger.attempts(of: id).count { $0.to == .missed } == missed, "\(post)")
        }
    }

    @Test func `it ends at the second it was asked for, and is shown until then`() async throws {
        let world = try World(posts: [World.tea, AskedPauseTests.cake])
        try await world.tick()
        world.sleep(30 * 60)
        world.server.with {
            $0.faults = [.tooMany]
            $0.retryAfter = 300
        }
        try await world.tick()
        let until = world.now + 300
        #expect(
            try world.ledger.askedPauses(world.now) == [
                AskedPause(account: "home", until: until, why: "too many requests")
            ])
        world.sleep(299)
        let report = try await world.tick()
        #expect(report.posted.isEmpty)
        #expect(
            report.events.contains {
                if case .askedToPause(let pause) = $0 { pause.until == until } else { false }
            }
        )
        world.sleep(1)
        #expect(try await world.tick().posted.count == 1)
        #expect(try world.ledger.askedPauses(world.now).isEmpty)
    }

    @Test func `another account goes on`() async throws {
        var bun = Post(id: "bun", kind: "curated", body: ["Bun"])
        bun.accounts = ["zoo"]
        var tea = World.tea
        tea.accounts = ["home"]
        let world = try World(posts: [tea, bun])
        world.state.with { $0.accounts = ["home", "zoo"] }
        try await world.tick()
        world.sleep(15 * 60)
        world.server.with {
            $0.faults = [.tooMany]
            $0.retryAfter = 24 * 3600
        }
        #expect(try await world.tick().posted.map(\.account) == ["zoo"])
    }

    @Test func `a call in doubt is not made again within the pause`() async throws {
        let world = try World(.clientID)
        try await world.tick()
        world.sleep(15 * 60)
        world.server.with {
            $0.faults = [.requestLost, .tooMany]
            $0.retryAfter = 1200
        }
        try await world.run(until: 35)
        // The first call was lost; the same again was told to wait for twenty minutes.
        #expect(world.server.current.publishCalls == 2)
        #expect(world.server.current.published.isEmpty)
        try await world.run(until: 60)
        #expect(world.server.current.published.count == 1)
        #expect(try world.delivery()?.state == .posted)
    }

    @Test func `nor is it looked up: nothing at all is called before the pause is over`() async throws {
        let world = try World(.key(lifeSeconds: 6 * 3600))
        try await world.tick()
        world.sleep(15 * 60)
        world.server.with {
            $0.faults = [.requestLost, .tooMany]
            $0.retryAfter = 1200
        }
        try await world.run(until: 25)
        #expect(world.server.current.publishCalls == 2)
        let until = try #require(try world.ledger.askedPauses(world.now).first).until
        #expect(try world.delivery()?.flight?.nextLookup == until, "and the log says when it is looked up")
        let calls = world.server.current.timeouts.count
        try await world.run(until: (until - World.start.minutes * 60) / 60 - 1)
        #expect(world.server.current.timeouts.count == calls)
        try await world.run(until: 60)
        #expect(world.server.current.published.count == 1)
        #expect(try world.delivery()?.state == .posted)
    }

    @Test func `nor is what was in doubt before, though another call was told to wait`() async throws {
        let world = try World(.readBack(authoritative: true, lagSeconds: 60))
        world.state.with { $0.settings.gate = GateSettings(replyWithin: .hours(24)) }
        world.server.with {
            $0.faults = [.answerLost]
            $0.lookupFaults = Array(repeating: .errorAfterwards, count: 3)
        }
        try await world.run(until: 29)
        world.server.with {
            $0.inboxStatus = 429
            $0.retryAfter = 30 * 60
        }
        try await world.run(until: 31)
        let lookups = world.server.current.lookups
        #expect(try world.delivery()?.flight?.nextLookup ?? .max < world.now + 15 * 60)
        try await world.run(until: 59)
        #expect(world.server.current.lookups == lookups)
        try await world.run(until: 62)
        #expect(try world.delivery()?.state == .posted)
    }

    @Test func `who says later when asked who waits is sent nothing either, and not asked again`()
        async throws
    {
        let world = try World()
        world.state.with { $0.settings.gate = GateSettings(replyWithin: .hours(24)) }
        world.server.with {
            $0.inboxStatus = 429
            $0.retryAfter = 18 * 60
        }
        try await world.run(until: 17)
        #expect(world.server.current.timeouts.count == 1)
        #expect(try world.delivery()?.state == .planned)
        world.server.with { $0.inboxStatus = nil }
        try await world.run(until: 22)
        #expect(world.server.current.published.count == 1)
    }

    @Test func `while half a thread waits nothing else of its account goes out`() async throws {
        let thread = Post(id: "a-thread", kind: "curated", body: ["One", "Two"])
        let world = try World(posts: [thread, World.tea])
        try await world.tick()
        world.sleep(30 * 60)
        world.server.with { $0.secondPart = .notSent }
        try await world.tick()
        #expect(try world.delivery("a-thread")?.visibleSince != nil)
        #expect(try await world.tick().posted.isEmpty)
        world.sleep(60)
        #expect(try await world.tick().posted.map(\.post) == ["a-thread"])
        #expect(try await world.tick().posted.map(\.post) == ["tea"])
    }

    @Test func `plans keep clear of waits that are longer than half an hour`() throws {
        let world = try World(posts: [World.tea, AskedPauseTests.cake])
        let start = World.start.minutes * 60
        func earliest(_ notBefore: Int) throws -> Instant? {
            let slot = PlannedSlot(post: "tea", account: "home", at: World.start + .minutes(notBefore))
            let begun = try world.ledger.begin(
                slot, facts: World.tea.deliveryFacts, repeats: false, now: start)
            try world.ledger.finish(
                try #require(begun), DeliveryMove(.missed, notBefore: start + notBefore), now: start)
            let problem = try world.problem.with(world.ledger, now: World.start)
            #expect(problem.earliest("cake", on: "home") == nil)
            return problem.earliest("tea", on: "home")
        }
        #expect(try earliest(30 * 60) == nil)
        #expect(try earliest(30 * 60 + 1) == World.start + .minutes(31))
    }

    @Test func `a pinned post keeps its instant, another one is not placed before`() throws {
        var pinned = AskedPauseTests.cake
        pinned.pin = .everywhere(.instant(World.start + .hours(1)))
        let world = try World(posts: [World.tea, pinned])
        var problem = world.problem
        problem.earliest["home"] = World.start + .hours(3)
        problem.earliestOfPosts["home"] = ["tea": World.start + .hours(4)]
        let subjects = Docket(problem).subjectOfPost[0]
        #expect(subjects["tea"]?.notBefore == World.start + .hours(4))
        #expect(subjects["cake"]?.pin != nil)
        #expect(subjects["cake"]?.notBefore == nil)
    }
}
