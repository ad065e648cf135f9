import Policies
import Posts
import Rules
import TestSupport
import Timeline

/// Random problems in which every rule speaks in every way it can: both levels, all windows, odd balances, long
/// histories, posts that are alike in several ways and clocks that change.
struct RichProblem {
    private var numbers: SeededNumbers
    private(set) var problem: Problem
    /// Whether most entries may be broken, so that sequences become long.
    private let isMild: Bool

    static func make(seed: UInt64) -> Problem { RichProblem(seed: seed).problem }

    private init(seed: UInt64) {
        numbers = SeededNumbers(seed: seed &* 77)
        isMild = seed % 2 == 0
        let days = 1 + Int(seed % 9)
        problem = RandomProblem(seed: seed &+ 5000, posts: 12 + Int(seed % 20), days: days).problem
        problem.held = []
        let nows = [
            "2026-11-27T08:00Z", "2026-03-27T09:07Z", "2026-10-23T20:00Z", "2026-10-30T20:13Z",
            "2026-12-29T05:00Z",
        ]
        let now = Build.at(one(nows)) + .minutes(pick(0...900))
        let delay = now - problem.now
        problem.now = now
        problem.policy.accounts = problem.policy.accounts.map { enriched($0) }
        problem.posts = problem.posts.map { enriched($0) }
        let twins = problem.posts.filter { _ in chance(15) }.enumerated().map { number, post in
            twin(post, PostID("twin\(number)"))
        }
        let old = problem.history.map { line in
            var line = line
            line.at = line.at + delay
            return line
        }
        let more = (0..<pick(0...50)).map { _ in line() }
        problem = Problem(
            posts: problem.posts + twins, policy: problem.policy, history: old + more, now: now,
            waiting: problem.waiting)
    }

    private mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }
    private mutating func chance(_ percent: Int) -> Bool { pick(1...100) <= percent }
    private mutating func one<T>(_ values: [T]) -> T { values[pick(0...values.count - 1)] }
    private mutating func level() -> Level { chance(50) ? .should(weight: pick(1...600)) : .must }

    private mutating func selector() -> Selector {
        one([
            .everything, Selector([.side(.ask)]), Selector([.side(.give)]), Selector([.topic("t1")]),
            Selector([.origin(.own), .topic("t2")]), Selector([.kind("quote"), .campaign("sale")]),
        ])
    }

    private mutating func enriched(_ account: Account) -> Account {
        var account = account
        account.settings.zone = one(
            [.utc, Build.berlin]
                + ["America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"].map(SystemZones.zone))
        account.settings.grid = .minutes(one([15, 30, 60, 120]))
        if chance(30) { account.settings.hours = nil }
        if chance(80) {
            account.settings.goodwill = GoodwillSettings(
                start: pick(-4...12), cap: chance(50) ? nil : pick(3...9))
        }
        for _ in 0..<pick(0...3) {
            account.settings.mix.append(
                MixLimit(
                    of: selector(), atMost: chance(50) ? .percent(pick(0...110)) : .count(pick(0...4)),
                    over: chance(30) ? .time(.hours(pick(1...400))) : .posts(one([1, 2, 3, 5, 8, 11, 70])),
                    level: level()))
        }
        for _ in 0..<pick(0...3) {
            account.settings.apart.append(
                ApartEntry(
                    of: selector(), same: chance(30) ? nil : one(ApartEntry.Attribute.allCases),
                    by: chance(50) ? .time(.hours(pick(0...60))) : .posts(one([0, 1, 2, 4, 9, 300])),
                    level: level()))
        }
        for _ in 0..<pick(0...2) {
            account.settings.spread.append(
                SpreadLimit(
                    of: selector(), atMost: pick(0...3), over: .hours(pick(1...240)), level: level()))
        }
        if chance(50) {
            account.settings.campaigns["sale"] = CampaignLimits(
                from: chance(50) ? .instant(problem.now + .hours(pick(-40...20))) : nil,
                to: chance(50) ? .instant(problem.now + .hours(pick(20...90))) : nil, max: pick(0...5))
        }
        if chance(40) {
            account.settings.pace = PaceSettings(
                target: pick(0...2), max: chance(50) ? pick(1...6) : nil,
                spacing: chance(50) ? .minutes(pick(0...200)) : nil, steady: pick(0...4) * 700)
        }
        if chance(50) {
            account.budget = Money(currency: "USD", millionths: pick(0...30) * 100_000)
            account.settings.pace?.max = nil
        }
        if isMild {
            for index in account.settings.mix.indices where chance(70) {
                account.settings.mix[index].level = .should(weight: pick(1...600))
            }
            for index in account.settings.apart.indices where chance(70) {
                account.settings.apart[index].level = .should(weight: pick(1...600))
            }
            for index in account.settings.spread.indices where chance(70) {
                account.settings.spread[index].level = .should(weight: pick(1...600))
            }
        }
        return account
    }

    private mutating func enriched(_ post: Post) -> Post {
        var post = post
        if chance(50) { post.topics = (0...pick(0...3)).map { _ in "t\(pick(0...4))" } }
        if chance(5) { post.topics = (0..<70).map { "many\($0)" } }
        if chance(70) { post.pin = nil }
        if chance(60) { post.notAfter = nil }
        post.notBefore = nil
        if chance(25) { post.campaign = "sale" }
        if chance(25) {
            post.evergreen = Evergreen(every: .hours(pick(0...40)), times: chance(50) ? pick(1...6) : nil)
        }
        return post
    }

    /// The same post in another file, which may be repeated at another rate.
    private mutating func twin(_ post: Post, _ id: PostID) -> Post {
        var twin = post
        twin.id = id
        twin.kind = chance(50) ? post.kind : one(["curated", "promo", "own", "quote"])
        twin.evergreen =
            chance(70)
            ? Evergreen(every: .hours(pick(0...40)), times: chance(50) ? pick(1...6) : nil) : nil
        return twin
    }

    private mutating func line() -> HistoryLine {
        let account = one(problem.policy.accounts).id
        let at = problem.now - .minutes(chance(50) ? pick(0...6000) : pick(0...60_000))
        if chance(30), !problem.posts.isEmpty {
            let post = one(problem.posts)
            return HistoryLine(
                account: account, post: post.id, kind: post.kind, at: at, link: post.link,
                topics: post.topics, campaign: post.campaign)
        }
        return HistoryLine(
            account: account, kind: one(["curated", "curated", "community", "own", "promo", "quote"]), at: at,
            link: chance(50) ? "https://a.example/\(pick(0...9))" : nil,
            topics: (0..<pick(0...2)).map { _ in "t\(pick(0...4))" },
            campaign: chance(10) ? "sale" : nil)
    }
}
