import HTTP
import Ledger
import Networks
import Policies
import Posts
import Rules
import Testing
import Timeline

@testable import Publishing

struct TickTests {
    private static let cake = Post(id: "cake", kind: "curated", body: ["Cake is good"])

    /// A world whose plan has `tea` a quarter of an hour after the start, and stands right there.
    private func due(
        _ kind: Settling = .readBack(authoritative: true, lagSeconds: 0), posts: [Post] = [World.tea]
    )
        async throws -> World
    {
        let world = try World(kind, posts: posts)
        try await world.tick()
        world.sleep(15 * 60)
        return world
    }

    @Test func `what is due goes out, once, and is history`() async throws {
        let world = try await due()
        let report = try await world.tick()
        #expect(report.posted.map(\.post) == ["tea"])
        #expect(report.posted.first?.url == "https://sim.example/p1")
        #expect(world.server.current.published.map(\.text) == ["Tea is good"])
        #expect(try world.ledger.history().map(\.at) == [World.start + .minutes(15)])
        try await world.run(until: 120)
        #expect(world.server.current.publishCalls == 1)
    }

    @Test func `a second before its slot nothing goes out`() async throws {
        let world = try await due()
        world.sleep(-1)
        #expect(try await world.tick().posted.isEmpty)
    }

    @Test func `one post per account and tick, however many are due`() async throws {
        let world = try await due(posts: [World.tea, TickTests.cake])
        world.state.with { $0.accounts = ["home"] }
        world.sleep(16 * 60)
        #expect(try await world.tick().posted.count == 1)
        #expect(try await world.tick().posted.count == 1)
        #expect(world.server.current.published.count == 2)
    }

    @Test func `thirty minutes late is late enough to be sent, a second more is missed and planned again`()
        async throws
    {
        let onTime = try await due()
        onTime.sleep(30 * 60)
        #expect(try await onTime.tick().posted.count == 1)

        let late = try await due()
        late.sleep(30 * 60 + 1)
        let report = try await late.tick()
        #expect(report.posted.isEmpty)
        #expect(try late.delivery()?.state == .missed)
        #expect(report.events.contains { if case .planned = $0 { true } else { false } })
        try await late.run(until: 75)
        #expect(late.server.current.published.count == 1)
        #expect(try late.delivery()?.plannedAt == World.start + .minutes(60))
    }

    @Test func `after a downtime the first tick plans and sends nothing`() async throws {
        let world = try World(posts: [World.tea, TickTests.cake])
        try await world.run(until: 10)
        // Two slots go by; the machine is back a minute before the second would be too late.
        world.sleep(68 * 60)
        let report = try await world.tick()
        #expect(report.clock == .accepted(isRecovery: true))
        #expect(report.posted.isEmpty)
        #expect(world.server.current.publishCalls == 0)
        world.sleep(300)
        #expect(try await world.tick().clock == .accepted(isRecovery: false))
        try await world.run(until: 150)
        #expect(world.server.current.published.count == 2)
    }

    @Test func `a plan begins with the next minute, in second 0 too`() async throws {
        for second in [0, 1, 59] {
            let world = try World()
            let minute = Instant(minutes: floorDivide(world.now, 60) + 1)
            world.sleep(minute.minutes * 60 + second - world.now)
            try await world.tick()
            #expect(try world.ledger.plan()?.now == minute + .minutes(1))
        }
    }

    @Test func `what a hand posted ten minutes ago counts when a post is due`() async throws {
        let world = try World()
        world.state.with { $0.settings.pace = PaceSettings(spacing: .hours(1)) }
        try await world.tick()
        world.sleep(15 * 60)
        try world.ledger.record(
            [HistoryLine(account: "home", kind: "curated", at: World.start + .minutes(5))], now: world.now)
        let report = try await world.tick()
        #expect(report.posted.isEmpty)
        #expect(
            report.events.contains { event in
                if case .refusedByRules(let delivery, let why) = event {
                    delivery.state == .missed && why.first?.hasPrefix("spacing: ") == true
                } else {
                    false
                }
            })
        #expect(world.server.current.publishCalls == 0)
        try await world.run(until: 90)
        #expect(world.server.current.published.count == 1)
        #expect(
            world.server.current.published.first.map { $0.at >= (World.start + .minutes(65)).minutes * 60 }
                == true)
    }

    @Test func `a delivery in doubt counts as posted for the rules`() async throws {
        let world = try await due(.none, posts: [World.tea, TickTests.cake])
        world.state.with { $0.settings.pace = PaceSettings(spacing: .hours(1)) }
        world.server.with { $0.faults = [.requestLost] }
        try await world.tick()
        #expect(try world.delivery("cake")?.state == .unknown)
        world.sleep(15 * 60)
        let report = try await world.tick()
        #expect(try world.delivery("cake")?.state == .needsResolve)
        #expect(report.needsPerson)
        #expect(report.posted.isEmpty)
        #expect(world.server.current.publishCalls == 1)
    }

    @Test func `on hold nothing is sent, and afterwards there is no burst`() async throws {
        let world = try await due(posts: [World.tea, TickTests.cake])
        try world.ledger.setHold(Hold(account: nil, since: world.now, why: "storm", origin: .person))
        try await world.run(until: 90)
        #expect(world.server.current.publishCalls == 0)
        try world.ledger.clearHold(nil, now: world.now)
        let lifted = world.now
        try await world.run(until: 180)
        let times = world.server.current.published.map(\.at)
        #expect(times.count == 2)
        #expect(times.first.map { $0 > lifted } == true)
        #expect(times[1] - times[0] >= 15 * 60)
    }

    @Test func `a post taken out of the queue when it is due stays in`() async throws {
        let world = try await due()
        world.queueChanges { $0.posts = [] }
        #expect(try await world.tick().posted.isEmpty)
        #expect(world.server.current.publishCalls == 0)
    }

    @Test func `what is edited before it is due goes out as it is by then`() async throws {
        let world = try await due()
        world.queueChanges { $0.posts[0].body = ["Tea is better"] }
        try await world.tick()
        #expect(world.server.current.published.map(\.text) == ["Tea is better"])
    }

    @Test(arguments: [[], [Post(id: "tea", kind: "curated", body: ["Tea is better"])]])
    func `what is removed or edited between its claim and its call goes out as it was, once`(posts: [Post])
        async throws
    {
        let world = try await due()
        world.state.with { $0.meanwhile = ("epoch", { world.queueChanges { $0.posts = posts } }) }
        try await world.run(until: 90)
        #expect(world.server.current.published.map(\.text) == ["Tea is good"])
    }

    @Test func `a pinned post goes out some minutes after its instant`() async throws {
        var pinned = World.tea
        pinned.pin = .everywhere(try #require(Stamp(parsing: (World.start + .minutes(15)).rfc3339)))
        let world = try await due(posts: [pinned])
        world.sleep(4 * 60)
        #expect(try await world.tick().posted.count == 1)
    }

    @Test func `cron's three seconds cost nobody a minute`() async throws {
        let world = try World(posts: [World.tea, TickTests.cake])
        world.state.with { $0.settings.pace = PaceSettings(spacing: .hours(2)) }
        try await world.tick()
        let slots = [("cake", 15), ("tea", 135)].map {
            PlannedSlot(post: PostID($0.0), account: "home", at: World.start + .minutes($0.1))
        }
        try world.ledger.store(
            StoredPlan(json: "{}", fingerprint: "x", now: world.instant, stored: world.now, placements: slots)
        )
        world.sleep(15 * 60 + 3)
        // While the first is about to be sent, planning keeps the one that is exactly `spacing` later; so it does afterwards.
        let kept = Box<[[Placement]]>([])
        var work = world.work()
        work.plan = { problem in
            kept.with { $0.append(Freeze.frozen(Docket(problem))) }
            return PlanDraft(
                placements: slots.map { Placement(post: $0.post, account: $0.account, at: $0.at) }, json: "{}"
            )
        }
        #expect(try await Tick(world.surroundings(), work).run().posted.map(\.post) == ["cake"])
        #expect(try world.ledger.history().map(\.at) == [World.start + .minutes(15)])
        world.queueChanges { _ in }
        _ = try await Tick(world.surroundings(), work).run()
        #expect(kept.current.map { $0.map(\.post) } == [["tea"], ["tea"]])
        world.sleep(60 * 60)
        try await world.tick()
        world.sleep(60 * 60)
        #expect(try await Tick(world.surroundings(), work).run().posted.map(\.post) == ["tea"])
    }

    @Test func `the last minute of a window is a minute to send in`() async throws {
        var brief = World.tea
        brief.notAfter = Stamp(parsing: (World.start + .minutes(16)).rfc3339)
        let world = try await due(posts: [brief])
        world.sleep(59)
        #expect(try await world.tick().posted.count == 1)
    }

    @Test func `a post that is renamed after it went out does not go out again`() async throws {
        let world = try await due()
        try await world.tick()
        world.queueChanges { $0.posts = [Post(id: "chai", kind: "curated", body: World.tea.body)] }
        try await world.run(until: 120)
        #expect(world.server.current.publishCalls == 1)
        #expect(try world.delivery("chai")?.reason?.hasPrefix("once: ") == true)
    }

    @Test func `a pinned post that was missed is a person's until its pin is moved`() async throws {
        var pinned = World.tea
        pinned.pin = .everywhere(try #require(Stamp(parsing: (World.start + .minutes(15)).rfc3339)))
        let world = try await due(posts: [pinned])
        world.sleep(31 * 60)
        let report = try await world.tick()
        #expect(report.needsPerson)
        #expect(try world.delivery()?.state == .expired)
        let waiting = try world.ledger.status(now: world.instant).needsPerson
        #expect(
            waiting.map(\.reason) == [
                "its pinned time went by (later than 30m): change `at:` or drop it"
            ])
        #expect(try await !world.tick().needsPerson)
        pinned.pin = .everywhere(try #require(Stamp(parsing: (World.start + .minutes(60)).rfc3339)))
        let moved = pinned
        world.queueChanges { $0.posts = [moved] }
        try await world.tick()
        #expect(try world.ledger.status(now: world.instant).needsPerson.isEmpty)
        try await world.run(until: 90)
        #expect(world.server.current.published.count == 1)
    }

    /// A world in which tea was pinned, missed, and shown to a person.
    private func missedPin() async throws -> World {
        var pinned = World.tea
        pinned.pin = .everywhere(.instant(World.start + .minutes(15)))
        let world = try await due(posts: [pinned])
        world.sleep(31 * 60)
        #expect(try await world.tick().needsPerson)
        return world
    }

    private func asked(_ world: World) throws -> Int {
        try world.ledger.status(now: world.instant).needsPerson.count
    }

    @Test func `a missed pin stays a person's while its post is not there, until they drop it`() async throws
    {
        let world = try await missedPin()
        let post = world.state.current.posts
        // The file is half saved, or the folder of the queue is not mounted.
        world.queueChanges { $0.posts = [] }
        for _ in 0..<3 {
            try await world.tick()
            world.sleep(300)
        }
        #expect(try asked(world) == 1)
        world.queueChanges { $0.posts = post }
        try await world.tick()
        #expect(try asked(world) == 1)
        // Nor does an account that the policy does not name this time.
        world.state.with { $0.accounts = ["zoo"] }
        try await world.tick()
        #expect(try asked(world) == 1)
        let id = try #require(try world.delivery()).id
        try world.ledger.resolve(id, .drop, now: world.now)
        #expect(try asked(world) == 0)
    }

    @Test func `a missed pin stays a person's when rows shift or another post takes its name`() async throws {
        let world = try await missedPin()
        var shifted = try #require(world.state.current.posts.first)
        shifted.id = "tea-2"
        let rows = [Post(id: "tea", kind: "curated", body: ["Green tea is better"]), shifted]
        world.queueChanges { $0.posts = rows }
        try await world.tick()
        #expect(try asked(world) == 1)
        // What has its name goes out as a delivery of its own.
        try await world.run(until: 71)
        #expect(world.server.current.published.map(\.text) == ["Green tea is better"])
        #expect(try world.delivery()?.state == .expired)
        #expect(try asked(world) == 1)
        let later = Pin.everywhere(.instant(World.start + .hours(5)))
        world.queueChanges { $0.posts[1].pin = later }
        try await world.tick()
        #expect(try asked(world) == 0)
    }

    @Test(arguments: ["no pin", "draft", "elsewhere"])
    func `a missed pin is no question any more where a person has decided otherwise`(how: String) async throws
    {
        let world = try await missedPin()
        world.queueChanges {
            switch how {
            case "no pin": $0.posts[0].pin = nil
            case "draft": $0.posts[0].isDraft = true
            default: $0.posts[0].accounts = ["zoo"]
            }
        }
        try await world.tick()
        #expect(try asked(world) == 0)
    }

    @Test func `a missed pin is a person's again when its post is no draft any more`() async throws {
        let world = try await missedPin()
        world.queueChanges { $0.posts[0].isDraft = true }
        try await world.tick()
        #expect(try asked(world) == 0)
        world.queueChanges { $0.posts[0].isDraft = false }
        for _ in 0..<3 {
            world.sleep(300)
            try await world.tick()
        }
        #expect(try asked(world) == 1)
        try world.ledger.resolve(try #require(try world.delivery()).id, .drop, now: world.now)
        try await world.tick()
        #expect(try asked(world) == 0)
        #expect(world.server.current.publishCalls == 0)
    }

    @Test func `a missed pin that was moved is not asked about again because another has its time`()
        async throws
    {
        let world = try await missedPin()
        var tea = Post(id: "tea again", kind: "curated", body: World.tea.body)
        tea.pin = .everywhere(.instant(World.start + .minutes(60)))
        var cake = Post(id: "cake", kind: "curated", body: ["Cake"])
        cake.pin = .everywhere(.instant(World.start + .minutes(15)))
        cake.isDraft = true
        let posts = [tea, cake]
        world.queueChanges { $0.posts = posts }
        try await world.run(until: 90)
        #expect(world.server.current.published.count == 1)
        #expect(try asked(world) == 0)
    }

    @Test(arguments: [true, false])
    func `a pin that went by while the account was on hold is a person's, unless it was recorded`(
        isRecorded: Bool
    ) async throws {
        let world = try World(posts: [])
        try await world.tick()
        try world.ledger.setHold(Hold(account: "home", since: world.now, why: "a pause", origin: .person))
        var pinned = World.tea
        pinned.pin = .everywhere(.instant(World.start + .minutes(30)))
        let post = pinned
        world.queueChanges { $0.posts = [post] }
        if isRecorded {
            try world.ledger.record(
                [HistoryLine(account: "home", post: "tea", kind: "curated", at: World.start)], now: world.now)
        }
        for _ in 0..<14 {
            try await world.tick()
            world.sleep(300)
        }
        try world.ledger.clearHold("home", now: world.now)
        try await world.tick()
        #expect(world.server.current.publishCalls == 0)
        #expect(try asked(world) == (isRecorded ? 0 : 1))
    }

    @Test(arguments: [true, false])
    func `a pin of a post that is repeated is a person's, although it was out before`(isRepeated: Bool)
        async throws
    {
        var tea = World.tea
        tea.evergreen = isRepeated ? Evergreen(every: .hours(1)) : nil
        let world = try await due(posts: [tea])
        try await world.tick()
        #expect(world.server.current.publishCalls == 1)
        try world.ledger.setHold(Hold(account: "home", since: world.now, why: "a pause", origin: .person))
        tea.pin = .everywhere(.instant(World.start + .hours(3)))
        let pinned = tea
        world.queueChanges { $0.posts = [pinned] }
        for _ in 0..<40 {
            world.sleep(300)
            try await world.tick()
        }
        try world.ledger.clearHold("home", now: world.now)
        try await world.tick()
        #expect(world.server.current.publishCalls == 1)
        #expect(try asked(world) == (isRepeated ? 1 : 0))
    }

    @Test func `a pin that was dropped stays dropped under another name`() async throws {
        let world = try await missedPin()
        let id = try #require(try world.delivery()).id
        try world.ledger.resolve(id, .drop, now: world.now)
        world.queueChanges { $0.posts[0] = Post(id: "archive/tea", kind: "curated", body: World.tea.body) }
        let pin = Pin.everywhere(.instant(World.start + .minutes(15)))
        world.queueChanges { $0.posts[0].pin = pin }
        try await world.tick()
        #expect(try asked(world) == 0)
    }

    @Test func `a pin that went by before an account was there is nobody's`() async throws {
        for (age, count) in [(1, 0), (0, 1)] {
            let world = try World(posts: [])
            try await world.tick()
            let pin = Instant(minutes: world.now / 60 - age)
            world.sleep(300)
            var pinned = World.tea
            pinned.pin = .everywhere(.instant(pin))
            let post = pinned
            world.queueChanges { $0.posts = [post] }
            try await world.tick()
            let made = try world.ledger.deliveries(in: Set(DeliveryState.allCases))
            #expect(made.count { $0.plannedAt == pin } == count)
        }
    }

    @Test(arguments: [(16, 0), (17, 1)])
    func `what takes minutes before the call does not go out after its last minute`(last: Int, count: Int)
        async throws
    {
        var tea = World.tea
        tea.notAfter = .instant(World.start + .minutes(last))
        let world = try await due(posts: [tea])
        world.state.with { $0.meanwhile = ("begin", { world.sleep(90) }) }
        let report = try await world.tick()
        #expect(world.server.current.publishCalls == count)
        #expect(report.posted.count == count)
        #expect(try world.delivery()?.state == (count == 0 ? .missed : .posted))
        try await world.run(until: 60)
        #expect(world.server.current.publishCalls == count)
        #expect(try world.delivery()?.state == (count == 0 ? .expired : .posted))
    }

    @Test func `what fails into the next minute has failed, and was not refused`() async throws {
        var tea = World.tea
        tea.notAfter = .instant(World.start + .minutes(16))
        let world = try await due(posts: [tea])
        world.state.with { $0.meanwhile = ("begin", { world.sleep(90) }) }
        world.server.with { $0.isDown = true }
        try await world.tick()
        #expect(try world.delivery()?.state == .planned)
        #expect(try world.delivery()?.failures == 1)
    }

    @Test func `a pinned post that a rule refuses when it is due is a person's`() async throws {
        var pinned = World.tea
        pinned.pin = .everywhere(try #require(Stamp(parsing: (World.start + .minutes(15)).rfc3339)))
        let world = try await due(posts: [pinned])
        world.state.with { $0.settings.pace = PaceSettings(spacing: .hours(1)) }
        try world.ledger.record(
            [HistoryLine(account: "home", kind: "curated", at: World.start + .minutes(5))], now: world.now)
        #expect(try await world.tick().needsPerson)
        #expect(try world.delivery()?.needsPerson == true)
    }

    @Test func `a network that calls everything the same leaves a person to say, and sends nothing twice`()
        async throws
    {
        let world = try World(.clientID, posts: [World.tea, TickTests.cake])
        world.server.with { $0.onlyID = "ok" }
        try await world.run(until: 120)
        #expect(world.server.current.publishCalls == 2)
        let second = try #require(try world.delivery("tea"))
        #expect(second.state == .needsResolve)
        #expect(second.reason == "the network gave it the id of another delivery: ok")
    }

    @Test func `a session that cannot be read stops its own account only`() async throws {
        let world = try World()
        world.state.with { $0.accounts = ["away", "home"] }
        try await world.tick()
        world.sessions.bad.with { $0 = "away" }
        world.sleep(15 * 60)
        let report = try await world.tick()
        #expect(report.posted.map(\.account) == ["home"])
        #expect(report.needsPerson)
        #expect(
            report.events.contains {
                if case .accountUnusable("away", let why) = $0 { why.contains("session") } else { false }
            })
    }

    @Test func `what is planned anew is written anew, and keeps its first name`() async throws {
        let world = try await due()
        world.server.with { $0.faults = [.notSent] }
        try await world.tick()
        let first = try #require(try world.delivery())
        world.sleep(40 * 60)
        try await world.run(until: 120)
        let second = try #require(try world.delivery())
        #expect(second.state == .posted)
        #expect(second.begunMicroseconds == first.begunMicroseconds)
        #expect(second.visibleSince == second.composedMicroseconds.map { $0 / 1_000_000 })
        #expect(second.composedMicroseconds != first.composedMicroseconds)
    }

    @Test func `what is sent again in doubt keeps its time`() async throws {
        let world = try await due(.clientID)
        world.server.with { $0.faults = [.requestLost] }
        try await world.tick()
        let first = try #require(try world.delivery())
        world.sleep(300)
        try await world.tick()
        #expect(try world.delivery()?.state == .posted)
        #expect(try world.delivery()?.composedMicroseconds == first.composedMicroseconds)
    }

    @Test func `an account that cannot be reached for days is noticed, and forgotten when it can`()
        async throws
    {
        let world = try World()
        world.server.with { $0.isDown = true }
        try await world.run(until: 26 * 60)
        let troubles = try world.ledger.status(now: world.instant).troubles
        guard case .failing("home", _, let attempts, _) = troubles.first else {
            Issue.record("no trouble: \(troubles)")
            return
        }
        #expect(attempts >= 12)
        world.server.with { $0.isDown = false }
        try world.ledger.clearHold("home", now: world.now)
        try await world.run(until: 30 * 60)
        #expect(world.server.current.published.count == 1)
        #expect(try world.ledger.status(now: world.instant).troubles.isEmpty)
    }

    @Test func `half a thread on an account that is gone is a person's after a day`() async throws {
        let world = try await due(posts: [World.thread])
        world.server.with { $0.secondPart = .notSent }
        try await world.tick()
        #expect(try world.delivery("thread")?.visibleSince != nil)
        world.state.with { $0.accounts = ["away"] }
        world.sleep(86_399)
        try await world.tick()
        #expect(try world.delivery("thread")?.state == .planned)
        world.sleep(1)
        #expect(try await world.tick().needsPerson)
        #expect(try world.delivery("thread")?.state == .needsResolve)
    }

    @Test func `no call lasts longer than its tick`() async throws {
        let world = try await due()
        var surroundings = world.surroundings()
        surroundings.budget = 5_000
        _ = try await Tick(surroundings, world.work()).run()
        #expect(world.server.current.timeouts == [5_000, 5_000])
    }

    @Test func `a dry run shows nothing that a tick would not send`() async throws {
        let late = try await due()
        late.server.with { $0.faults = [.notSent] }
        try await late.tick()
        late.sleep(31 * 60)
        #expect(try Tick(late.surroundings(), late.work()).dryRun().sendings.isEmpty)
        let early = try await due()
        early.state.with { $0.micros -= 20 * 60 * 1_000_000 }
        let run = try Tick(early.surroundings(), early.work()).dryRun()
        #expect(run.clock == .behind(seconds: 300))
        #expect(run.sendings.isEmpty)
    }

    @Test func `past its last moment it expires`() async throws {
        var brief = World.tea
        brief.notAfter = Stamp(parsing: (World.start + .minutes(20)).rfc3339)
        let world = try await due(posts: [brief])
        world.sleep(5 * 60)
        try await world.tick()
        #expect(try world.delivery()?.state == .expired)
        #expect(world.server.current.publishCalls == 0)
    }

    @Test func `a clock that was set back sends nothing until it has caught up`() async throws {
        let world = try await due()
        world.state.with { $0.micros -= 20 * 60 * 1_000_000 }
        #expect(try await world.tick().clock == .behind(seconds: 300))
        #expect(world.server.current.publishCalls == 0)
        world.sleep(20 * 60)
        #expect(try await world.tick().posted.count == 1)
    }

    @Test func `a clock that leaps ahead sends nothing`() async throws {
        let world = try await due()
        world.state.with { $0.micros += 700 * 1_000_000 }
        #expect(try await world.tick().clock == .ahead(seconds: 700))
        world.state.with { $0.micros -= 700 * 1_000_000 }
        #expect(try await world.tick().posted.count == 1)
    }

    @Test func `a clock that leapt when it was synchronised is believed, and sends nothing at once`()
        async throws
    {
        let world = try await due()
        world.state.with {
            $0.micros += 3 * 3_600 * 1_000_000
            $0.isSynchronised = false
        }
        #expect(try await world.tick().clock == .ahead(seconds: 3 * 3_600))
        world.sleep(300)
        world.state.with { $0.isSynchronised = true }
        let report = try await world.tick()
        #expect(report.clock == .accepted(isRecovery: true))
        #expect(report.posted.isEmpty)
        #expect(world.server.current.publishCalls == 0)
        #expect(try world.delivery()?.state != .planned, "what was due goes back to the planner")
        // From now on it is a clock like any other.
        world.state.with { $0.isSynchronised = nil }
        world.sleep(300)
        #expect(try await world.tick().clock == .accepted(isRecovery: false))
        try await world.run(until: 300)
        #expect(world.server.current.published.count == 1)
    }

    @Test func `it plans when something changed, and not otherwise`() async throws {
        let world = try World()
        try await world.tick()
        try await world.tick()
        #expect(world.state.current.plans == 1)
        world.queueChanges { $0.posts.append(TickTests.cake) }
        try await world.tick()
        #expect(world.state.current.plans == 2)
        try world.ledger.record([HistoryLine(account: "home", kind: "own", at: World.start)], now: 1)
        try await world.tick()
        #expect(world.state.current.plans == 3)
    }

    @Test func `without a new plan the old one stays in force`() async throws {
        let world = try await due()
        world.queueChanges { $0.planFails = true }
        let report = try await world.tick()
        #expect(report.needsPerson)
        #expect(report.posted.count == 1)
    }

    @Test func `who waits is asked where the policy has a gate`() async throws {
        let world = try World()
        world.server.with { $0.waitingSince = 1_000 }
        try await world.tick()
        #expect(try world.ledger.waiting() == [:])
        world.state.with { $0.settings.gate = GateSettings(replyWithin: .hours(24)) }
        try await world.tick()
        #expect(try world.ledger.waiting() == ["home": 1_000])
        world.server.with { $0.waitingSince = nil }
        world.sleep(30 * 60)
        try await world.tick()
        #expect(try world.ledger.waiting() == [:])
    }

    @Test func `an inbox that cannot be read for a day is shown, until it can or nobody asks`() async throws {
        let world = try World()
        func troubles() throws -> [LedgerTrouble] { try world.ledger.status(now: world.instant).troubles }
        world.state.with { $0.settings.gate = GateSettings(replyWithin: .hours(24)) }
        world.server.with {
            $0.waitingSince = 1_000
            $0.inboxStatus = 403
        }
        try await world.run(until: 23 * 60)
        #expect(try troubles() == [])
        try await world.run(until: 25 * 60)
        let shown = LedgerTrouble.inboxFailed(
            "home", since: World.start.minutes * 60, why: "the account is suspended")
        #expect(try troubles() == [shown])
        world.server.with { $0.inboxStatus = nil }
        try await world.run(until: 26 * 60)
        #expect(try troubles() == [])
        #expect(try world.ledger.waiting() == ["home": 1_000])

        world.server.with { $0.inboxStatus = 403 }
        try await world.run(until: 51 * 60)
        #expect(try troubles().count == 1)
        #expect(try world.ledger.waiting() == ["home": 1_000], "what was known stays")
        world.state.with { $0.settings.gate = nil }
        try await world.tick()
        #expect(try troubles() == [])
    }

    @Test func `on a network that cannot say who waits, nobody does`() async throws {
        let world = try World()
        world.state.with { $0.settings.gate = GateSettings(replyWithin: .hours(24)) }
        world.server.with { $0.waitingSince = 1_000 }
        try await world.tick()
        #expect(try world.ledger.waiting() == ["home": 1_000])
        world.state.with { $0.hasInbox = false }
        world.sleep(30 * 60)
        try await world.tick()
        #expect(try world.ledger.waiting() == [:])
    }

    @Test func `an evergreen post goes out again as its next occurrence, with the next words`() async throws {
        var green = World.tea
        green.evergreen = Evergreen(every: .hours(1))
        green.variants = [["First"], ["Second"]]
        let world = try await due(posts: [green])
        try await world.tick()
        try world.ledger.store(
            StoredPlan(
                json: "{}", fingerprint: "x", now: world.instant, stored: world.now,
                placements: [PlannedSlot(post: "tea", account: "home", at: World.start + .minutes(75))]))
        world.state.with { $0.planFails = true }
        world.sleep(60 * 60)
        try await world.tick()
        #expect(world.server.current.published.map(\.text) == ["First", "Second"])
        #expect(try world.ledger.history().count == 2)
    }

    /// How many things people are told now that they were not told before, as `hearth tick` finds them.
    private func told(_ world: World) throws -> Int {
        let notices = try world.ledger.status(now: world.instant).needsPerson.map {
            Notice(
                key: "delivery/\($0.id)/\($0.state.rawValue)", code: $0.state.rawValue, what: "", remedy: "")
        }
        let open = try world.ledger.observe(notices, now: world.now)
        try world.ledger.note(told: true, open.map(\.notice.key), now: world.now)
        return open.count
    }

    @Test func `an edited post asks nobody until it is refused again, and then people are told again`()
        async throws
    {
        let world = try await due()
        world.server.with { $0.faults = [.refused, .refused] }
        var told: [Int] = []
        var asked: [Int] = []
        for minute in stride(from: 15, through: 35, by: 5) {
            if minute == 25 { world.queueChanges { $0.posts[0].body = ["Tea, edited"] } }
            try await world.tick()
            told.append(try self.told(world))
            asked.append(try self.asked(world))
            if minute == 25 { #expect(try world.delivery()?.reason == "its file has changed") }
            world.sleep(300)
        }
        // Its new slot is at 30.
        #expect(asked == [1, 1, 0, 1, 1])
        #expect(told == [1, 0, 0, 1, 0])
        #expect(world.server.current.publishCalls == 2)
    }

    /// A world in which tea was pinned, and refused by the network when it was due.
    private func refusedPin() async throws -> World {
        var pinned = World.tea
        pinned.pin = .everywhere(.instant(World.start + .minutes(15)))
        let world = try await due(posts: [pinned])
        world.server.with { $0.faults = [.refused] }
        try await world.tick()
        #expect(try world.delivery()?.state == .rejected)
        return world
    }

    @Test func `an edited post whose pin went by less than half an hour ago goes out`() async throws {
        let world = try await refusedPin()
        world.queueChanges { $0.posts[0].body = ["Tea, edited"] }
        world.sleep(30 * 60)
        try await world.tick()
        #expect(try world.delivery()?.state == .posted)
        #expect(world.server.current.published.map(\.text) == ["Tea, edited"])
    }

    @Test func `an edited post whose pin went by longer ago is a person's still`() async throws {
        let world = try await refusedPin()
        world.queueChanges { $0.posts[0].body = ["Tea, edited"] }
        world.sleep(30 * 60 + 1)
        try await world.tick()
        #expect(try world.delivery()?.state == .expired)
        #expect(try asked(world) == 1)
    }

    @Test(arguments: ["retry", "hold"]) func `a pinned post that a person sets free in time goes out`(
        what: String
    )
        async throws
    {
        let world = try await refusedPin()
        let refused = try #require(try world.delivery())
        if what == "retry" {
            try world.ledger.resolve(refused.id, .retry, now: world.now)
        } else {
            try world.ledger.finish(refused, DeliveryMove(.planned), now: world.now)
            try world.ledger.finish(
                try world.ledger.delivery(refused.id), DeliveryMove(.held, reason: "?"), now: world.now)
            _ = try world.ledger.clearHold("home", now: world.now)
        }
        world.sleep(300)
        #expect(try await world.tick().posted.map(\.post) == ["tea"])
        #expect(world.server.current.published.count == 1)
    }

    @Test func `a pinned post that is set free after a downtime is a person's`() async throws {
        let world = try await refusedPin()
        let refused = try #require(try world.delivery())
        try world.ledger.resolve(refused.id, .retry, now: world.now)
        world.sleep(3 * 3600)
        #expect(try await world.tick().needsPerson)
        #expect(try world.delivery()?.state == .expired)
    }

    @Test func `half a thread that is refused is not begun anew when it is edited`() async throws {
        let world = try await due(posts: [World.thread])
        world.server.with { $0.secondPart = .notSent }
        try await world.tick()
        let half = try #require(try world.delivery("thread"))
        try world.ledger.finish(half, DeliveryMove(.rejected, reason: "?"), now: world.now)
        world.queueChanges { $0.posts[0].body = ["One", "Two", "Four"] }
        try await world.run(until: 60)
        #expect(try world.delivery("thread")?.state == .rejected)
        #expect(world.server.current.published.map(\.text) == ["One"])
    }

    @Test func `a repeated post that was dropped comes back after its interval, not at the next slot`()
        async throws
    {
        var green = World.tea
        green.evergreen = Evergreen(every: .hours(2))
        let world = try await due(.none, posts: [green])
        world.server.with { $0.faults = [.requestLost] }
        try await world.tick()
        world.sleep(300)
        try await world.tick()
        let delivery = try #require(try world.delivery())
        #expect(delivery.state == .needsResolve)
        try world.ledger.resolve(delivery.id, .drop, now: world.now)
        // What an older plan has does not go out either.
        try world.ledger.store(
            StoredPlan(
                json: "{}", fingerprint: "x", now: world.instant, stored: world.now,
                placements: [PlannedSlot(post: "tea", account: "home", at: World.start + .minutes(30))]))
        world.state.with { $0.planFails = true }
        try await world.run(until: 40)
        #expect(try world.delivery(occurrence: 1)?.state == .missed)
        world.state.with { $0.planFails = false }
        try await world.run(until: 135)
        #expect(world.server.current.published.isEmpty)
        try await world.run(until: 150)
        #expect(world.server.current.published.map(\.at) == [(World.start.minutes + 135) * 60])
    }

    @Test func `a dry run shows the requests and changes nothing`() async throws {
        let world = try await due()
        let run = try Tick(world.surroundings(), world.work()).dryRun()
        #expect(run.sendings.map(\.slot.post) == ["tea"])
        #expect(run.sendings.first?.steps.map(\.name) == ["login"])
        #expect(run.sendings.first?.isComplete == false)
        try world.sessions.save(["accessToken": "canary"], of: "home")
        let second = try Tick(world.surroundings(), world.work()).dryRun()
        #expect(second.sendings.first?.steps.map(\.name) == ["part.0"])
        #expect(second.sendings.first?.isComplete == true)
        #expect(second.sendings.first?.refusals == [])
        #expect(!"\(second)".contains("canary"))
        #expect(world.server.current.publishCalls == 0)
        #expect(try world.ledger.deliveries(in: Set(DeliveryState.allCases)).isEmpty)
    }
}
