import Foundation
import Ledger
import Networks
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

    /// What is kept from an account on which a call for `tea` was made and its answer lost.
    ///
    /// - Parameter isRecorded: Whether tea went out there before.
    private func barDoubt(_ posts: [Post], isRecorded: Bool = false) async throws -> [PostID: String] {
        let world = try World(.none)
        try await world.tick()
        world.sleep(15 * 60)
        if isRecorded {
            try world.ledger.record(
                [HistoryLine(account: "home", post: "tea", kind: "curated", at: World.start - .days(9))],
                now: world.now)
        }
        let slot = PlannedSlot(post: "tea", account: "home", at: World.start + .minutes(15))
        let facts = World.tea.deliveryFacts
        let begun = try #require(
            try world.ledger.begin(slot, facts: facts, repeats: false, now: world.now))
        let claim = Claim(step: "part.0", request: Data(), message: Data(), owner: "test")
        let sending = try #require(try world.ledger.claim(begun, claim, now: world.now))
        try world.ledger.finish(
            sending, DeliveryMove(.needsResolve, reason: "?", flight: sending.flight), now: world.now)
        world.queueChanges { $0.posts = posts }
        return try world.problem.with(world.ledger, now: world.instant).barred["home"] ?? [:]
    }

    private func post(_ id: PostID, _ text: String, after: [PostID] = []) -> Post {
        var post = Post(id: id, kind: "curated", body: [text])
        post.after = after
        return post
    }

    @Test func `what follows a post in doubt waits; so does what follows a post that waits for its name`()
        async throws
    {
        let followers = [post("second", "2", after: ["tea"]), post("third", "3", after: ["second"])]
        let waiting: [PostID: String] = [
            "second": "waits for tea, which may be out or not",
            "third": "waits for second, which waits itself",
        ]
        #expect(try await barDoubt([World.tea] + followers) == waiting)
        // Its file is gone, or has another name that nobody else has taken.
        #expect(try await barDoubt(followers) == waiting)
        #expect(try await barDoubt([post("chai", "Tea is good")] + followers) == waiting)
        // One that is repeated went out before: that is enough.
        #expect(try await barDoubt([World.tea] + followers, isRecorded: true) == [:])
        #expect(
            try await barDoubt([post("chai", "Tea is good"), post("tea", "Green tea")] + followers) == [
                "tea": "chai, which had its name, is still under way",
                "second": "waits for tea, which waits for its name",
                "third": "waits for second, which waits itself",
            ])
    }

    @Test func `a follower goes out after what a person has had tried again, not before it`()
        async throws
    {
        let world = try World(.none)
        world.server.with { $0.faults = [.requestLost] }
        let second = post("tea-2", "2", after: ["tea"])
        try await world.tick()
        world.sleep(15 * 60)
        try await world.tick()
        world.queueChanges { $0.posts.append(second) }
        world.sleep(300)
        try await world.run(until: 120)
        #expect(try world.delivery()?.state == .needsResolve)
        #expect(world.server.current.publishCalls == 1)
        let id = try #require(try world.delivery()).id
        try world.ledger.resolve(id, .retry, now: world.now)
        try await world.run(until: 240)
        #expect(world.server.current.published.map(\.text) == ["Tea is good", "2"])
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
