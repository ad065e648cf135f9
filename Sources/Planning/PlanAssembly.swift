import Policies
import Posts
import Rules
import Timeline

/// Gathers everything that is told about a plan.
struct PlanAssembly {
    let replay: Replay
    let judgement: Judgement
    let frozen: Set<Placement>
    let bound: Int
    let floorBound: Int
    let prices: [AccountID: StoredPrices]

    private var problem: Problem { replay.docket.problem }

    func plan() -> Plan {
        let shortfall = judgement.floorShortfall
        let score = judgement.score.total
        let counting = judgement.verdicts.filter(\.counts)
        let conflicts = pinConflicts(counting)
        // Pins come before everything else, and nothing bounds how many of them a plan can hold.
        let isProved =
            shortfall == floorBound && score == bound && !conflicts.contains { $0.at >= problem.now }
        return Plan(
            now: problem.now, end: problem.end, status: isProved ? .optimal : .feasible,
            floorShortfall: shortfall, floorBound: floorBound, score: score, bound: bound,
            placements: counting.compactMap(planned), unplaced: unplaced(counting.map(\.placement)),
            shortfalls: judgement.shortfalls, accounts: forecasts(counting), mislabelled: mislabelled(),
            pinConflicts: conflicts, prices: prices)
    }

    private func planned(_ verdict: Verdict) -> PlannedPost? {
        guard let subject = verdict.subject, let index = replay.index(of: verdict.placement.account) else {
            return nil
        }
        let zone = replay.benches[index].account.settings.zone
        return PlannedPost(
            post: verdict.placement.post, account: verdict.placement.account, at: verdict.placement.at,
            local: zone.local(at: verdict.placement.at), kind: subject.kind.name, side: subject.kind.side,
            reach: verdict.reach, isKept: verdict.isKept, isFrozen: frozen.contains(verdict.placement),
            isPinned: subject.pin == verdict.placement.at,
            broken: verdict.broken.map {
                .init(rule: $0.refusal.rule, weight: $0.weight, sentence: $0.refusal.sentence(in: zone))
            })
    }

    private func unplaced(_ placements: [Placement]) -> [UnplacedPost] {
        var all: [UnplacedPost] = []
        for (index, bench) in replay.benches.enumerated() {
            let account = bench.account.account.id
            let placed = Set(placements.filter { $0.account == account }.map(\.post))
            let left = replay.docket.subjectOfPost[index].filter { !placed.contains($0.key) }.values
                .sorted { $0.index < $1.index }
            let counts = RefusalCount.count(left, on: index, placements: placements, replay: replay)
            let zone = bench.account.settings.zone
            for (subject, count) in zip(left, counts) {
                guard let post = subject.post else { continue }
                let often = count.entries.enumerated().sorted { a, b in
                    a.element.slots == b.element.slots
                        ? a.offset < b.offset : a.element.slots > b.element.slots
                }
                all.append(
                    UnplacedPost(
                        post: post, account: account, kind: subject.kind.name,
                        refusals: often.map { _, entry in
                            .init(
                                rule: entry.rule, slots: entry.slots,
                                message: entry.example.sentence(in: zone))
                        }, outrankedSlots: count.outranked, slots: count.slots))
            }
            all += replay.docket.barred[index].map { post, barred in
                let slots =
                    bench.calendar.slots.count + (bench.calendar.ownSlot(of: barred.subject) == nil ? 0 : 1)
                return UnplacedPost(
                    post: post, account: account, kind: barred.subject.kind.name,
                    refusals: [.init(rule: SlotRefusal.barredName, slots: slots, message: barred.reason)],
                    outrankedSlots: 0, slots: slots)
            }
        }
        return all.sorted { ($0.post, $0.account) < ($1.post, $1.account) }
    }

    private func mislabelled() -> [Mislabelled] {
        problem.posts.filter { !$0.isDraft }.compactMap { post in
            guard let audit = LabelAudit(label: post.kind, link: post.link, policy: problem.policy),
                let finding = audit.finding
            else { return nil }
            return Mislabelled(post: post.id, label: post.kind, counted: audit.kind.name, finding: finding)
        }
    }

    /// Pinned posts that never went out on the account and are not placed there: those of the horizon, and those whose
    /// time went by.
    private func pinConflicts(_ verdicts: [Verdict]) -> [PinConflict] {
        let placements = verdicts.map(\.placement)
        var conflicts: [PinConflict] = []
        for (index, bench) in replay.benches.enumerated() {
            let account = bench.account.account.id
            let placed = Set(placements.filter { $0.account == account }.map(\.post))
            for (post, subject) in replay.docket.subjectOfPost[index] {
                guard let pin = subject.pin, pin < problem.end, !placed.contains(post),
                    replay.docket.pasts[index].latest(of: subject.identity) == nil
                else { continue }
                let refusals: [PinConflict.Refused]
                if pin >= problem.now {
                    refusals = pinRefusals(of: subject, at: pin, on: index, placements)
                } else if subject.notAfter.map({ $0 > problem.now }) ?? true,
                    // What the stored plan still has at its time is under way.
                    !problem.stored.contains(Placement(post: post, account: account, at: pin))
                {
                    refusals = [PlanAssembly.missedPin]
                } else {
                    continue
                }
                conflicts.append(PinConflict(post: post, account: account, at: pin, refusals: refusals))
            }
        }
        return conflicts.sorted { ($0.at, $0.account, $0.post) < ($1.at, $1.account, $1.post) }
    }

    private static let missedPin = PinConflict.Refused(
        rule: Window.name,
        sentence: "its time went by and it has not gone out; give it another 'at', or take 'at' away")

    /// What refuses a post at its pin, and what stands there already.
    private func pinRefusals(of subject: Subject, at pin: Instant, on index: Int, _ placements: [Placement])
        -> [PinConflict.Refused]
    {
        let bench = replay.benches[index]
        var past = replay.past(on: index, after: placements, through: pin)
        var refusals: [any Refusal] = []
        if let last = past.postings.last, last.at == pin {
            refusals = [SlotRefusal.taken(pin, by: last.subject.post)]
            if last.isPlanned { past.truncate(to: past.postings.count - 1) }
        }
        refusals += bench.refusals(of: bench.account.candidate(subject, at: pin), after: past)
        return refusals.map { .init(rule: $0.rule, sentence: $0.sentence(in: bench.account.settings.zone)) }
    }

    private func forecasts(_ verdicts: [Verdict]) -> [AccountForecast] {
        let pasts = replay.pasts(after: verdicts.map(\.placement), through: problem.end)
        return replay.benches.enumerated().map { index, bench in
            let settings = bench.account.settings
            return AccountForecast(
                account: bench.account.account.id, zone: settings.zone, pace: settings.pace,
                goodwillCap: settings.goodwill?.cap, goodwill: judgement.goodwill[index],
                runway: Runway(
                    bench: bench, subjects: replay.docket.subjectOfPost[index],
                    history: replay.docket.pasts[index], after: pasts[index]),
                shares: settings.mix.map { limit in
                    AccountForecast.Share(
                        limit, after: pasts[index],
                        brokenAt: lastBreach(of: limit, by: verdicts, on: bench.account.account.id))
                },
                days: days(bench, after: pasts[index]), isHeld: bench.account.isHeld,
                slots: bench.calendar.slots.count)
        }
    }

    /// When a placement last breaks the entry, if it may be broken.
    private func lastBreach(of limit: MixLimit, by verdicts: [Verdict], on account: AccountID) -> Instant? {
        guard case .should = limit.level else { return nil }
        return verdicts.last { verdict in
            verdict.placement.account == account
                && verdict.broken.contains {
                    guard let refusal = $0.refusal as? MixRefusal else { return false }
                    return refusal.of == limit.of && refusal.limit == limit.atMost
                        && refusal.over == limit.over
                }
        }?.placement.at
    }

    private func days(_ bench: Bench, after past: Past) -> [AccountForecast.Day] {
        var published: [LocalDate: Int] = [:]
        var planned: [LocalDate: Int] = [:]
        for posting in past.postings {
            if posting.isPlanned {
                planned[posting.local.date, default: 0] += 1
            } else {
                published[posting.local.date, default: 0] += 1
            }
        }
        let floor = bench.floors.lazy.compactMap { $0 as? PaceFloor }.first
        return Set(bench.calendar.days).union(planned.keys).sorted().map { date in
            let count = planned[date] ?? 0
            let missing = bench.calendar.day(of: date).flatMap { day in
                floor?.shortfall(ofDay: day, planned: count)
            }
            return .init(date: date, published: published[date] ?? 0, planned: count, missing: missing ?? 0)
        }
    }
}

extension AccountForecast.Share {
    /// The class in the window that ends with the placement at `brokenAt`, else with its last placement, else with the
    /// last posting.
    init(_ limit: MixLimit, after past: Past, brokenAt: Instant?) {
        let last =
            past.postings.lastIndex {
                $0.isPlanned && $0.subject.isOf(limit.of) && $0.at == brokenAt ?? $0.at
            }
            ?? past.postings.indices.last
        let until = last.map { past.postings[...$0] } ?? []
        let window: ArraySlice<Past.Posting>
        switch limit.over {
        case .posts(let count): window = until.suffix(max(0, count))
        case .time(let length):
            let start = until.last.map { past.count(through: $0.at - length) } ?? 0
            window = until.dropFirst(start)
        }
        self.init(
            limit: limit, members: window.count { $0.subject.isOf(limit.of) }, total: window.count,
            at: until.last?.at, isBroken: brokenAt != nil)
    }
}
