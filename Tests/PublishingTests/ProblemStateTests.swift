import Ledger
import Posts
import Rules
import Testing
import Timeline

@testable import Publishing

struct ProblemStateTests {
    private func bar(_ state: DeliveryState, edited: Bool = false) throws -> [PostID] {
        var follower = Post(id: "second", kind: "curated", body: ["2"])
        follower.after = ["tea"]
        let world = try World(posts: [World.tea, follower, World.thread])
        let slot = PlannedSlot(post: "tea", account: "home", at: World.start)
        let begun = try world.ledger.begin(slot, facts: World.tea.deliveryFacts, repeats: false, now: 1)
        try world.ledger.finish(try #require(begun), DeliveryMove(state, reason: "x"), now: 2)
        if edited { world.queueChanges { $0.posts[0].body = ["Tea, edited"] } }
        let problem = try world.problem.with(world.ledger, now: World.start)
        return problem.posts.filter { $0.goes(to: "home") }.map(\.id)
    }

    @Test func `what the network refused stays out with what follows it, until it is edited`() throws {
        #expect(try bar(.rejected) == ["thread"])
        #expect(try bar(.rejected, edited: true) == ["second", "tea", "thread"])
        #expect(try bar(.held) == ["thread"])
    }

    @Test func `what a person dropped stays out, and what follows it is free`() throws {
        #expect(try bar(.cancelled) == ["second", "thread"])
        #expect(try bar(.missed) == ["second", "tea", "thread"])
    }
}
