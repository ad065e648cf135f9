import Policies
import Posts
import Rules
import TestSupport
import Timeline

/// Random workspaces with all rules, so small that every plan can be judged: one or two accounts, two to five posts, a
/// few slots each, a history, a stored plan and pins.
struct TinyWorkspace {
    private var numbers: SeededNumbers
    private var problem: Problem

    static func make(seed: UInt64) -> Problem { TinyWorkspace(seed: seed).problem }

    private init(seed: UInt64) {
        numbers = SeededNumbers(seed: seed &* 31)
        problem = RichProblem.make(seed: seed)
        let isCoupled = seed % 2 == 0 && problem.policy.accounts.count > 1
        let accounts = Array(problem.policy.accounts.prefix(isCoupled ? 2 : 1))
        problem.policy.accounts = accounts.map { lightened($0) }
        problem.policy.horizon = horizon(slots: isCoupled ? pick(3...5) : pick(4...6))
        let posts = chosen(isCoupled ? pick(2...4) : pick(4...5)).map { changed($0) }
        let held: Set<AccountID> = isCoupled && chance(15) ? [accounts[0].id] : []
        let span = problem.policy.horizon.count
        problem.policy.freeze = .minutes(chance(40) ? 0 : span / pick(1...4))
        problem = Problem(
            posts: posts, policy: problem.policy,
            history: problem.history.enumerated().filter { $0.offset % 3 != 0 }.map(\.element),
            now: problem.now,
            held: held, waiting: problem.waiting)
        problem.stored = stored()
    }

    private mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }
    private mutating func chance(_ percent: Int) -> Bool { pick(1...100) <= percent }
    private mutating func one<T>(_ values: [T]) -> T { values[pick(0...values.count - 1)] }

    /// With so few posts most entries must let something through.
    private mutating func lightened(_ account: Account) -> Account {
        var account = account
        let grid = one([15, 60, 180, 360, 720, 720, 1440])
        account.settings.grid = .minutes(grid)
        account.settings.mix = account.settings.mix.filter { $0.level == .must ? chance(35) : chance(60) }
        account.settings.apart = account.settings.apart.filter { $0.level == .must ? chance(35) : chance(60) }
        if chance(70) { account.settings.hours?.only = [] }
        if chance(50) {
            account.settings.pace?.min = pick(0...3)
            account.settings.pace?.silence = .hours(pick(1...30))
        }
        if chance(50) { account.settings.hours = nil }
        if let start = account.settings.goodwill?.start, start < 1 {
            account.settings.goodwill?.start = pick(0...6)
        }
        if chance(90) { account.settings.pace?.spacing = chance(60) ? .minutes(pick(1...2 * grid)) : nil }
        return account
    }

    private func slots(of account: Account) -> [SlotCalendar.Slot] {
        SlotCalendar(settings: account.settings, now: problem.now, end: problem.end).slots
    }

    /// As long as no account has more slots.
    private func horizon(slots most: Int) -> Minutes {
        let full = problem.now + .days(12)
        let ends = problem.policy.accounts.map { account -> Instant in
            let slots = SlotCalendar(settings: account.settings, now: problem.now, end: full).slots
            return slots.count > most ? slots[most].at : full
        }
        return max(.minutes(1), (ends.min() ?? full) - problem.now)
    }

    /// Some posts, most of them with those that must come before them.
    private mutating func chosen(_ count: Int) -> [Post] {
        var left = problem.posts.shuffled(using: &numbers)
        var chosen: [Post] = []
        while chosen.count < count, !left.isEmpty {
            let post = left.removeFirst()
            chosen.append(post)
            for earlier in post.after where chance(80) {
                guard let index = left.firstIndex(where: { $0.id == earlier }) else { continue }
                chosen.append(left.remove(at: index))
            }
        }
        return Array(chosen.prefix(count))
    }

    private mutating func changed(_ post: Post) -> Post {
        var post = post
        let slots = problem.policy.accounts.flatMap { self.slots(of: $0) }.map(\.at)
        let span = problem.policy.horizon.count
        post.accounts = chance(70) ? nil : [one(problem.policy.accounts).id]
        post.notBefore = chance(15) ? .instant(problem.now + .minutes(pick(0...span))) : nil
        post.notAfter = chance(15) ? .instant(problem.now + .minutes(pick(1...span + 1))) : nil
        if post.lag.count > span, chance(80) { post.lag = .minutes(pick(0...span / 2)) }
        if chance(90) { post.pin = nil }
        if chance(25), !slots.isEmpty {
            post.pin = .everywhere(
                .instant(chance(70) ? one(slots) : problem.now + .minutes(pick(0...max(0, span - 1)))))
        }
        if chance(15) {
            post.evergreen = Evergreen(every: .minutes(pick(0...span)), times: chance(50) ? pick(1...3) : nil)
        }
        return post
    }

    private mutating func stored() -> [Placement] {
        var stored: [Placement] = []
        for account in problem.policy.accounts {
            let slots = slots(of: account)
            for post in problem.posts where chance(60) && !slots.isEmpty {
                stored.append(Placement(post: post.id, account: account.id, at: one(slots).at))
            }
        }
        return stored
    }
}
