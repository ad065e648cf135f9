/// Threshold accepting on one lane: a move is taken if it loses less than a random part of a limit that falls to zero.
///
/// Whole numbers only, so that every machine walks the same way.
struct LaneWalk<A: Admission> {
    /// The lane and its present state.
    var editor: LaneEditor<A>
    /// The best sequence so far.
    private(set) var best: [Assignment]
    /// Its objective.
    private(set) var bestObjective: Objective

    var random: SplitMix64
    /// What no plan is better than.
    private var goal = Objective(pins: Int.max, shortfall: 0, score: Int.max)
    let lane: Lane
    /// Items that may go somewhere, the most worth first.
    let ranked: [Int]
    /// Per item, its slots.
    let slots: [[Int]]
    let pool: [Assignment]
    var candidates: [(pick: Assignment, value: Int)] = []
    /// Per item, its price.
    let prices: [Int]
    /// Per day, the placements of the pool on it.
    let poolOfDay: [[Assignment]]
    /// What a post is about worth, for the first limit.
    let typical: Int
    /// The most that a post is worth or an entry costs that may be broken: a limit that everything is below.
    private let most: Int

    /// Starts from a sequence that is admitted.
    init(editor: LaneEditor<A>, start: [Assignment], pool: [Assignment], prices: [Int], seed: UInt64) {
        // Paths that only repeat the start lead nowhere.
        let pool =
            Set(pool).count < 2 * start.count
            ? [] : pool.filter { editor.lane.allows($0.item, $0.slot) }
        self.pool = pool
        self.prices = prices
        var poolOfDay = [[Assignment]](repeating: [], count: editor.lane.published.count)
        for pick in pool { poolOfDay[editor.lane.days[pick.slot]].append(pick) }
        self.poolOfDay = poolOfDay
        self.editor = editor
        lane = editor.lane
        random = SplitMix64(seed: seed)
        let slots = editor.lane.items.indices.map { item in
            editor.lane.times.indices.filter { editor.lane.allows(item, $0) }
        }
        let most = slots.enumerated().map { item, slots in
            slots.reduce(Lane.never) { max($0, editor.lane.worth(item, $1)) }
        }
        ranked = slots.indices.filter { !slots[$0].isEmpty }.sorted {
            most[$0] == most[$1] ? $0 < $1 : most[$0] > most[$1]
        }
        self.slots = slots
        typical = ranked.isEmpty ? 0 : max(0, Int(most[ranked[ranked.count / 2]]))
        let costs = editor.checker.weights + editor.checker.regulars.flatMap(\.cost)
        self.most = max(typical, ranked.first.map { Int(most[$0]) } ?? 0, costs.max() ?? 0)
        best = editor.lane.fixed
        bestObjective = editor.objective
        resume(start)
        best = self.editor.assignments
        bestObjective = self.editor.objective
    }

    /// Makes the sequence `target`, as a whole, for its parts may need each other.
    private mutating func resume(_ target: [Assignment]) {
        let present = editor.assignments
        let wanted = Set(target)
        let edit = Change(
            removed: present.indices.filter { !wanted.contains(present[$0]) },
            inserted: target.filter { !Set(present).contains($0) })
        guard !edit.removed.isEmpty || !edit.inserted.isEmpty else { return }
        _ = editor.attempt(edit, value: \.rank, threshold: Int.min)
    }

    /// Walks until the work is done or `report` returns false.
    ///
    /// First hot, so that the walk gets out of where the start has led it; then from the best found so far with a
    /// limit that takes single posts from better to slightly worse places only. From a warm start (an earlier solution
    /// that mostly stands) only what makes it better is taken.
    ///
    /// - Parameter goal: What no plan is better than; a walk ends when it has that.
    mutating func run(
        limit: Int, isWarm: Bool, goal: Objective? = nil, report: (_ work: Int, _ best: Objective) -> Bool
    ) {
        guard !ranked.isEmpty else { return }
        self.goal = goal ?? self.goal
        var reported = 0
        guard isWarm else {
            _ = runAnew(from: 0, to: limit, &reported, report)
            return
        }
        guard mend(to: limit / 8, &reported, report), bestObjective.shortfall > self.goal.shortfall else {
            return
        }
        // What lacks more than it may have to is made anew, and that is kept only if it lacks less.
        let (mended, objective) = (best, bestObjective)
        _ = runAnew(from: limit / 8, to: limit, &reported, report)
        if (bestObjective.pins, -bestObjective.shortfall) <= (objective.pins, -objective.shortfall) {
            (best, bestObjective) = (mended, objective)
        }
    }

    private mutating func mend(
        to limit: Int, _ reported: inout Int, _ report: (_ work: Int, _ best: Objective) -> Bool
    ) -> Bool {
        // Judged strictly: a step that is no better would move a post for nothing.
        let strict = limit * 3 / 4
        guard walk(from: 0, to: strict, heat: -1, floors: 1 << 31, &reported, report) else { return false }
        // Then round trips, so short that they lead to a better place only close by.
        let trips = max(1, (limit - strict) / 2000)
        for trip in 0..<trips {
            resume(best)
            let (home, objective) = (best, bestObjective)
            let from = strict + (limit - strict) * trip / trips
            let to = strict + (limit - strict) * (trip + 1) / trips
            let floors = max(1, typical >> (trip % 4))
            let goesOn = walk(from: from, to: to, heat: most, floors: floors, &reported, report)
            // Where as much is lacking, a little better is not worth that many posts move.
            if bestObjective.pins == objective.pins, bestObjective.shortfall == objective.shortfall,
                Set(best).subtracting(home).count > LaneWalk.mostMoved
            {
                (best, bestObjective) = (home, objective)
            }
            guard goesOn else { return false }
        }
        return true
    }

    /// How many posts a round trip may move.
    private static var mostMoved: Int { 3 }

    /// A few short walks from where the start is, for one that ends in a poor valley does not get out of it again; the
    /// best of them is improved, again and again warm and cold: one long cooling ends in one valley.
    private mutating func runAnew(
        from start: Int, to limit: Int, _ reported: inout Int,
        _ report: (_ work: Int, _ best: Objective) -> Bool
    ) -> Bool {
        let origin = editor.assignments
        let starts = 3
        let each = (limit - start) / 5
        for number in 0..<starts {
            if number > 0 { resume(origin) }
            let from = start + each * number
            let middle = from + each / 3
            // The last walk begins so hot that nothing is in its way: neither a silence of days nor a dear entry.
            let heat = number + 1 < starts ? 3 * typical : 3 * most
            let floors = number + 1 < starts ? typical : typical / 8
            guard walk(from: from, to: middle, heat: heat, floors: floors, &reported, report),
                walk(from: middle, to: from + each, heat: typical / 2, floors: 3 * typical, &reported, report)
            else { return false }
        }
        let hot = start + each * starts
        let cycles = max(1, min(4, (limit - hot) / 50_000))
        for cycle in 0..<cycles {
            resume(best)
            let from = hot + (limit - hot) * cycle / cycles
            let to = hot + (limit - hot) * (cycle + 1) / cycles
            guard walk(from: from, to: to, heat: typical / 3, floors: 3 * typical, &reported, report) else {
                return false
            }
        }
        return true
    }

    /// Whether nothing is better than the best so far.
    private var isDone: Bool {
        bestObjective.pins >= goal.pins && bestObjective.shortfall <= goal.shortfall
            && bestObjective.score >= goal.score
    }

    /// A missing post or a silent hour counts `floors` on the way, in the unit of the score: so little that the walk
    /// gets through places that lack some, and so much that it does not stay there. What is best is judged strictly.
    private mutating func walk(
        from: Int, to limit: Int, heat: Int, floors: Int, _ reported: inout Int,
        _ report: (_ work: Int, _ best: Objective) -> Bool
    ) -> Bool {
        let before = editor.work - from
        let floorWeight = max(1, floors)
        let value = { (objective: Objective) in objective.value(floorWeight: floorWeight) }
        while true {
            let work = editor.work - before
            if work >= limit || isDone { return true }
            if work - reported > 20_000 {
                reported = work
                guard report(work, bestObjective) else { return false }
            }
            let temperature = heat * (limit - work) / (limit - from)
            // The product of two draws is small more often than not.
            let slack =
                heat < 0 ? -1 : temperature <= 0 ? 0 : random.below(temperature) * random.below(1024) / 1024
            guard let edit = propose() else {
                editor.passOver()
                continue
            }
            guard editor.attempt(edit, value: value, threshold: value(editor.objective) - slack) else {
                continue
            }
            if editor.objective > bestObjective {
                bestObjective = editor.objective
                best = editor.assignments
            }
        }
    }
}
