import Policies
import Posts
import Rules
import Testing
import Timeline

/// Replays compared with the same definitions written down once more, as plainly as they can be.
struct ReplayOracleTests {
    /// One account's problem, small and random, on days of 23, 24 and 25 hours.
    private struct Instance {
        var settings = Settings()
        var posts: [Post] = []
        var history: [Instant] = []
        var stored: [Placement] = []
        var placements: [Placement] = []
        let now: Instant
        let end: Instant

        init(seed: UInt64) {
            var numbers = SeededNumbers(seed: seed)
            func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }
            let start = ["2026-03-27T09:00Z", "2026-10-23T20:00Z", "2026-11-23T08:00Z"][pick(0...2)]
            now = Stage.at(start) + .minutes(pick(0...900))
            end = now + .days(3)
            settings.zone = Stage.berlin
            settings.grid = .minutes([15, 45, 60, 100][pick(0...3)])
            settings.pace = PaceSettings(
                min: pick(0...4), target: pick(0...3),
                spacing: pick(0...3) == 0 ? nil : .minutes(pick(1...400)),
                silence: .minutes(pick(100...2000)))
            settings.goodwill = GoodwillSettings(start: pick(-2...4), cap: pick(2...6))
            settings.aboveTarget = .value(pick(0...90))
            settings.keep = .value(pick(0...9))
            var active = WeeklyHours()
            for day in Weekday.allCases where pick(0...4) > 0 {
                active.open(day, from: pick(0...1439), to: pick(0...1440))
            }
            if pick(0...2) > 0 { settings.hours = HoursSettings(active: active) }
            for number in 0..<8 {
                var post = Stage.post(
                    PostID("p\(number)"), ["curated", "promo", "own", "quote"][pick(0...3)])
                post.priority = pick(1...5)
                posts.append(post)
            }
            history = Set((0..<pick(0...5)).map { _ in now - .minutes(pick(0...2500)) }).sorted()
            let slots = SlotCalendar(settings: settings, now: now, end: end).slots
            guard !slots.isEmpty else { return }
            for post in posts where pick(0...3) > 0 {
                placements.append(
                    Placement(post: post.id, account: "here", at: slots[pick(0...slots.count - 1)].at))
            }
            stored = placements.filter { _ in pick(0...1) == 0 }
        }

        var docket: Docket {
            var policy = Policy(accounts: [Stage.account("here", settings)])
            policy.horizon = end - now
            let lines = history.map { HistoryLine(account: "here", kind: "curated", at: $0) }
            return Docket(Problem(posts: posts, policy: policy, history: lines, now: now, stored: stored))
        }

        func date(_ at: Instant) -> LocalDate { settings.zone.local(at: at).date }

        /// Every slot, found minute by minute.
        var slots: [Instant] {
            (now.minutes..<end.minutes).map { Instant(minutes: $0) }.filter { at in
                let local = settings.zone.local(at: at)
                return local.minuteOfDay % settings.grid.count == 0
                    && settings.hours?.active?.contains(local) ?? true
            }
        }

        var missingPosts: Int {
            var sum = 0
            let slots = self.slots
            for day in Set(slots.map(date)) {
                let published = history.filter { date($0) == day }.count
                let posted = published + placements.filter { date($0.at) == day }.count
                var fits = 0
                var last = history.last
                for slot in slots where date(slot) == day {
                    let spacing = settings.pace?.spacing ?? .minutes(1)
                    if let before = last, slot - before < spacing { continue }
                    fits += 1
                    last = slot
                }
                sum += max(0, min(settings.pace?.min ?? 0, published + fits) - posted)
            }
            return sum
        }

        var silentHours: Int {
            let points = [history.last ?? now] + placements.map(\.at).sorted() + [end]
            var sum = 0
            for pair in zip(points, points.dropFirst()) {
                var excess = (pair.1 - pair.0).count - (settings.pace?.silence?.count ?? 0)
                while excess > 0 {
                    sum += 1
                    excess -= 60
                }
            }
            return sum
        }

        var score: Int {
            var sum = 0
            for placement in placements {
                guard let post = posts.first(where: { $0.id == placement.post }) else { continue }
                let value = [1: 40, 2: 60, 3: 100, 4: 160, 5: 250][post.priority] ?? 0
                let exact = value * settings.audience.value(at: settings.zone.local(at: placement.at))
                sum += exact % 100 >= 50 ? exact / 100 + 1 : exact / 100
                if stored.contains(placement), case .value(let keep) = settings.keep { sum += keep }
            }
            for day in Set(placements.map { date($0.at) }) {
                let published = history.filter { date($0) == day }.count
                let total = published + placements.filter { date($0.at) == day }.count
                let excess = max(0, total - max(settings.pace?.target ?? 0, published))
                if case .value(let cost) = settings.aboveTarget { sum -= excess * cost }
            }
            return sum
        }

        /// The rules that refuse each placement, in time order.
        var refusals: [[RuleName]] {
            var found: [[RuleName]] = []
            var balance = settings.goodwill?.start ?? 0
            let cap = settings.goodwill?.cap ?? 0
            for _ in history { balance = max(balance, min(cap, balance + 1)) }
            var last = history.last
            for placement in placements.sorted(by: { ($0.at, $0.post) < ($1.at, $1.post) }) {
                var names: [RuleName] = []
                let kind = posts.first { $0.id == placement.post }?.kind ?? "quote"
                if let before = last, before == placement.at { names.append("slot") }
                if let before = last, let spacing = settings.pace?.spacing, placement.at - before < spacing {
                    names.append("spacing")
                }
                let asks = ["promo": 4, "own": 2][kind] ?? 0
                if asks > balance && asks > 0 { names.append("goodwill") }
                balance = kind == "curated" ? max(balance, min(cap, balance + 1)) : balance - asks
                last = placement.at
                found.append(names)
            }
            return found
        }
    }

    @Test func `floors, score and refusals are those of the plain definitions`() {
        var shortfalls = 0
        var refused = 0
        for seed in 1...150 {
            let instance = Instance(seed: UInt64(seed))
            let judgement = Replay.judge(instance.placements, docket: instance.docket)
            let pace = judgement.shortfalls.filter { $0.floor == "pace" }.reduce(0) { $0 + $1.amount }
            #expect(pace == instance.missingPosts, "seed \(seed)")
            #expect(judgement.floorShortfall - pace == instance.silentHours, "seed \(seed)")
            #expect(judgement.score.total == instance.score, "seed \(seed)")
            let names: [RuleName] = ["slot", "spacing", "goodwill"]
            let found = judgement.verdicts.map { $0.refusals.map(\.rule).filter(names.contains) }
            #expect(found == instance.refusals, "seed \(seed)")
            shortfalls += judgement.floorShortfall
            refused += found.joined().count
        }
        // The instances are such that there is something to find.
        #expect(shortfalls > 500 && refused > 100)
    }

    @Test func `counted refusals are those of asking slot by slot`() {
        for seed in 1...30 {
            let instance = Instance(seed: UInt64(seed))
            let docket = instance.docket
            let replay = Replay(docket)
            let subjects = instance.posts.compactMap { docket.subjectOfPost[0][$0.id] }
            let counts = RefusalCount.count(subjects, on: 0, placements: instance.placements, replay: replay)
            for (subject, count) in zip(subjects, counts) {
                var slots: [RuleName: Int] = [:]
                var outranked = 0
                for slot in replay.benches[0].calendar.slots(for: subject) {
                    var past = docket.pasts[0]
                    for placement in instance.placements.sorted(by: Placement.replayOrder)
                    where placement.at < slot.at {
                        guard let before = docket.subjectOfPost[0][placement.post] else { continue }
                        past.append(docket.cases[0].candidate(before, at: placement.at), isPlanned: true)
                    }
                    let refusals = replay.refusals(of: subject, on: 0, at: slot.at, past: past)
                    for rule in Set(refusals.map(\.rule)) { slots[rule, default: 0] += 1 }
                    if refusals.isEmpty { outranked += 1 }
                }
                #expect(
                    Dictionary(uniqueKeysWithValues: count.entries.map { ($0.rule, $0.slots) }) == slots,
                    "seed \(seed)")
                #expect(count.outranked == outranked, "seed \(seed)")
            }
        }
    }
}
