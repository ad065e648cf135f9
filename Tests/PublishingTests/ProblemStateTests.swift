import Ledger
import Posts
import Rules
import Testing
import Timeline

@testable import Publishing

struct ProblemStateTests {
    private func bar(
        _ state: DeliveryState, edited: Bool = false, renamed: Bool = false, reused: Bool = false
    ) throws -> [PostID: String] {
        var follower = Post(id: "second", kind: "curated", body: ["2"])
        follower.after = ["tea"]
        let world = try World(posts: [World.tea, follower, World.thread])
        let slot = PlannedSlot(post: "tea", account: "home", at: World.start)
        let begun = try world.ledger.begin(slot, facts: World.tea.deliveryFacts, repeats: false, now: 1)
        try world.ledger.finish(try #require(begun), DeliveryMove(state, reason: "x"), now: 2)
        if renamed {
            world.queueChanges { $0.posts[0] = Post(id: "chai", kind: "curated", body: World.tea.body) }
        }
        if reused {
            world.queueChanges { $0.posts.append(Post(id: "tea", kind: "curated", body: ["Green tea"])) }
        }
        if edited { world.queueChanges { $0.posts[0].body = ["Tea, edited"] } }
        let problem = try world.problem.with(world.ledger, now: World.start)
        return problem.barred["home"] ?? [:]
    }

    @Test func `what the network refused stays out with what follows it, until it is edited`() throws {
        #expect(
            try bar(.rejected) == [
                "tea": "refused by the network: x", "second": "waits for tea, which the network refused",
            ])
        #expect(try bar(.rejected, edited: true) == [:])
        #expect(try bar(.held) == ["tea": "held: x", "second": "waits for tea, which is held"])
    }

    @Test func `what a person dropped stays out, and what follows it is free`() throws {
        #expect(try bar(.cancelled) == ["tea": "dropped by a person"])
        #expect(try bar(.missed) == [:])
    }

    @Test func `another name does not bring back what was dropped or refused`() throws {
        #expect(try bar(.cancelled, renamed: true) == ["chai": "dropped by a person"])
        #expect(try bar(.rejected, renamed: true)["chai"] == "refused by the network: x")
    }

    @Test func `a post that takes the name of what was dropped or refused is free`() throws {
        #expect(try bar(.cancelled, renamed: true, reused: true) == ["chai": "dropped by a person"])
        #expect(try bar(.rejected, renamed: true, reused: true) == ["chai": "refused by the network: x"])
        #expect(
            try bar(.held, renamed: true, reused: true) == [
                "chai": "held: x", "tea": "held: x", "second": "waits for tea, which is held",
            ])
    }

    @Test(arguments: [(86_400, true), (86_401, false)])
    func `a wait of more than a day was written down by a wrong clock and puts nothing off`(
        wait: Int, counts: Bool
    ) throws {
        let world = try World()
        let slot = PlannedSlot(post: "tea", account: "home", at: World.start)
        let begun = try world.ledger.begin(slot, facts: World.tea.deliveryFacts, repeats: false, now: 1)
        try world.ledger.finish(
            try #require(begun), DeliveryMove(.missed, notBefore: world.now + wait), now: world.now)
        let problem = try world.problem.with(world.ledger, now: World.start)
        #expect((problem.earliest("tea", on: "home") != nil) == counts)
    }
}
