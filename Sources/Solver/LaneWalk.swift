/// Threshold accepting on one lane: a move is taken if it loses less than a random part of a limit that falls to zero.
///
/// Whole numbers only, so that every machine walks the same way.
struct LaneWalk<A: Admission> {
    /// The lane and its present state.
    private(set) var editor: LaneEditor<A>
    /// The best sequence so far.
    private(set) var best: [Assignment]
    /// Its objective.
    private(set) var bestObjective: Objective

    private var random: SplitMix64
    private let lane: Lane
    /// Items that may go somewhere, the most worth first.
    private let ranked: [Int]
    /// Per item, its slots.
    private let slots: [[Int]]
    /// What a post is about worth, for the first limit.
    private let typical: Int

    /// Starts from a sequence that is admitted.
    init(editor: LaneEditor<A>, start: [Assignment], seed: UInt64) {
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
        typical = ranked.isEmpty ? 0 : Int(most[ranked[ranked.count / 2]])
        best = editor.lane.fixed
        bestObjective = editor.objective
        resume(start)
        best = self.editor.assignments
        bestObjective = self.editor.objective
    }

    /// Places what a sequence has beyond what is fixed: as a whole, for its parts may need each other.
    private mutating func resume(_ start: [Assignment]) {
        let present = Set(editor.assignments)
        let new = start.filter { !present.contains($0) }
        guard !new.isEmpty else { return }
        _ = editor.attempt(.init(inserted: new), value: \.rank, threshold: Int.min)
    }

    /// Walks until the work is done or `report` returns false.
    mutating func run(limit: Int, report: (_ work: Int, _ best: Objective) -> Bool) {
        guard !ranked.isEmpty else { return }
        let first = editor.work
        var reported = 0
        while true {
            let work = editor.work - first
            guard work < limit else { return }
            if work - reported > 200_000 {
                reported = work
                guard report(work, bestObjective) else { return }
            }
            let temperature = typical / 3 * (limit - work) / limit
            // The product of two draws is small more often than not.
            let slack = temperature == 0 ? 0 : random.below(temperature) * random.below(1024) / 1024
            guard let edit = propose() else {
                editor.passOver()
                continue
            }
            let threshold = editor.objective.rank - slack
            guard editor.attempt(edit, value: \.rank, threshold: threshold) else { continue }
            if editor.objective > bestObjective {
                bestObjective = editor.objective
                best = editor.assignments
            }
        }
    }

    // MARK: Moves

    private mutating func propose() -> LaneEditor<A>.Edit? {
        if editor.current.count == 0 { return insertion() }
        switch random.below(100) {
        case 0..<30: return replacement()
        case 30..<58: return insertion()
        case 58..<80: return shift()
        case 80..<97: return exchange()
        default: return removal()
        }
    }

    /// Another item where one stands.
    private mutating func replacement() -> LaneEditor<A>.Edit? {
        let position = random.below(editor.current.count)
        let slot = editor.current.slots[position]
        guard editor.isMovable(position), let item = freeItem(), lane.allows(item, slot) else { return nil }
        return .init(removed: [position], inserted: [Assignment(item: item, slot: slot)])
    }

    /// An item at one of its slots, whatever stands too close taken out.
    private mutating func insertion() -> LaneEditor<A>.Edit? {
        guard let item = freeItem() else { return nil }
        return editor.placing(item, in: slot(of: item))
    }

    /// The same item at another time: close by, or anywhere.
    private mutating func shift() -> LaneEditor<A>.Edit? {
        let position = random.below(editor.current.count)
        guard editor.isMovable(position) else { return nil }
        let item = editor.current.items[position]
        let from = editor.current.slots[position]
        let to: Int
        if random.below(3) > 0 {
            let step = 1 + random.below(24)
            to = random.below(2) == 0 ? from - step : from + step
            guard lane.times.indices.contains(to), lane.allows(item, to) else { return nil }
        } else {
            to = slot(of: item)
        }
        return to == from ? nil : editor.placing(item, in: to, without: position)
    }

    /// Two items change places.
    private mutating func exchange() -> LaneEditor<A>.Edit? {
        let count = editor.current.count
        guard count > 1 else { return nil }
        let a = random.below(count)
        let b = random.below(count)
        guard a != b, editor.isMovable(a), editor.isMovable(b) else { return nil }
        let (first, second) = (min(a, b), max(a, b))
        let sequence = editor.current
        let (one, two) = (sequence.items[first], sequence.items[second])
        guard one != two, lane.allows(two, sequence.slots[first]), lane.allows(one, sequence.slots[second])
        else { return nil }
        return .init(
            removed: [first, second],
            inserted: [
                Assignment(item: two, slot: sequence.slots[first]),
                Assignment(item: one, slot: sequence.slots[second]),
            ])
    }

    private mutating func removal() -> LaneEditor<A>.Edit? {
        let position = random.below(editor.current.count)
        return editor.isMovable(position) ? .init(removed: [position]) : nil
    }

    /// An item with uses left, one of much worth rather than one of little.
    private mutating func freeItem() -> Int? {
        for _ in 0..<6 {
            let item = ranked[min(random.below(ranked.count), random.below(ranked.count))]
            if editor.isFree(item) { return item }
        }
        return nil
    }

    /// A slot of an item: the better of two.
    private mutating func slot(of item: Int) -> Int {
        let all = slots[item]
        let a = all[random.below(all.count)]
        let b = all[random.below(all.count)]
        return lane.worth(item, a) >= lane.worth(item, b) ? a : b
    }
}
