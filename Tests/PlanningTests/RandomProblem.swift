import Policies
import Posts
import Rules
import TestSupport
import Timeline

/// Random problems that use every rule, every floor and every key of a post; the same in every run.
struct RandomProblem {
    private var numbers: SeededNumbers
    /// The problem.
    private(set) var problem: Problem

    /// Few posts and days, all sorts of policies.
    init(seed: UInt64, posts count: Int? = nil, days: Int? = nil, accounts: Int? = nil) {
        numbers = SeededNumbers(seed: seed)
        problem = Problem(posts: [], policy: Policy(accounts: []), now: Instant(minutes: 0))
        let starts = ["2026-11-23T08:00Z", "2026-03-27T09:07Z", "2026-10-23T20:00Z"]
        let now = Build.at(starts[pick(0...2)]) + .minutes(pick(0...900))
        let names: [AccountID] = ["alpha", "beta", "gamma"]
        let number = accounts ?? pick(1...3)
        var policy = Policy(accounts: names.prefix(number).map { account($0) })
        policy.horizon = .days(days ?? pick(1...6))
        policy.freeze = .hours(pick(0...20))
        policy.ours = Ours(hosts: ["hearth.example"], shop: ["shop.hearth.example"])
        let posts = (0..<(count ?? pick(0...24))).map { post($0, now: now, accounts: names) }
        let history = (0..<pick(0...12)).map { _ in line(posts, now: now, accounts: policy.accounts) }
        problem = Problem(posts: posts, policy: policy, history: history, now: now)
        problem.stored = stored()
        if pick(0...9) == 0 { problem.held = [policy.accounts[0].id] }
        if pick(0...3) == 0 { problem.waiting[policy.accounts[0].id] = now - .hours(pick(0...30)) }
    }

    private mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }
    private mutating func chance(_ percent: Int) -> Bool { pick(1...100) <= percent }
    private mutating func one<T>(_ values: [T]) -> T { values[pick(0...values.count - 1)] }

    private mutating func selector() -> Selector {
        Selector([
            one([
                .side(.ask), .side(.give), .kind("promo"), .kind("quote"), .origin(.thirdParty),
                .intent(.human),
                .topic("t1"), .campaign("sale"),
            ])
        ])
    }

    private mutating func level() -> Level { chance(40) ? .should(weight: pick(10...600)) : .must }

    private mutating func windows() -> WeeklyHours {
        var hours = WeeklyHours()
        for day in Weekday.allCases where chance(85) {
            hours.open(day, from: pick(0...12) * 60, to: pick(13...24) * 60)
        }
        return hours
    }

    private mutating func account(_ id: AccountID) -> Account {
        var settings = Settings()
        settings.zone = one([Zone.utc, Build.berlin])
        settings.grid = .minutes(one([15, 30, 60, 90]))
        if chance(70) {
            settings.hours = HoursSettings(active: windows())
            if chance(40) {
                settings.hours?.only = [OnlyHours(of: selector(), windows: windows(), level: level())]
            }
            if chance(40) {
                settings.hours?.staffed = StaffedHours(
                    of: selector(), length: .hours(pick(1...3)), windows: windows(), level: level())
            }
        }
        let least = pick(0...3)
        settings.pace = PaceSettings(
            min: chance(80) ? least : nil, target: chance(80) ? least + 1 : nil,
            max: chance(80) ? least + pick(1...3) : nil,
            spacing: chance(85) ? .minutes(pick(1...300)) : nil,
            silence: chance(60) ? .hours(pick(6...36)) : nil, steady: chance(40) ? 1500 : nil)
        if chance(80) { settings.goodwill = GoodwillSettings(start: pick(0...4), cap: pick(4...9)) }
        if chance(60) { settings.mix.append(mix()) }
        if chance(40) { settings.mix.append(mix()) }
        for attribute in ApartEntry.Attribute.allCases where chance(35) {
            settings.apart.append(
                ApartEntry(
                    same: attribute, by: chance(70) ? .time(.hours(pick(1...48))) : .posts(pick(1...3)),
                    level: level()))
        }
        if chance(30) {
            settings.apart.append(
                ApartEntry(of: selector(), same: nil, by: .posts(pick(1...3)), level: level()))
        }
        if chance(40) {
            settings.spread = [
                SpreadLimit(of: selector(), atMost: pick(1...2), over: .days(pick(1...7)), level: level())
            ]
        }
        if chance(60) { settings.stagger = .minutes(pick(0...600)) }
        if chance(60) { settings.campaigns = ["sale": CampaignLimits(max: pick(1...3))] }
        if chance(40) { settings.gate = GateSettings(replyWithin: .hours(24)) }
        settings.aboveTarget = chance(50) ? .auto : .value(pick(0...900))
        settings.keep = chance(50) ? .auto : .value(pick(0...300))
        let network = NetworkProfile(
            name: "net", keys: [], tariff: Tariff(currency: "USD", plain: 10_000, withURL: 130_000),
            putsLinkInText: chance(50))
        return Account(
            id: id, network: network,
            budget: chance(30) ? Money(currency: "USD", millionths: pick(1...20) * 100_000) : nil,
            settings: settings)
    }

    private mutating func mix() -> MixLimit {
        MixLimit(
            of: selector(), atMost: chance(50) ? .percent(pick(10...60)) : .count(pick(1...3)),
            over: chance(60) ? .time(.days(pick(1...14))) : .posts(pick(2...8)), level: level())
    }

    private mutating func post(_ number: Int, now: Instant, accounts: [AccountID]) -> Post {
        let kinds: [KindName] = [
            "curated", "curated", "reshare", "community", "conversation", "answer", "own", "promo", "quote",
        ]
        // A few texts come twice: they are the same post.
        var post = Post(id: PostID("p\(number)"), kind: one(kinds), body: ["text \(chance(8) ? 0 : number)"])
        if chance(60) {
            post.link = "https://\(one(["a", "b", "www.a", "hearth", "shop.hearth"])).example/\(pick(0...9))"
        }
        if chance(60) { post.topics = ["t\(pick(0...4))"] }
        post.priority = pick(1...5)
        if chance(20) { post.accounts = [one(accounts)] }
        if chance(30) { post.created = .instant(now - .hours(pick(0...100))) }
        if chance(20) { post.notBefore = .instant(now + .hours(pick(-20...60))) }
        if chance(20) { post.notAfter = .instant(now + .hours(pick(1...120))) }
        if chance(30) { post.halfLife = .hours(pick(5...100)) }
        if chance(8) { post.pin = .everywhere(.instant(now + .minutes(pick(-600...6000)))) }
        if number > 0, chance(15) {
            post.after = [PostID("p\(pick(0...number - 1))")]
            post.lag = .hours(pick(0...30))
        }
        if chance(20) { post.campaign = "sale" }
        if chance(20) {
            post.evergreen = Evergreen(every: .hours(pick(6...72)), times: chance(60) ? pick(1...4) : nil)
        }
        post.isDraft = chance(4)
        return post
    }

    private mutating func line(_ posts: [Post], now: Instant, accounts: [Account]) -> HistoryLine {
        let at = now - .minutes(chance(10) ? pick(-300...0) : pick(0...20_000))
        let account = one(accounts).id
        if !posts.isEmpty, chance(40) {
            let post = one(posts)
            return HistoryLine(
                account: account, post: post.id, kind: post.kind, at: at, link: post.link, topics: post.topics
            )
        }
        return HistoryLine(
            account: account, kind: one(["curated", "promo", "quote", "lost"]), at: at,
            link: chance(50) ? "https://a.example/\(pick(0...9))" : nil, topics: ["t\(pick(0...4))"])
    }

    /// A stored plan, valid or not.
    private mutating func stored() -> [Placement] {
        guard !problem.posts.isEmpty else { return [] }
        var stored: [Placement] = []
        for account in problem.policy.accounts {
            let slots = SlotCalendar(settings: account.settings, now: problem.now, end: problem.end).slots
            guard !slots.isEmpty else { continue }
            for _ in 0..<pick(0...6) {
                stored.append(
                    Placement(post: one(problem.posts).id, account: account.id, at: one(slots).at))
            }
        }
        return stored
    }
}

/// Numbers that are the same in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Builders for problems.
enum Build {
    static let berlin = SystemZones.berlin

    /// `2026-11-23T08:00Z` or with another offset.
    static func at(_ text: String) -> Instant {
        guard let instant = Instant(rfc3339: text) else { preconditionFailure("no instant: \(text)") }
        return instant
    }

    /// An account that asks for nothing but what `settings` says, hourly slots around the clock.
    static func account(_ id: AccountID = "here", _ change: (inout Settings) -> Void = { _ in }) -> Account {
        var settings = Settings()
        settings.grid = .hours(1)
        settings.audience = Audience(always: 500)
        change(&settings)
        return Account(
            id: id, network: NetworkProfile(name: "net", keys: [], putsLinkInText: false), settings: settings)
    }

    /// A policy for a number of days.
    static func policy(_ accounts: [Account], days: Int = 2) -> Policy {
        var policy = Policy(accounts: accounts)
        policy.horizon = .days(days)
        return policy
    }

    static func post(_ id: PostID, _ kind: KindName = "curated", _ change: (inout Post) -> Void = { _ in })
        -> Post
    {
        var post = Post(id: id, kind: kind, body: ["The text of \(id)."])
        change(&post)
        return post
    }

    static let now = at("2026-11-23T08:00Z")
}
