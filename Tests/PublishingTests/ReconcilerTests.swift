import Ledger
import Networks
import Policies
import Posts
import Testing
import Timeline

@testable import Publishing

struct ReconcilerTests {
    private func inDoubt(
        _ kind: Settling, _ fault: SimulatedServer.Fault, looks: Bool = true, late: Minutes = .hours(12)
    ) async throws
        -> World
    {
        let world = try World(kind, looks: looks)
        world.state.with { $0.late = late }
        try await world.tick()
        world.sleep(15 * 60)
        world.server.with { $0.faults = [fault] }
        try await world.tick()
        #expect(try world.delivery()?.state == .unknown)
        return world
    }

    @Test func `a client's own id: the same again, at once`() async throws {
        for fault in [SimulatedServer.Fault.answerLost, .requestLost] {
            let world = try await inDoubt(.clientID, fault)
            world.sleep(60)
            #expect(try await world.tick().posted.count == 1)
            #expect(world.server.current.published.count == 1)
            #expect(world.server.current.publishCalls == 2)
        }
    }

    @Test func `a key: looked up first, sent again only if it is not there`() async throws {
        let there = try await inDoubt(.key(lifeSeconds: 3_600), .answerLost)
        try await there.tick()
        #expect(there.server.current.publishCalls == 1)
        #expect(try there.delivery()?.state == .posted)

        let gone = try await inDoubt(.key(lifeSeconds: 3_600), .requestLost)
        gone.sleep(120)
        try await gone.tick()
        #expect(gone.server.current.publishCalls == 2)
        #expect(gone.server.current.lookups == 1)
        #expect(try gone.delivery()?.state == .posted)
    }

    /// A server may keep the key, and list the post, only when it is done with it.
    @Test(arguments: [true, false])
    func `a key is not used again while the first call may still be under way`(looks: Bool) async throws {
        let world = try await inDoubt(.key(lifeSeconds: 3_600), .requestLost, looks: looks)
        let sent = try #require(try world.delivery()?.flight?.lastSent)
        try await world.tick()
        world.sleep(sent + 119 - world.now)
        try await world.tick()
        #expect(world.server.current.publishCalls == 1)
        #expect(try world.delivery()?.flight?.lookups == 0)
        world.sleep(sent + 120 - world.now)
        try await world.tick()
        #expect(world.server.current.publishCalls == 2)
        #expect(try world.delivery()?.state == .posted)
    }

    @Test func `a key is used until a fifth before its life ends, not a second longer`() async throws {
        for (age, calls) in [(2_880, 2), (2_881, 1)] {
            let world = try await inDoubt(.key(lifeSeconds: 3_600), .requestLost)
            world.sleep(age)
            try await world.tick()
            #expect(world.server.current.publishCalls == calls)
        }
    }

    @Test func `a key on a network that cannot be asked is trusted within its life, then a person decides`()
        async throws
    {
        let young = try await inDoubt(.key(lifeSeconds: 3_600), .requestLost, looks: false)
        young.sleep(120)
        try await young.tick()
        #expect(try young.delivery()?.state == .posted)

        let old = try await inDoubt(.key(lifeSeconds: 3_600), .requestLost, looks: false)
        old.sleep(2_881)
        try await old.tick()
        #expect(try old.delivery()?.state == .needsResolve)
        #expect(old.server.current.publishCalls == 1)
    }

    @Test func `what may not go out any more is looked up, and missed if it is not there`() async throws {
        let late = try await inDoubt(.clientID, .requestLost, late: .minutes(30))
        late.sleep(31 * 60)
        try await late.tick()
        #expect(late.server.current.publishCalls == 1)
        #expect(late.server.current.lookups == 1)
        late.sleep(300)
        try await late.tick()
        #expect(try late.delivery()?.state == .missed)

        let refused = try await inDoubt(.clientID, .requestLost)
        refused.state.with { $0.settings.pace = PaceSettings(spacing: .hours(1)) }
        try refused.ledger.record(
            [HistoryLine(account: "home", kind: "own", at: World.start + .minutes(14))], now: refused.now)
        refused.sleep(60)
        try await refused.tick()
        #expect(refused.server.current.publishCalls == 1)

        let gone = try await inDoubt(.key(lifeSeconds: 3_600), .requestLost)
        gone.queueChanges { $0.posts = [] }
        gone.sleep(60)
        try await gone.tick()
        #expect(gone.server.current.publishCalls == 1)
    }

    @Test(
        arguments: [
            Settling.clientID, .key(lifeSeconds: 3_600), .container,
            .readBack(authoritative: true, lagSeconds: 0),
        ], [true, false])
    func `an account that has moved is a person's: neither called nor asked about what went elsewhere`(
        kind: Settling, isLoggedIn: Bool
    ) async throws {
        let world = try await inDoubt(kind, .requestLost)
        var surroundings = world.surroundings()
        var network = SimulatedNetwork(account: "home", kind: kind)
        network.base = "https://sim.example:444"
        surroundings.networks["home"] = network
        if !isLoggedIn { try world.sessions.save([:], of: "home") }
        world.sleep(600)
        _ = try await Tick(surroundings, world.work()).run()
        let delivery = try #require(try world.delivery())
        #expect(delivery.state == .needsResolve)
        #expect(delivery.reason == "its account is at another address by now")
        #expect(world.server.current.publishCalls == 1 && world.server.current.lookups == 0)
    }

    @Test func `a call that is made again is its account's post of the tick`() async throws {
        let world = try World(.clientID, posts: [World.tea, Post(id: "water", kind: "curated", body: ["W"])])
        try await world.tick()
        world.sleep(15 * 60)
        world.server.with { $0.faults = [.requestLost] }
        try await world.tick()
        world.sleep(15 * 60)
        try await world.tick()
        #expect(world.server.current.published.map(\.text) == ["Tea is good"])
        try await world.tick()
        #expect(world.server.current.published.map(\.text) == ["Tea is good", "W"])
    }

    @Test func `nothing is called again where attempts pause`() async throws {
        let world = try await inDoubt(.clientID, .requestLost)
        for _ in 0..<3 { try world.ledger.note(failure: "no", at: [.account("home")], now: world.now) }
        world.sleep(60)
        try await world.tick()
        #expect(world.server.current.publishCalls == 1)
        world.sleep(1_800)
        try await world.tick()
        #expect(world.server.current.publishCalls == 2)
    }

    @Test func `itself in doubt does not stand in its own way`() async throws {
        let world = try await inDoubt(.clientID, .requestLost)
        world.state.with { $0.settings.pace = PaceSettings(spacing: .hours(1)) }
        world.sleep(60)
        #expect(try await world.tick().posted.count == 1)
    }

    @Test func `after a downtime nothing is sent again in the first tick`() async throws {
        for kind in [Settling.clientID, .key(lifeSeconds: 86_400)] {
            let world = try await inDoubt(kind, .requestLost, looks: kind == .clientID)
            world.sleep(4_000)
            #expect(try await world.tick().clock == .accepted(isRecovery: true))
            #expect(world.server.current.publishCalls == 1)
            #expect(try world.delivery()?.state == .unknown)
            world.sleep(300)
            try await world.tick()
            #expect(world.server.current.publishCalls == 2)
            #expect(try world.delivery()?.state == .posted)
        }
    }

    @Test func `a timeline: found is proof, not found must be seen twice and late enough`() async throws {
        let there = try await inDoubt(.readBack(authoritative: true, lagSeconds: 0), .errorAfterwards)
        try await there.tick()
        #expect(try there.delivery()?.state == .posted)

        let gone = try await inDoubt(.readBack(authoritative: true, lagSeconds: 0), .requestLost)
        gone.sleep(119)
        try await gone.tick()
        #expect(try gone.delivery()?.flight?.absentScans == 0)
        gone.sleep(60)
        try await gone.tick()
        #expect(try gone.delivery()?.flight?.absentScans == 1)
        gone.sleep(299)
        try await gone.tick()
        #expect(try gone.delivery()?.state == .unknown)
        gone.sleep(1)
        try await gone.tick()
        #expect(try gone.delivery()?.state == .missed)
        try await gone.run(until: 60)
        #expect(gone.server.current.published.count == 1)
    }

    /// Whoever has seen it and deleted it must not see it come back.
    @Test(arguments: [(0, DeliveryState.missed), (1, .needsResolve)])
    func `what is not found six hours after its call may have been deleted: a person's`(
        later: Int, state: DeliveryState
    ) async throws {
        let world = try await inDoubt(.readBack(authoritative: true, lagSeconds: 0), .requestLost)
        let sent = try #require(try world.delivery()?.flight?.lastSent)
        world.sleep(180)
        try await world.tick()
        #expect(try world.delivery()?.flight?.absentScans == 1)
        world.sleep(sent + 6 * 3600 + later - world.now)
        try await world.tick()
        let delivery = try #require(try world.delivery())
        #expect(delivery.state == state)
        if state == .needsResolve {
            #expect(
                delivery.reason
                    == "not found 6 hours after it was sent: it never was out, or somebody deleted it")
        }
        #expect(world.server.current.publishCalls == 1)
    }

    @Test func `a server that keeps a failure under the key is looked up, and given nothing new`()
        async throws
    {
        let world = try World(.key(lifeSeconds: 3_600))
        world.state.with { $0.late = .hours(12) }
        world.server.with { $0.failureLife = 3_600 }
        try await world.tick()
        world.sleep(15 * 60)
        try await world.tick()
        #expect(try world.delivery()?.state == .unknown)
        try await world.run(until: 70)
        #expect(world.server.current.published.isEmpty)
        #expect(world.server.current.lookups > 2)
        #expect(world.server.current.failures.count == 1, "one key only")
        try await world.run(until: 240)
        #expect(world.server.current.failures.count == 1)
        #expect(world.server.current.published.count == 1)
        #expect(try world.delivery()?.state == .posted)
    }

    @Test func `a timeline that lags is not believed before its time`() async throws {
        let world = try await inDoubt(.readBack(authoritative: true, lagSeconds: 600), .answerLost)
        world.server.with { $0.lag = 600 }
        for _ in 0..<4 {
            world.sleep(149)
            try await world.tick()
        }
        #expect(try world.delivery()?.state == .unknown)
        #expect(try world.delivery()?.flight?.absentScans == 0)
        world.sleep(60)
        try await world.tick()
        #expect(try world.delivery()?.state == .posted)
        #expect(world.server.current.published.count == 1)
    }

    @Test func `a timeline that proves nothing ends with a person, never with another post`() async throws {
        let world = try await inDoubt(.readBack(authoritative: false, lagSeconds: 0), .requestLost)
        for _ in 0..<200 where try world.delivery()?.state == .unknown {
            world.sleep(900)
            try await world.tick()
        }
        #expect(try world.delivery()?.state == .needsResolve)
        #expect(world.server.current.lookups == DeliveryMachine.mostLookups)
        #expect(world.server.current.publishCalls == 1)
    }

    @Test func `no way to tell: a person, at once`() async throws {
        let world = try await inDoubt(.none, .answerLost)
        let report = try await world.tick()
        #expect(report.needsPerson)
        #expect(try world.delivery()?.state == .needsResolve)
    }

    /// Written by a clock that stood years ahead; it would keep every post of the account waiting until then.
    @Test(arguments: [(86_400, false), (86_401, true)])
    func `a look-up that is put off by more than a day is due`(wait: Int, isDue: Bool) async throws {
        let world = try await inDoubt(.readBack(authoritative: true, lagSeconds: 0), .answerLost)
        world.sleep(180)
        let delivery = try #require(try world.delivery())
        var flight = try #require(delivery.flight)
        flight.nextLookup = world.now + wait
        try world.ledger.finish(
            delivery, DeliveryMove(.unknown, reason: delivery.reason, flight: flight), now: world.now)
        try await world.tick()
        #expect(try world.delivery()?.state == (isDue ? .posted : .unknown))
    }

    @Test func `being offline uses up no look-up`() async throws {
        let world = try await inDoubt(.readBack(authoritative: true, lagSeconds: 0), .answerLost)
        world.server.with { $0.isDown = true }
        for _ in 0..<40 {
            world.sleep(3_000)
            try await world.tick()
        }
        #expect(try world.delivery()?.flight?.lookups == 0)
        world.server.with { $0.isDown = false }
        world.sleep(300)
        try await world.tick()
        #expect(try world.delivery()?.state == .posted)
    }

    @Test func `yesterday's call is looked up, not made again`() async throws {
        let world = try await inDoubt(.clientID, .requestLost)
        world.server.with { $0.isDown = true }
        for _ in 0..<30 {
            world.sleep(3_000)
            try await world.tick()
        }
        world.server.with { $0.isDown = false }
        let calls = world.server.current.publishCalls
        world.sleep(300)
        try await world.tick()
        #expect(world.server.current.publishCalls == calls)
        #expect(world.server.current.published.isEmpty)
    }

    @Test func `a refusal of the second call proves nothing about the first`() async throws {
        let world = try await inDoubt(.clientID, .answerLost)
        for fault in [SimulatedServer.Fault.refused, .tooMany, .suspended, .notSent] {
            world.server.with { $0.faults = [fault] }
            world.sleep(1_800)
            try await world.tick()
            #expect(try world.delivery()?.state == .unknown, "\(fault)")
            try world.ledger.clearHold("home", now: world.now)
        }
        world.sleep(3_600)
        try await world.tick()
        #expect(try world.delivery()?.state == .posted)
        #expect(world.server.current.published.count == 1)
    }

    @Test(arguments: [true, false])
    func `a post that nobody accounts for puts a lost call in doubt, another delivery's does not`(
        isOurs: Bool
    ) async throws {
        let world = try World(posts: [World.tea, Post(id: "water", kind: "curated", body: ["W"])])
        world.state.with { $0.late = .hours(12) }
        try await world.run(until: 20)
        #expect(try world.delivery()?.remoteID == "p1")
        world.server.with {
            $0.faults = [.requestLost]
            $0.stranger = isOurs ? "p1" : "p9"
        }
        try await world.run(until: 180)
        #expect(try world.delivery("water")?.state == (isOurs ? .posted : .needsResolve))
        #expect(world.server.current.published.count == (isOurs ? 2 : 1))
    }
}
