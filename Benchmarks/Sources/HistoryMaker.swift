import Policies
import Posts
import Rules
import Timeline

/// Posts at about the target pace for sixty days, asking the rules like a careful person would.
struct HistoryMaker {
    private static let days = 60
    let shape: Shape
    let policy: Policy
    let now: Instant
    let seed: UInt64

    /// What went out on all accounts, in order of time and account; `queue` lends its evergreen posts.
    func lines(queue: [Post]) -> [HistoryLine] {
        var maker = QueueMaker(shape: shape, now: now, seed: seed, stream: 2)
        var pool: [Post] = []
        for account in 0..<shape.accounts {
            let brand = account / shape.accountsPerBrand
            let name = PolicyText.accountName(brand: brand, place: account % shape.accountsPerBrand)
            for _ in 0..<HistoryMaker.days * 8 {
                var post = maker.bare("past/", brand: brand)
                post.accounts = [AccountID(name)]
                pool.append(post)
            }
        }
        for var post in queue where post.evergreen != nil {
            post.notBefore = nil
            pool.append(post)
        }
        var before = policy
        before.horizon = .days(HistoryMaker.days)
        let start = now - .days(HistoryMaker.days)
        let replay = Replay(Docket(Problem(posts: pool, policy: before, now: start)))
        var lines: [HistoryLine] = []
        for index in replay.benches.indices {
            var walk = Walk(
                bench: replay.benches[index], past: replay.docket.pasts[index],
                pool: replay.docket.subjectOfPost[index].values.sorted { $0.index < $1.index },
                evergreenUntil: now - .days(31),
                random: RandomSource(seed: seed, stream: UInt64(1_000 + index)))
            walk.run(until: now)
            lines += walk.past.postings.map { line($0, on: walk.bench.account.account.id) }
        }
        return lines.sorted { ($0.at, $0.account) < ($1.at, $1.account) }
    }

    private func line(_ posting: Past.Posting, on account: AccountID) -> HistoryLine {
        let subject = posting.subject
        let isOfQueue = subject.evergreen != nil
        return HistoryLine(
            account: account, post: isOfQueue ? subject.post : nil, kind: subject.kind.name, at: posting.at,
            link: subject.link, topics: subject.topics)
    }

    /// The days of one account.
    private struct Walk {
        let bench: Bench
        var past: Past
        let pool: [Subject]
        let evergreenUntil: Instant
        var random: RandomSource

        mutating func run(until now: Instant) {
            var used: Set<Int> = []
            let asks = pool.filter { $0.kind.side == .ask }
            let target = bench.account.settings.pace?.target ?? 2
            var byDay: [[SlotCalendar.Slot]] = Array(repeating: [], count: bench.calendar.days.count)
            for slot in bench.calendar.slots where slot.at <= now {
                if let day = slot.day { byDay[day].append(slot) }
            }
            for slots in byDay where !slots.isEmpty {
                let count = target + random.pick([-1, 0, 0, 0, 1])
                for number in random.choose(count * 2, of: slots.count) {
                    let slot = slots[number]
                    if past.postings.count(where: { $0.local.date == slot.local.date }) >= count { break }
                    let choice = random.chance(40) && !asks.isEmpty ? asks : pool
                    tryOne(of: choice, at: slot, &used)
                }
            }
        }

        private mutating func tryOne(of choice: [Subject], at slot: SlotCalendar.Slot, _ used: inout Set<Int>)
        {
            for _ in 0..<8 {
                let subject = random.pick(choice)
                if used.contains(subject.index) || (subject.evergreen != nil && slot.at >= evergreenUntil) {
                    continue
                }
                let candidate = Candidate(subject: subject, at: slot.at, local: slot.local)
                if !bench.refusals(of: candidate, after: past).isEmpty { continue }
                past.append(candidate, isPlanned: false)
                used.insert(subject.index)
                return
            }
        }
    }
}
