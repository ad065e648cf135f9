import Policies
import Posts
import Timeline

/// Replays plans in time order after the real history: the one definition of which plans are valid and how good.
///
/// Made once for a docket; every question is answered from values and changes nothing.
public struct Replay: Sendable {
    /// What is judged.
    public let docket: Docket
    /// Per account in the order of their names, what judges it.
    public let benches: [Bench]
    private let indexOfAccount: [AccountID: Int]
    private let stored: Set<Placement>

    /// Makes the checks, slots and floors of every account.
    public init(_ docket: Docket) {
        self.docket = docket
        benches = zip(docket.cases, docket.pasts).map { account, past in
            Bench(account: account, past: past, end: docket.problem.end)
        }
        indexOfAccount = Dictionary(docket.cases.enumerated().map { ($1.account.id, $0) }) { first, _ in first
        }
        stored = Set(docket.problem.stored)
    }

    /// Replays `placements`, in any order, through all rules of `docket`.
    public static func judge(_ placements: [Placement], docket: Docket) -> Judgement {
        Replay(docket).judge(placements)
    }

    /// The place of an account among `benches`, nil if the policy has no such account.
    public func index(of account: AccountID) -> Int? { indexOfAccount[account] }

    /// Every refusal of a rule that must not be broken for one post on the account number `index`, as at send time.
    ///
    /// Slots are not asked: a delivery may be a few minutes late.
    public func refusals(of subject: Subject, on index: Int, at: Instant, past: Past) -> [any Refusal] {
        let bench = benches[index]
        return bench.refusals(of: bench.account.candidate(subject, at: at), after: past)
    }

    /// Replays `placements`, which may come in any order.
    ///
    /// What is refused still counts as past for what follows, and in floors and score; only what no timeline could
    /// hold (an unknown post or account, an instant outside the horizon) does not count at all.
    public func judge(_ placements: [Placement]) -> Judgement {
        var walk = ReplayWalk(self)
        var verdicts: [Verdict] = []
        verdicts.reserveCapacity(placements.count)
        for placement in placements.sorted(by: Placement.replayOrder) {
            let step = walk.step(placement)
            verdicts.append(verdict(on: placement, step: step, pasts: walk.pasts))
            if case .candidate(let index, let candidate, _) = step { walk.goOut(candidate, on: index) }
        }
        return judgement(verdicts, pasts: walk.pasts)
    }

    /// The pasts of all accounts after those of `placements` that go out up to `end`, itself included.
    public func pasts(after placements: [Placement], through end: Instant) -> [Past] {
        var walk = ReplayWalk(self)
        for placement in placements.sorted(by: Placement.replayOrder) where placement.at <= end {
            if case .candidate(let index, let candidate, _) = walk.step(placement) {
                walk.goOut(candidate, on: index)
            }
        }
        return walk.pasts
    }

    /// The past of the account number `index` after those of `placements` that go out up to `end`, itself included.
    public func past(on index: Int, after placements: [Placement], through end: Instant) -> Past {
        var past = docket.pasts[index]
        for placement in placements.sorted(by: Placement.replayOrder) where placement.at <= end {
            guard let there = self.index(of: placement.account), docket.barred[there][placement.post] == nil,
                let subject = docket.subjectOfPost[there][placement.post],
                benches[there].calendar.contains(placement.at)
            else { continue }
            if there == index {
                past.append(benches[index].account.candidate(subject, at: placement.at), isPlanned: true)
            } else {
                past.elsewhere[subject.identity, default: []].append(
                    .init(account: placement.account, at: placement.at, isPlanned: true))
            }
        }
        return past
    }

    private func verdict(on placement: Placement, step: ReplayWalk.Step, pasts: [Past]) -> Verdict {
        switch step {
        case .nowhere(let subject, let refusal):
            return Verdict(
                placement: placement, subject: subject, reach: 0, isKept: false, refusals: [refusal],
                broken: [], counts: false)
        case .candidate(let index, let candidate, let refusal):
            let bench = benches[index]
            let own: [any Refusal] = refusal.map { [$0] } ?? []
            return Verdict(
                placement: placement, subject: candidate.subject,
                reach: bench.reach.of(candidate.subject, at: candidate.at, local: candidate.local),
                isKept: stored.contains(placement),
                refusals: own + bench.refusals(of: candidate, after: pasts[index]),
                broken: bench.broken(by: candidate, after: pasts[index]), counts: true)
        }
    }

    private func judgement(_ verdicts: [Verdict], pasts: [Past]) -> Judgement {
        var score = Score()
        for verdict in verdicts where verdict.counts {
            score.reach += verdict.reach
            score.broken += verdict.broken.reduce(0) { $0 + $1.weight }
            if verdict.isKept, let index = index(of: verdict.placement.account) {
                score.keep += benches[index].weights.keep
            }
        }
        var shortfalls: [Shortfall] = []
        var goodwill: [[GoodwillPoint]] = []
        for (index, bench) in benches.enumerated() {
            let history = docket.pasts[index].postings.count
            let planned = pasts[index].postings.dropFirst(history)
            score.aboveTarget += Replay.aboveTarget(pasts[index], history: history, weights: bench.weights)
            shortfalls += bench.floors.flatMap { $0.shortfalls(of: planned.map(\.at)) }
            goodwill.append(
                bench.account.settings.goodwill == nil
                    ? [] : Replay.curve(from: docket.pasts[index].balance, at: bench.account.now, planned))
        }
        return Judgement(verdicts: verdicts, shortfalls: shortfalls, score: score, goodwill: goodwill)
    }

    private static func aboveTarget(_ past: Past, history: Int, weights: ScoreWeights) -> Int {
        var planned: [LocalDate: Int] = [:]
        for posting in past.postings.dropFirst(history) { planned[posting.local.date, default: 0] += 1 }
        var published: [LocalDate: Int] = [:]
        for posting in past.postings.prefix(history) where planned[posting.local.date] != nil {
            published[posting.local.date, default: 0] += 1
        }
        return planned.reduce(0) { sum, day in
            sum + weights.cost(planned: day.value, published: published[day.key] ?? 0)
        }
    }

    private static func curve(from balance: Int, at now: Instant, _ planned: ArraySlice<Past.Posting>)
        -> [GoodwillPoint]
    {
        var points = [GoodwillPoint(at: now, balance: balance)]
        for posting in planned {
            // What holds after everything at an instant is one number.
            if points.last?.at == posting.at { points.removeLast() }
            points.append(GoodwillPoint(at: posting.at, balance: posting.balance))
        }
        return points
    }
}

extension Placement {
    /// By instant, then by account name, then by post so that equal times have one order.
    public static func replayOrder(_ a: Placement, _ b: Placement) -> Bool {
        if a.at != b.at { return a.at < b.at }
        if a.account != b.account { return a.account < b.account }
        return a.post < b.post
    }
}
