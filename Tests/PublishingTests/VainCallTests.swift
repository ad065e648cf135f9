import Ledger
import Posts
import Testing
import Timeline

@testable import Publishing

/// Calls that end in doubt, and then turn out to be nothing, slot after slot.
struct VainCallTests {
    private static func cake(_ number: Int) -> Post {
        Post(id: PostID("cake\(number)"), kind: "curated", body: ["Cake \(number)"])
    }

    @Test func `a server that answers every post with an error, and lists none, is shown within a day`()
        async throws
    {
        let world = try World(posts: (1...4).map { VainCallTests.cake($0) })
        world.server.with { $0.failureLife = Int.max }
        try await world.run(until: 24 * 60)
        #expect(world.server.current.published.isEmpty)
        let troubles = try world.ledger.status(now: world.instant).troubles
        guard case .failing("home", _, let attempts, let why) = troubles.first else {
            Issue.record("no trouble: \(troubles)")
            return
        }
        #expect(attempts >= LedgerDatabase.troublingAttempts)
        #expect(why == "status 500")
    }

    @Test func `a post whose every call comes to nothing is held while others go out`() async throws {
        let world = try World()
        world.server.with { $0.poison = "Tea" }
        for hour in 1...5 {
            world.queueChanges { $0.posts.insert(VainCallTests.cake(hour), at: 0) }
            try await world.run(until: 60 * hour)
        }
        #expect(world.server.current.published.map(\.text) == (1...5).map { "Cake \($0)" })
        let tea = try #require(try world.delivery())
        #expect(tea.state == .held)
        #expect(tea.attempt == Tick.mostVainCalls)
        #expect(tea.reason == "5 calls came to nothing, slot after slot; status 500")
        let status = try world.ledger.status(now: world.instant)
        #expect(status.needsPerson.map(\.post) == ["tea"])
        #expect(status.troubles.isEmpty, "the account is well")
        // Whoever lets it go on gives it as many calls again.
        world.server.with { $0.poison = nil }
        try world.ledger.clearHold("home", now: world.now)
        try await world.run(until: 6 * 60)
        #expect(try world.delivery()?.state == .posted)
    }

    @Test func `a post that is found to be out ends the count of attempts that came to nothing`() async throws
    {
        let world = try World()
        for second in 1...12 { try world.ledger.noteFailure("no", on: "home", now: second) }
        world.server.with { $0.faults = [.errorAfterwards] }
        try await world.run(until: 60)
        #expect(world.server.current.published.count == 1)
        #expect(try world.ledger.status(now: world.instant).troubles.isEmpty)
    }
}
