import Policies
import Posts
import Rules
import Solver
import Timeline

/// A problem in the solver's whole numbers, and the way back.
struct Translation {
    /// One account as a lane.
    struct LaneMap {
        /// The slots, the own ones of pinned posts included, in order of time.
        var slots: [SlotCalendar.Slot]
        /// What the items stand for.
        var subjects: [Subject]
        /// The local dates that have a slot, ascending.
        var dates: [LocalDate]
        /// What the rules of the account are in the solver's terms.
        var rules: LaneTranslation
    }

    /// Rules that refuse on what they know without a plan, whatever it is: their slots are taken out beforehand, and
    /// they need not be asked again.
    static let fixedRules: Set<RuleName> = [Window.name, Hours.name, Gate.name, Hold.name]

    /// Rules that, refusing after some past, refuse after every longer one: what they refuse after the history alone
    /// is out for good.
    static let monotoneRules: Set<RuleName> = fixedRules.union([
        Once.name, Spacing.name, Spread.name, Stagger.name, Campaign.name, Budget.name,
    ])

    private(set) var model: SolverModel
    let lanes: [LaneMap]
    let replay: Replay
    /// Frozen placements that the model cannot hold; there are none unless this program is wrong.
    let lost: [Placement]

    /// Translates all accounts; `frozen` stays where it is.
    init(_ replay: Replay, frozen: [Placement]) {
        self.replay = replay
        var maps: [LaneMap] = []
        var lanes: [Lane] = []
        for index in replay.benches.indices {
            let builder = LaneBuilder(replay, index: index)
            let (lane, map) = builder.build(frozen: frozen)
            lanes.append(lane)
            maps.append(map)
        }
        let kept = Set(
            lanes.enumerated().flatMap { index, lane in
                lane.fixed.compactMap { fixed in
                    maps[index].subjects[fixed.item].post.map {
                        Placement(
                            post: $0, account: replay.benches[index].account.account.id,
                            at: maps[index].slots[fixed.slot].at)
                    }
                }
            })
        lost = frozen.filter { !kept.contains($0) }
        self.lanes = maps
        model = SolverModel(lanes: lanes)
    }

    /// Takes out of the model what the past alone forbids; see `Lane.propagate`.
    mutating func propagate() {
        for index in model.lanes.indices { model.lanes[index].propagate() }
    }

    /// Per account, the prices of a solution.
    func prices(_ solution: Solution) -> [AccountID: StoredPrices] {
        var all: [AccountID: StoredPrices] = [:]
        for (index, prices) in solution.prices.enumerated() {
            var stored = StoredPrices(rows: index < solution.rows.count ? solution.rows[index] : [])
            for (subject, price) in zip(lanes[index].subjects, prices) {
                if let post = subject.post { stored.posts[post] = price }
            }
            if prices.contains(where: { $0 > 0 }) { all[replay.benches[index].account.account.id] = stored }
        }
        return all
    }

    /// What a solution places, in replay order.
    func placements(_ solution: Solution) -> [Placement] {
        var all: [Placement] = []
        for (index, assignments) in solution.lanes.enumerated() {
            let account = replay.benches[index].account.account.id
            for assignment in assignments {
                guard let post = lanes[index].subjects[assignment.item].post else { continue }
                all.append(
                    Placement(post: post, account: account, at: lanes[index].slots[assignment.slot].at))
            }
        }
        return all.sorted(by: Placement.replayOrder)
    }
}

/// Makes the lane of one account.
private struct LaneBuilder {
    private let replay: Replay
    private let bench: Bench
    private let past: Past
    /// Minutes of the horizon.
    private let horizon: Int
    private let candidates: [Subject]
    private let slots: [SlotCalendar.Slot]
    private let dates: [LocalDate]
    private let dayOfDate: [LocalDate: Int]
    /// Per identity of evergreen posts, the shortest time between two that any of them allows.
    private let shortestRepeat: [Int: Int]

    init(_ replay: Replay, index: Int) {
        self.replay = replay
        horizon = replay.docket.problem.policy.horizon.count
        bench = replay.benches[index]
        past = replay.docket.pasts[index]
        candidates = replay.docket.subjectOfPost[index].values.sorted { $0.index < $1.index }
        let bench = self.bench
        let own = Set(candidates.compactMap { bench.calendar.ownSlot(of: $0) })
        slots = (bench.calendar.slots + own).sorted { $0.at < $1.at }
        dates = Set(slots.map(\.local.date)).sorted()
        dayOfDate = Dictionary(uniqueKeysWithValues: dates.enumerated().map { ($1, $0) })
        shortestRepeat = candidates.reduce(into: [:]) { shortest, subject in
            guard let every = subject.evergreen?.every.count else { return }
            shortest[subject.identity] = min(every, shortest[subject.identity] ?? .max)
        }
    }

    func build(frozen: [Placement]) -> (Lane, Translation.LaneMap) {
        let stored = Set(replay.docket.problem.stored.filter { $0.account == bench.account.account.id })
        var subjects: [Subject] = []
        var items: [Lane.Item] = []
        var worth: [Int32] = []
        let costs = FixedCosts(bench, slots: slots, past: past)
        let reachable = highestBalance()
        let possible = candidates.filter { subject in
            uses(of: subject) > 0 && (subject.kind.cost == 0 || subject.kind.cost <= reachable)
        }
        var domain = Domain(of: possible, in: slots, bench: bench, past: past, stored: stored)
        worth.reserveCapacity(possible.count * slots.count)
        for (number, subject) in possible.enumerated() {
            guard var row = domain.row(of: number) else { continue }
            costs.subtract(from: &row, of: subject)
            worth += row
            subjects.append(subject)
            // A pinned post has no slot but its pin.
            items.append(
                .init(
                    group: subject.identity, uses: uses(of: subject),
                    pin: subject.pin.flatMap(slots.number), every: subject.evergreen?.every.count ?? 0))
        }
        let pace = bench.account.settings.pace
        let spacing = pace?.spacing?.count ?? 1
        let rules = LaneTranslation(
            bench,
            on: LaneSketch(
                subjects: subjects, items: items, slots: slots, past: past, spacing: max(1, spacing)))
        let lane = Lane(
            times: slots.map(\.at.minutes), days: slots.map { dayOfDate[$0.local.date] ?? 0 }, items: items,
            worth: worth, published: published(), wanted: wanted(), maxPerDay: pace?.max,
            target: bench.weights.target, aboveTarget: bench.weights.aboveTarget,
            spacing: spacing, silence: silence(),
            coupling: bench.account.settings.stagger?.count ?? 0,
            fixed: assignments(of: frozen, subjects: subjects),
            start: assignments(of: stored.subtracting(frozen), subjects: subjects),
            startPrices: prices(of: subjects), startRows: storedPrices?.rows ?? [],
            constraints: rules.constraints, asks: rules.asks)
        return (lane, .init(slots: slots, subjects: subjects, dates: dates, rules: rules))
    }

    private func prices(of subjects: [Subject]) -> [Int] {
        guard let storedPrices else { return [] }
        return subjects.map { subject in subject.post.flatMap { storedPrices.posts[$0] } ?? -1 }
    }

    private var storedPrices: StoredPrices? { replay.docket.problem.storedPrices[bench.account.account.id] }

    /// The goodwill that is never exceeded, whatever goes out: what costs more is out for good.
    private func highestBalance() -> Int {
        guard let goodwill = bench.account.settings.goodwill else { return .max }
        // Posts that are the same one share their uses, but the one that gives most need not be the one that may be
        // used most often.
        var most: [Int: (gain: Int, uses: Int)] = [:]
        for subject in candidates {
            let known = most[subject.identity] ?? (0, 0)
            most[subject.identity] = (
                max(known.gain, subject.kind.gain), max(known.uses, uses(of: subject))
            )
        }
        let all = most.values.reduce(past.balance) { $0 + $1.gain * $1.uses }
        return goodwill.cap.map { max(past.balance, min($0, all)) } ?? all
    }

    /// How often posts like it may still go out here.
    private func uses(of subject: Subject) -> Int {
        let before = past.latest(of: subject.identity)?.occurrence ?? 0
        guard let evergreen = subject.evergreen else { return before == 0 ? 1 : 0 }
        // Posts that are the same one may be repeated at different rates, and each counts the others.
        let every = shortestRepeat[subject.identity] ?? 0
        let room = every > 0 ? (max(1, horizon) - 1) / every + 1 : slots.count
        return max(0, min(room, evergreen.times.map { $0 - before } ?? room))
    }

    private func published() -> [Int] {
        var counts = [Int](repeating: 0, count: dates.count)
        for posting in past.postings {
            if let day = dayOfDate[posting.local.date] { counts[day] += 1 }
        }
        return counts
    }

    private func wanted() -> [Int] {
        var wanted = [Int](repeating: 0, count: dates.count)
        guard let floor = bench.floors.lazy.compactMap({ $0 as? PaceFloor }).first else { return wanted }
        for (number, date) in bench.calendar.days.enumerated() {
            if let day = dayOfDate[date] { wanted[day] = floor.wanted[number] }
        }
        return wanted
    }

    private func silence() -> Lane.Silence? {
        bench.floors.lazy.compactMap { $0 as? SilenceFloor }.first.map {
            .init(limit: $0.silence, start: $0.start, end: $0.end)
        }
    }

    private func assignments(of placements: some Sequence<Placement>, subjects: [Subject]) -> [Assignment] {
        let itemOfPost = Dictionary(
            subjects.enumerated().compactMap { number, subject in subject.post.map { ($0, number) } }
        ) { first, _ in first }
        return placements.filter { $0.account == bench.account.account.id }.compactMap { placement in
            guard let item = itemOfPost[placement.post], let slot = slots.number(at: placement.at) else {
                return nil
            }
            return Assignment(item: item, slot: slot)
        }.sorted { ($0.slot, $0.item) < ($1.slot, $1.item) }
    }
}
