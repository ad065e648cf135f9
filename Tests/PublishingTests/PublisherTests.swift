import Foundation
import Ledger
import Networks
import Posts
import Testing
import Timeline

@testable import Publishing

/// Every meaning that an answer may have, and what becomes of the delivery.
struct PublisherTests {
    private func due(_ fault: SimulatedServer.Fault, _ kind: Settling = .none, _ post: Post = World.tea)
        async throws
        -> World
    {
        let world = try World(kind, posts: [post])
        try await world.tick()
        world.sleep(15 * 60)
        world.server.with { $0.faults = [fault] }
        return world
    }

    @Test func `not sent: it waits and goes out later`() async throws {
        let world = try await due(.notSent)
        try await world.tick()
        let waiting = try #require(try world.delivery())
        #expect(waiting.state == .planned)
        #expect(waiting.failures == 1)
        #expect((world.now + 1...world.now + 60).contains(waiting.notBefore))
        try await world.run(until: 30)
        #expect(world.server.current.published.count == 1)
    }

    @Test func `what is edited while it waits is remembered as it went out`() async throws {
        let world = try await due(.notSent)
        try await world.tick()
        world.queueChanges {
            $0.posts[0].body = ["Tea is better"]
            $0.posts[0].topics = ["tea"]
        }
        try await world.run(until: 60)
        #expect(try world.ledger.history().map(\.topics) == [["tea"]])
        // So it is known by its words under another name, too.
        world.queueChanges { $0.posts[0].id = "better" }
        try await world.run(until: 180)
        #expect(world.server.current.published.map(\.text) == ["Tea is better"])
    }

    @Test func `429: not before what the server asks`() async throws {
        let world = try await due(.tooMany)
        try await world.tick()
        let waiting = try #require(try world.delivery())
        #expect(waiting.notBefore >= world.now + 120)
        world.sleep(119)
        try await world.tick()
        #expect(world.server.current.publishCalls == 1)
        world.sleep(301)
        try await world.tick()
        #expect(world.server.current.published.count == 1)
    }

    @Test func `an old token is renewed in the same tick`() async throws {
        let world = try await due(.tokenOld)
        #expect(try await world.tick().posted.count == 1)
        #expect(world.server.current.publishCalls == 2)
    }

    @Test func `refused for good: it waits for another message`() async throws {
        let world = try await due(.refused)
        #expect(try await world.tick().needsPerson)
        #expect(try world.delivery()?.state == .rejected)
        try await world.run(until: 120)
        #expect(world.server.current.publishCalls == 1)
        world.queueChanges { $0.posts[0].body = ["Tea, shorter"] }
        try await world.run(until: 180)
        #expect(world.server.current.published.map(\.text) == ["Tea, shorter"])
    }

    @Test func `what the network would refuse is not sent at all`() async throws {
        let world = try await due(
            .notSent, .none, Post(id: "tea", kind: "curated", body: [String(repeating: "x", count: 101)]))
        try await world.tick()
        #expect(try world.delivery()?.reason == "more than 100 bytes")
        #expect(world.server.current.publishCalls == 0)
    }

    @Test func `suspended: the whole account stops until a person lifts it`() async throws {
        let world = try await due(.suspended)
        try await world.tick()
        #expect(try world.delivery()?.state == .held)
        #expect(try world.ledger.holds().map(\.origin) == [.network])
        world.queueChanges { $0.posts.append(Post(id: "cake", kind: "curated", body: ["Cake"])) }
        try await world.run(until: 120)
        #expect(world.server.current.publishCalls == 1)
        try world.ledger.clearHold("home", now: world.now)
        try await world.run(until: 200)
        #expect(world.server.current.published.count == 2)
    }

    @Test func `eight attempts that come to nothing are a person's`() async throws {
        let world = try await due(.notSent)
        for _ in 0..<8 {
            world.server.with { $0.faults = [.notSent] }
            let delivery = try world.ledger.deliveries(in: [.planned, .missed, .held]).first ?? world.begin()
            if delivery.state == .held { break }
            var line = try #require(try AccountLine("home", world.surroundings()))
            let publisher = Publisher(surroundings: world.surroundings(), deadline: .max)
            world.sleep(7 * 3600)
            _ = try await publisher.send(delivery, on: &line) {
                Message(parts: ["Tea"], about: .init(post: "tea", kind: "curated"))
            }
        }
        #expect(try world.delivery()?.state == .held)
        #expect(world.server.current.publishCalls == 8)
    }

    @Test func `pictures are uploaded once for one message, anew for another`() async throws {
        var post = World.tea
        post.images = [PostImage(file: "a.png", alt: "tea")]
        let world = try await due(.tooMany, .none, post)
        try await world.tick()
        #expect(world.server.current.uploads == 1)
        world.sleep(240)
        try await world.tick()
        #expect(world.server.current.uploads == 1)
        #expect(world.server.current.published.count == 1)

        let edited = try await due(.tooMany, .none, post)
        try await edited.tick()
        edited.queueChanges { $0.posts[0].images[0].alt = "a cup of tea" }
        edited.sleep(240)
        try await edited.tick()
        #expect(edited.server.current.uploads == 2)
        #expect(edited.server.current.published.count == 1)
    }

    @Test(arguments: [SimulatedServer.Fault.refused, .suspended, .notSent, .requestLost])
    func `what becomes of a thread whose second part fails`(fault: SimulatedServer.Fault) async throws {
        let world = try await due(.notSent, .none, World.thread)
        world.server.with { $0.faults = [] }
        world.server.with { $0.secondPart = fault }
        try await world.tick()
        let delivery = try #require(try world.delivery("thread"))
        #expect(world.server.current.published.map(\.text) == ["One"])
        #expect(try world.ledger.occupied().map(\.post) == ["thread"])
        switch fault {
        case .refused: #expect(delivery.state == .needsResolve)
        case .suspended: #expect(delivery.state == .held)
        case .notSent: #expect(delivery.state == .planned)
        default: #expect(delivery.state == .unknown)
        }
        if fault == .suspended { try world.ledger.clearHold("home", now: world.now) }
        if fault == .refused { try world.ledger.resolve(delivery.id, .retry, now: world.now) }
        try await world.run(until: 60)
        if fault == .requestLost {
            #expect(try world.delivery("thread")?.state == .needsResolve)
        } else {
            #expect(world.server.current.published.map(\.text) == ["One", "Two", "Three"])
        }
    }

    @Test func `a thread that is half out goes on with the words it began with`() async throws {
        let world = try await due(.notSent, .none, World.thread)
        world.server.with {
            $0.faults = []
            $0.secondPart = .notSent
        }
        try await world.tick()
        #expect(world.server.current.published.map(\.text) == ["One"])
        world.queueChanges { $0.posts[0].body = ["Eins", "Zwei"] }
        try await world.run(until: 60)
        #expect(world.server.current.published.map(\.text) == ["One", "Two", "Three"])
    }

    @Test func `no token and no secret is written into the ledger`() async throws {
        let world = try await due(.requestLost)
        try world.sessions.save(["accessToken": "canary-token"], of: "home")
        try await world.tick()
        let delivery = try #require(try world.delivery())
        #expect(delivery.state == .unknown)
        let request = try #require(delivery.flight?.request)
        #expect(!String(decoding: request, as: UTF8.self).contains("canary"))
        let facts = try world.ledger.facts(of: "home")
        #expect(
            facts.keys.sorted() == ["failing.attempts", "failing.since", "failing.why", "served.since"])
        #expect(!facts.values.contains { $0.contains("canary") })
    }
}

extension World {
    func begin(post: PostID = "tea") throws -> Delivery {
        let slot = PlannedSlot(post: post, account: "home", at: World.start + .minutes(15))
        guard
            let delivery = try ledger.begin(
                slot, facts: DeliveryFacts(kind: "curated"), repeats: false, now: now)
        else { throw LedgerError.noDelivery(0) }
        return delivery
    }
}
