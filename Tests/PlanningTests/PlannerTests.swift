import Diagnostics
import Policies
import Posts
import Rules
import Solver
import TestSupport
import Testing
import Timeline

@testable import Planning

struct PlannerTests {
    private let quick = Effort(iterations: 100_000)

    private func plan(
        _ posts: [Post], _ policy: Policy, _ change: (inout Problem) -> Void = { _ in }
    ) throws -> Plan {
        var problem = Problem(posts: posts, policy: policy, now: Build.now)
        change(&problem)
        return try Planner.plan(problem, effort: quick)
    }

    @Test func `every plan of random problems passes the replay, and its bounds hold`() throws {
        var placed = 0
        var optimal = 0
        for seed in Seeds.sample(1...400 as ClosedRange<UInt64>) {
            let problem = RandomProblem(seed: seed).problem
            let plan = try Planner.plan(problem, effort: Effort(iterations: 20_000))
            let judgement = Replay.judge(plan.bare, docket: Docket(problem))
            #expect(judgement.isValid, "seed \(seed)")
            #expect(judgement.score.total == plan.score, "seed \(seed)")
            #expect(plan.floorBound <= plan.floorShortfall, "seed \(seed)")
            #expect(plan.score <= plan.bound, "seed \(seed)")
            #expect(Freeze.frozen(Docket(problem)).allSatisfy(plan.bare.contains), "seed \(seed)")
            placed += plan.placements.count
            optimal += plan.status == .optimal ? 1 : 0
        }
        #expect(placed > Seeds.share(1500) && optimal > Seeds.share(20))
    }

    @Test func `tiny problems are never better than an exhaustive search and nearly always as good`() throws {
        var equal = 0
        var asked = 0
        for seed in Seeds.sample(1...120 as ClosedRange<UInt64>) {
            let problem = TinyProblem.make(seed: seed)
            guard let all = TinyProblem.objectives(problem), let optimum = all.max() else { continue }
            asked += 1
            let plan = try Planner.plan(problem, effort: quick)
            let found = Objective(
                pins: TinyProblem.pins(plan.bare, problem), shortfall: plan.floorShortfall, score: plan.score)
            #expect(found <= optimum, "seed \(seed)")
            #expect(plan.floorBound <= all.map(\.shortfall).min() ?? 0, "seed \(seed)")
            let best = all.filter { $0.shortfall == found.shortfall }.map(\.score).max() ?? 0
            #expect(plan.bound >= best, "seed \(seed)")
            equal += found == optimum ? 1 : 0
        }
        #expect(asked > Seeds.share(60))
        #expect(equal >= asked - asked / 20, "\(equal) of \(asked)")
    }

    @Test func `the same problem gives the same plan, whatever the order of its parts`() throws {
        let problem = RandomProblem(seed: 4, posts: 20, days: 4, accounts: 3).problem
        var shuffled = problem
        shuffled.history.reverse()
        shuffled.stored.reverse()
        shuffled = Problem(
            posts: problem.posts.reversed(), policy: problem.policy, history: problem.history.reversed(),
            now: problem.now, stored: problem.stored.reversed(), held: problem.held, waiting: problem.waiting)
        let first = try Planner.plan(problem, effort: quick)
        #expect(try Planner.plan(problem, effort: quick) == first)
        #expect(try Planner.plan(shuffled, effort: quick) == first)
        #expect(PlanDocument.json(try Planner.plan(problem, effort: quick)) == PlanDocument.json(first))
    }

    @Test func `an empty queue leaves the floors short, and that is optimal`() throws {
        let account = Build.account { $0.pace = PaceSettings(min: 1, silence: .hours(24)) }
        let plan = try plan([], Build.policy([account]))
        #expect(plan.placements.isEmpty && plan.unplaced.isEmpty)
        #expect(plan.status == .optimal && plan.score == 0 && plan.bound == 0)
        // Three local days have a slot; 48 hours are 24 too many.
        #expect(plan.floorShortfall == 3 + 24 && plan.floorBound == 27)
    }

    @Test func `an account without slots places nothing and says so`() throws {
        let account = Build.account { $0.hours = HoursSettings(active: WeeklyHours()) }
        let plan = try plan([Build.post("a")], Build.policy([account]))
        #expect(plan.placements.isEmpty && plan.status == .optimal)
        #expect(plan.unplaced.map(\.mainReason) == [.noSlots])
    }

    @Test func `history alone makes a plan without placements`() throws {
        let plan = try plan([], Build.policy([Build.account { $0.goodwill = GoodwillSettings(start: 1) }])) {
            $0.history = [HistoryLine(account: "here", kind: "curated", at: Build.now - .hours(3))]
        }
        #expect(plan.placements.isEmpty)
        #expect(plan.accounts[0].goodwill == [GoodwillPoint(at: Build.now, balance: 2)])
    }

    @Test func `nothing goes out on an account on hold`() throws {
        let plan = try plan(
            [Build.post("a")], Build.policy([Build.account("held"), Build.account("free")])
        ) { $0.held = ["held"] }
        #expect(plan.placements.map(\.account) == ["free"])
        #expect(plan.unplaced.map(\.mainReason) == [.refused("hold")])
        #expect(plan.accounts.first { $0.account == "held" }?.isHeld == true)
    }

    @Test func `a post that is barred from an account is listed there with its reason, and nowhere placed`()
        throws
    {
        let stored = Placement(post: "a", account: "there", at: Build.now + .hours(2))
        let pinned = Build.post("p") { $0.pin = .everywhere(.instant(Build.now + .minutes(90))) }
        let follower = Build.post("b") { $0.after = ["a"] }
        let plan = try plan(
            [Build.post("a"), follower, pinned],
            Build.policy([Build.account("here"), Build.account("there")])
        ) {
            $0.stored = [stored]
            $0.barred = ["there": ["a": "the network rejected it: too long", "p": "dropped", "gone": "x"]]
        }
        #expect(Set(plan.placements.filter { $0.account == "there" }.map(\.post)) == ["b"])
        #expect(plan.placements.filter { $0.account == "here" }.count == 3)
        #expect(
            plan.unplaced.map(\.post) == ["a", "p"] && plan.unplaced.allSatisfy { $0.account == "there" })
        #expect(
            plan.unplaced.first?.refusals
                == [.init(rule: "barred", slots: 48, message: "the network rejected it: too long")])
        #expect(plan.unplaced.map(\.slots) == [48, 49] && plan.unplaced.map(\.outrankedSlots) == [0, 0])
        #expect(plan.unplaced.map(\.mainReason) == [.refused("barred"), .refused("barred")])
        #expect(plan.pinConflicts.isEmpty)
    }

    @Test
    func `stored placements close ahead are frozen, later ones are kept when nothing speaks against it`()
        throws
    {
        let frozen = Placement(post: "a", account: "here", at: Build.now + .hours(3))
        let kept = Placement(post: "b", account: "here", at: Build.now + .hours(30))
        // By day nobody listens: without the freeze, post a would go elsewhere.
        let plan = try plan(
            [Build.post("a"), Build.post("b")],
            Build.policy([
                Build.account {
                    $0.audience =
                        Audience(perMille: (0..<168).map { $0 % 24 < 18 ? 100 : 105 })
                        ?? Audience(always: 1)
                    $0.keep = .value(20)
                }
            ])
        ) { $0.stored = [frozen, kept] }
        #expect(plan.bare == [frozen, kept])
        #expect(plan.placements.map(\.isFrozen) == [true, false])
        #expect(plan.placements.map(\.isKept) == [true, true])
    }

    @Test func `the same post keeps the stagger across accounts`() throws {
        let accounts = (0..<3).map { number in
            Build.account(AccountID("a\(number)")) { $0.stagger = .hours(5) }
        }
        let plan = try plan([Build.post("a"), Build.post("b")], Build.policy(accounts))
        #expect(plan.placements.count == 6)
        for post in ["a", "b"] as [PostID] {
            let times = plan.placements.filter { $0.post == post }.map(\.at).sorted()
            #expect(times[1] - times[0] >= .hours(5) && times[2] - times[1] >= .hours(5))
        }
    }

    @Test func `a post follows the one it builds on after its lag`() throws {
        let second = Build.post("b") {
            $0.after = ["a"]
            $0.lag = .hours(30)
            $0.priority = 5
        }
        let plan = try plan([Build.post("a"), second], Build.policy([Build.account()]))
        #expect(plan.placements.map(\.post) == ["a", "b"])
        #expect(plan.placements[1].at - plan.placements[0].at >= .hours(30))
    }

    @Test func `an evergreen post comes again after its distance, as often as it may`() throws {
        let post = Build.post("a") { $0.evergreen = Evergreen(every: .hours(18), times: 3) }
        let plan = try plan([post], Build.policy([Build.account()], days: 5)) {
            $0.history = [
                HistoryLine(account: "here", post: "a", kind: "curated", at: Build.now - .hours(10))
            ]
        }
        #expect(plan.placements.count == 2)
        #expect(plan.placements[0].at >= Build.now + .hours(8))
        #expect(plan.placements[1].at - plan.placements[0].at >= .hours(18))
    }

    @Test func `a pinned post goes out at its minute, on the grid or not, and others make way`() throws {
        let pin = Build.now + .minutes(607)
        let pinned = Build.post("z") {
            $0.pin = .everywhere(.instant(pin))
            $0.priority = 1
        }
        let posts = (0..<8).map { number in Build.post(PostID("p\(number)")) { $0.priority = 5 } }
        let account = Build.account { $0.pace = PaceSettings(spacing: .hours(4)) }
        let plan = try plan(posts + [pinned], Build.policy([account], days: 1))
        let found = try #require(plan.placements.first { $0.post == "z" })
        #expect(found.at == pin && found.isPinned)
        #expect(plan.pinConflicts.isEmpty)
        #expect(plan.placements.count >= 5)
    }

    @Test func `a pin that a rule refuses is reported with its refusals`() throws {
        let pin = Build.now + .hours(5)
        let pinned = Build.post("sale", "promo") { $0.pin = .everywhere(.instant(pin)) }
        let account = Build.account { $0.goodwill = GoodwillSettings(start: 0, cap: 8) }
        let plan = try plan([pinned], Build.policy([account]))
        #expect(plan.placements.isEmpty)
        #expect(plan.pinConflicts.map(\.post) == ["sale"])
        #expect(
            plan.pinConflicts[0].refusals
                == [.init(rule: "goodwill", sentence: "goodwill is 0 and this asks 4")])
        #expect(plan.diagnostics.map(\.code) == ["pin-conflict"])
    }

    @Test func `gives are placed before an ask that is pinned`() throws {
        let pin = Build.now + .hours(20)
        let pinned = Build.post("sale", "promo") { $0.pin = .everywhere(.instant(pin)) }
        let gives = (0..<4).map { Build.post(PostID("give\($0)")) }
        let account = Build.account { $0.goodwill = GoodwillSettings(start: 0, cap: 8) }
        let plan = try plan(gives + [pinned], Build.policy([account]))
        #expect(plan.placements.map(\.post).contains("sale"))
        #expect(plan.placements.filter { $0.at < pin }.count == 4)
    }

    @Test func `a label that does not hold is reported and counts as what it is`() throws {
        var policy = Build.policy([Build.account()])
        policy.ours = Ours(hosts: ["hearth.example"])
        let post = Build.post("a") { $0.link = "https://blog.hearth.example/x" }
        let plan = try plan([post], policy)
        #expect(plan.placements.map(\.kind) == ["own"] && plan.placements.map(\.side) == [.ask])
        #expect(plan.mislabelled.map(\.finding) == [.ownHost("hearth.example")])
        #expect(plan.diagnostics.map(\.code) == ["label-does-not-hold"])
        #expect(
            plan.diagnostics.map(\.message) == [
                "'a': labelled 'curated', counts as 'own': its link leads to the own host 'hearth.example'"
            ])
    }

    @Test func `a pin that went by unsent is reported, and no other`() throws {
        let pin = Build.now - .hours(5)
        func pinned(_ id: PostID, _ change: (inout Post) -> Void = { _ in }) -> Post {
            Build.post(id) {
                $0.pin = .everywhere(.instant(pin))
                change(&$0)
            }
        }
        let posts = [
            pinned("missed"), pinned("sent"), pinned("draft") { $0.isDraft = true }, pinned("dropped"),
            pinned("over") { $0.notAfter = .instant(Build.now) }, pinned("under-way"),
        ]
        let plan = try plan(posts, Build.policy([Build.account()])) {
            $0.history = [HistoryLine(account: "here", post: "sent", kind: "curated", at: pin)]
            $0.barred = ["here": ["dropped": "a person dropped it"]]
            $0.stored = [Placement(post: "under-way", account: "here", at: pin)]
        }
        #expect(plan.placements.isEmpty)
        #expect(plan.pinConflicts.map(\.post) == ["missed"])
        #expect(
            plan.diagnostics.map(\.message)
                == ["'missed' was pinned to 2026-11-23T03:00 on 'here' but has not gone out"])
        #expect(plan.diagnostics.first?.notes.first?.hasPrefix("window: its time went by") == true)
    }

    @Test func `of two pins at one instant the one left out is refused by the other`() throws {
        let pin = Build.now + .hours(5)
        let posts = ["a", "b"].map { id in
            Build.post(id) { $0.pin = .everywhere(.instant(pin)) }
        }
        let plan = try plan(posts, Build.policy([Build.account()]))
        let winner = try #require(plan.placements.first?.post)
        #expect(plan.placements.count == 1 && plan.unplaced.count == 1)
        let sentence = "\(winner) goes out on the account at 2026-11-23T13:00 already"
        #expect(plan.pinConflicts.map(\.refusals) == [[.init(rule: "slot", sentence: sentence)]])
        #expect(plan.unplaced.first?.outrankedSlots == 0)
        #expect(
            plan.unplaced.first?.refusals.last == .init(rule: "slot", slots: 1, message: sentence))
        #expect(plan.unplaced.first?.mainReason == .refused("window"))
    }

    @Test func `posts that are the same one may earn by the best of their gains as often as any may be used`()
        throws
    {
        var policy = Build.policy([Build.account { $0.goodwill = GoodwillSettings(start: 0) }])
        policy.kinds["gift"] = Kind("gift", .thirdParty, .value, goodwill: 5)
        policy.kinds["request"] = Kind("request", .own, .promo, goodwill: -12)
        let once = Build.post("once", "gift")
        let often = Build.post("often") {
            $0.body = once.body
            $0.evergreen = Evergreen(every: .hours(1), times: 10)
        }
        let ask = Build.post("ask", "request") { $0.priority = 5 }
        // Once 5 and nine times 1 are 14; ten times 1 or once 5 would not do.
        let plan = try plan([once, often, ask], policy)
        #expect(plan.placements.contains { $0.post == "ask" })
    }

    @Test func `a frozen placement that the search cannot hold is a disagreement`() throws {
        let problem = Problem(
            posts: [Build.post("a")], policy: Build.policy([Build.account()]), now: Build.now)
        let good = Placement(post: "a", account: "here", at: Build.now + .hours(1))
        let bad = Placement(post: "a", account: "here", at: Build.now + .minutes(61))
        let translation = Translation(Replay(Docket(problem)), frozen: [good, bad])
        #expect(translation.lost == [bad])
        #expect(PlannerDisagreement(lost: [bad])?.refused.map(\.placement) == [bad])
        #expect(PlannerDisagreement(lost: []) == nil)
    }

    @Test func `a share is that at the last placement of the class, and a broken wish is told`() throws {
        let asks = Selector([.side(.ask)])
        let account = Build.account {
            $0.pace = PaceSettings(spacing: .hours(1))
            $0.mix = [
                MixLimit(of: asks, atMost: .percent(50), over: .time(.hours(4))),
                MixLimit(of: asks, atMost: .count(0), over: .posts(3), level: .should(weight: 1)),
                MixLimit(of: Selector([.kind("quote")]), atMost: .percent(0), over: .time(.hours(4))),
                MixLimit(
                    of: Selector([.side(.give)]), atMost: .percent(99), over: .posts(2),
                    level: .should(weight: 1)),
            ]
        }
        let ask = Build.post("ask", "promo") { $0.pin = .everywhere(.instant(Build.now + .hours(3))) }
        let gives = (1...2).map { hour in
            Build.post(PostID("give\(hour)")) { $0.pin = .everywhere(.instant(Build.now + .hours(hour))) }
        }
        let late = Build.post("late") { $0.pin = .everywhere(.instant(Build.now + .hours(30))) }
        let plan = try plan(gives + [ask, late], Build.policy([account]))
        #expect(plan.placements.count == 4)
        let shares = plan.accounts[0].shares
        #expect(shares.map(\.members) == [1, 1, 0, 2] && shares.map(\.total) == [3, 3, 1, 2])
        #expect(
            shares.map(\.at)
                == [3, 3, 30, 2].map { Build.now + .hours($0) })
        #expect(shares.map(\.isBroken) == [false, true, false, true])
    }
}
