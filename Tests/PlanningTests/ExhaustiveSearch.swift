import Policies
import Posts
import Rules
import Solver
import Timeline

/// Every valid plan of a small problem: at each slot of each account nothing or any post, in replay order, with what is
/// refused left out at once. Knows nothing of the planner; a replay judges every plan.
struct ExhaustiveSearch {
    /// What each valid plan is worth.
    private(set) var plans: [Objective] = []
    /// Plans that the replay did not find valid; there are none unless the search is wrong.
    private(set) var invalid = 0
    /// Rules that refused something, or were broken at a price.
    private(set) var rules: Set<RuleName> = []

    /// A slot, and what may stand there as far as that depends on nothing else.
    private struct Place {
        var account: Int
        var slot: SlotCalendar.Slot
        var subjects: [Subject]
        /// Whether what stands there is frozen; then it is the only one of `subjects`.
        var isFrozen: Bool
    }

    private let replay: Replay
    private let places: [Place]
    private let most: Int
    private var pasts: [Past]
    private var plan: [Placement] = []

    /// All plans; nil if there are more than `most`.
    init?(_ problem: Problem, most: Int) {
        let replay = Replay(Docket(problem))
        let frozen = Freeze.frozen(replay)
        var places: [Place] = []
        for (index, bench) in replay.benches.enumerated() {
            let account = bench.account.account.id
            var subjectsAt: [SlotCalendar.Slot: [Subject]] = [:]
            for subject in replay.docket.subjectOfPost[index].values.sorted(by: { $0.index < $1.index }) {
                for slot in bench.calendar.slots(for: subject) {
                    subjectsAt[slot, default: []].append(subject)
                }
            }
            for (slot, subjects) in subjectsAt {
                let fixed = frozen.first { $0.account == account && $0.at == slot.at }
                places.append(
                    Place(
                        account: index, slot: slot,
                        subjects: fixed.map { fixed in subjects.filter { $0.post == fixed.post } }
                            ?? subjects,
                        isFrozen: fixed != nil))
            }
        }
        self.replay = replay
        self.most = most
        self.places = places.sorted { ($0.slot.at, $0.account) < ($1.slot.at, $1.account) }
        pasts = replay.docket.pasts
        extend(from: 0)
        if plans.count > most { return nil }
    }

    private mutating func extend(from number: Int) {
        guard plans.count <= most else { return }
        guard number < places.count else {
            judge()
            return
        }
        let place = places[number]
        if !place.isFrozen { extend(from: number + 1) }
        let bench = replay.benches[place.account]
        for subject in place.subjects {
            guard let post = subject.post else { continue }
            let candidate = bench.account.candidate(subject, at: place.slot.at)
            let refusals = bench.refusals(of: candidate, after: pasts[place.account])
            guard refusals.isEmpty else {
                rules.formUnion(refusals.map(\.rule))
                continue
            }
            let account = bench.account.account.id
            let count = pasts[place.account].postings.count
            pasts[place.account].append(candidate, isPlanned: true)
            let sighting = Past.Sighting(account: account, at: place.slot.at, isPlanned: true)
            for other in pasts.indices where other != place.account {
                pasts[other].elsewhere[subject.identity, default: []].append(sighting)
            }
            plan.append(Placement(post: post, account: account, at: place.slot.at))
            extend(from: number + 1)
            plan.removeLast()
            for other in pasts.indices where other != place.account {
                pasts[other].elsewhere[subject.identity]?.removeLast()
            }
            pasts[place.account].truncate(to: count)
        }
    }

    private mutating func judge() {
        let judgement = replay.judge(plan)
        guard judgement.isValid else {
            invalid += 1
            return
        }
        for verdict in judgement.verdicts { rules.formUnion(verdict.broken.map(\.refusal.rule)) }
        rules.formUnion(judgement.shortfalls.map(\.floor))
        plans.append(ExhaustiveSearch.objective(judgement))
    }

    /// What a judged plan is compared by: pinned posts at their instants, then the shortfall, then the score.
    static func objective(_ judgement: Judgement) -> Objective {
        Objective(
            pins: judgement.verdicts.count { $0.subject?.pin == $0.placement.at },
            shortfall: judgement.floorShortfall, score: judgement.score.total)
    }
}
