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

    private var problem: Problem { replay.docket.problem }

    func plan() -> Plan {
        let shortfall = judgement.floorShortfall
        let score = judgement.score.total
        let counting = judgement.verdicts.filter(\.counts)
        return Plan(
            now: problem.now, end: problem.end,
            status: shortfall == floorBound && score == bound ? .optimal : .feasible,
            floorShortfall: shortfall, floorBound: floorBound, score: score, bound: bound,
            placements: counting.compactMap(planned), unplaced: unplaced(counting.map(\.placement)),
            shortfalls: judgement.shortfalls, accounts: forecasts(counting), mislabelled: mislabelled(),
            pinConflicts: pinConflicts(counting))
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

    /// Pinned posts of the horizon that never went out on the account and are not placed there.
    private func pinConflicts(_ verdicts: [Verdict]) -> [PinConflict] {
        var conflicts: [PinConflict] = []
        for (index, bench) in replay.benches.enumerated() {
            let here = verdicts.filter { $0.placement.account == bench.account.account.id }
            let placed = Set(here.map(\.placement.post))
            for (post, subject) in replay.docket.subjectOfPost[index] {
                guard let pin = subject.pin, bench.calendar.contains(pin), !placed.contains(post),
                    replay.docket.pasts[index].latest(of: subject.identity) == nil
                else { continue }
                var past = pasts(verdicts, through: pin)[index]
                if past.postings.last?.at == pin { past.truncate(to: past.postings.count - 1) }
                let refusals = bench.refusals(of: bench.account.candidate(subject, at: pin), after: past)
                conflicts.append(
                    PinConflict(
                        post: post, account: bench.account.account.id, at: pin,
                        refusals: refusals.map {
                            .init(rule: $0.rule, sentence: $0.sentence(in: bench.account.settings.zone))
                        }))
            }
        }
        return conflicts.sorted { ($0.at, $0.account, $0.post) < ($1.at, $1.account, $1.post) }
    }

    /// The pasts of all accounts after what is planned up to an instant.
    private func pasts(_ verdicts: [Verdict], through end: Instant) -> [Past] {
        var pasts = replay.docket.pasts
        for verdict in verdicts where verdict.placement.at <= end {
            guard let subject = verdict.subject, let index = replay.index(of: verdict.placement.account)
            else { continue }
            let at = verdict.placement.at
            pasts[index].append(replay.benches[index].account.candidate(subject, at: at), isPlanned: true)
            for other in pasts.indices where other != index {
                pasts[other].elsewhere[subject.identity, default: []].append(
                    .init(account: verdict.placement.account, at: at, isPlanned: true))
            }
        }
        return pasts
    }

    private func forecasts(_ verdicts: [Verdict]) -> [AccountForecast] {
        let pasts = pasts(verdicts, through: problem.end)
        return replay.benches.enumerated().map { index, bench in
            let settings = bench.account.settings
            return AccountForecast(
                account: bench.account.account.id, zone: settings.zone, pace: settings.pace,
                goodwillCap: settings.goodwill?.cap, goodwill: judgement.goodwill[index],
                runway: Runway(
                    bench: bench, subjects: replay.docket.subjectOfPost[index],
                    history: replay.docket.pasts[index], after: pasts[index]),
                shares: settings.mix.map { AccountForecast.Share($0, after: pasts[index]) },
                days: days(bench, after: pasts[index]), isHeld: bench.account.isHeld,
                slots: bench.calendar.slots.count)
        }
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
    /// The class in the window that ends with the last posting of `past`.
    init(_ limit: MixLimit, after past: Past) {
        let last = past.postings.last?.at
        let window: [Past.Posting]
        switch limit.over {
        case .posts(let count): window = past.postings.suffix(max(0, count))
        case .time(let length):
            window = past.postings.filter { posting in last.map { posting.at > $0 - length } ?? false }
        }
        self.init(
            limit: limit, members: window.count { $0.subject.isOf(limit.of) }, total: window.count, at: last)
    }
}
