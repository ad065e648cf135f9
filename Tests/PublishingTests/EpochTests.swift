import Ledger
import Networks
import Posts
import Testing
import Timeline

@testable import Publishing

/// Ledgers that were restored, lost or doubled.
struct EpochTests {
    private static let cake = Post(id: "cake", kind: "curated", body: ["Cake is good"])

    @Test func `before the call it is written outside the ledger what is about to be sent`() async throws {
        let world = try World()
        try await world.tick()
        world.sleep(15 * 60)
        #expect(world.epochs.box.current.isEmpty)
        world.server.with { $0.faults = [.requestLost] }
        try await world.tick()
        #expect(world.epochs.box.current.first?.calls.map(\.post) == ["tea"])
        let names = world.state.current.checkpoints
        let claim = try #require(names.lastIndex(of: "claim"))
        #expect(Array(names[claim...].prefix(3)) == ["claim", "epoch", "call part.0"])
    }

    @Test func `what cannot be remembered is not sent`() async throws {
        let world = try World()
        try await world.tick()
        world.sleep(15 * 60)
        world.epochs.fault.with { $0 = .full }
        try await world.tick()
        #expect(world.server.current.publishCalls == 0)
        #expect(try world.delivery()?.state == .planned)
        #expect(
            try world.delivery()?.reason?.hasPrefix("what is about to be sent cannot be remembered") == true)
        world.epochs.fault.with { $0 = nil }
        try await world.run(until: 40)
        #expect(world.server.current.published.count == 1)
    }

    @Test func `a ledger that lacks calls takes no later call for the one that it has in doubt`() async throws
    {
        let world = try World(.readBack(authoritative: true, lagSeconds: 60))
        world.server.with { $0.faults = [.answerLost] }
        try await world.run(until: 16)
        #expect(try world.delivery()?.state == .unknown)
        var epoch = try #require(world.epochs.box.current.first)
        var later = try #require(epoch.calls.last)
        later.attempt += 9
        later.at += 86_400
        epoch.calls.append(later)
        let remembered = [epoch]
        world.epochs.box.with { $0 = remembered }
        try await world.run(until: 60)
        #expect(world.server.current.lookups == 0)
        let open = try world.ledger.adopt(remembered, now: world.now) { try world.epochs.save($0) }
        #expect(open.map(\.state) == [.needsResolve])
        #expect(open.first?.flight?.lastSent == later.at, "dated by the later call")
    }

    @Test func `a ledger from a backup plans, and sends nothing until it is adopted`()
        async throws
    {
        let first = try World(posts: [World.tea, EpochTests.cake])
        try await first.run(until: 20)
        #expect(first.server.current.published.map(\.text) == ["Cake is good"])
        // The same queue and service, and a ledger that knows nothing of the cake.
        let second = try World(posts: [World.tea, EpochTests.cake])
        second.epochs.box.with { $0 = first.epochs.box.current }
        second.server.with { $0.published = first.server.current.published }
        let reports = try await second.run(until: 60)
        #expect(
            reports.allSatisfy { $0.obstacles == [.notAdopted(.restored(lacks: 1, last: first.start(15)))] })
        #expect(reports.allSatisfy { $0.needsPerson })
        #expect(second.server.current.publishCalls == 0)
        #expect(try second.ledger.plan() != nil)

        let open = try second.ledger.adopt(second.epochs.load().epochs, now: second.now) {
            try second.epochs.save($0)
        }
        #expect(open.map(\.post) == ["cake"])
        try await second.run(until: 90)
        #expect(second.server.current.publishCalls == 0, "everything is on hold")
        try second.ledger.clearHold(nil, now: second.now)
        try await second.run(until: 150)
        #expect(second.server.current.published.map(\.text) == ["Cake is good", "Tea is good"])
    }

    @Test func `an epoch that cannot be read stops sending, and nothing else`() async throws {
        let world = try World()
        try await world.tick()
        world.sleep(15 * 60)
        world.server.with { $0.faults = [.answerLost] }
        try await world.tick()
        #expect(try world.delivery()?.state == .unknown)
        let fault = LedgerError.notAnEpoch(path: "/w/.hearth.epoch")
        world.epochs.unread.with { $0 = [fault] }
        let reports = try await world.run(until: 60)
        #expect(reports.allSatisfy { $0.obstacles == [.epochUnreadable(fault)] && $0.needsPerson })
        #expect(try world.delivery()?.state == .posted, "what is in doubt is looked up")
        #expect(try world.ledger.plan() != nil)
        #expect(world.server.current.publishCalls == 1)
    }

    @Test func `two ledgers for one queue stop, whichever sends second`() async throws {
        let world = try World()
        world.epochs.box.with { $0 = [Epoch(ledger: "another", calls: [])] }
        try await world.tick()
        world.sleep(15 * 60)
        #expect(try await world.tick().obstacles == [.notAdopted(.lost("another"))])
        #expect(world.server.current.publishCalls == 0)
    }

    @Test func `of two ledgers that have both sent, neither sends any more`() async throws {
        let posts = [World.tea, EpochTests.cake]
        let worlds = [try World(posts: posts), try World(posts: posts, identity: "another")]
        for world in worlds {
            try await world.run(until: 20)
            #expect(world.server.current.publishCalls == 1)
        }
        // Each had an epoch of its own so far, and sees that of the other from now on.
        let epochs = worlds.flatMap(\.epochs.box.current)
        #expect(epochs.map(\.ledger) == ["world", "another"])
        for (world, other) in zip(worlds, ["another", "world"]) {
            world.epochs.box.with { $0 = epochs }
            let reports = try await world.run(until: 60)
            #expect(reports.allSatisfy { $0.obstacles == [.notAdopted(.doubled(other))] && $0.needsPerson })
            #expect(world.server.current.publishCalls == 1, "the second post was due")
            #expect(try world.delivery("tea")?.state != .posted)
        }
    }
}

extension World {
    /// Epoch seconds so many minutes after the start.
    fileprivate func start(_ minutes: Int) -> Int { (World.start.minutes + minutes) * 60 }
}
