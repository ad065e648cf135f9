/// Tries changes of one lane's sequence against the admission, and keeps the ones that are accepted.
struct LaneEditor<A: Admission> {
    /// A change: what goes, by position, ascending, and what comes, by slot, ascending.
    struct Edit {
        var removed: [Int] = []
        var inserted: [Assignment] = []
    }

    let lane: Lane
    var admission: A
    /// What is placed; always admitted as it stands.
    private(set) var current = LaneSequence()
    /// The objective of `current`.
    private(set) var objective: Objective
    fileprivate(set) var statistics = Solution.Statistics()

    /// Which positions never change, by slot.
    private var isFixed: [Bool]
    private let sightings: [Int: [Sighting]]
    private let couplings: [Int]
    /// How often each group is placed.
    private var placed: [Int: Int] = [:]
    /// How much of `current` the admission holds.
    private var synced = 0
    private var trial = LaneSequence()
    private var counts: [Int]

    /// Begins with what is fixed. `sightings` is what is on the other lanes.
    init(model: SolverModel, lane index: Int, admission: A, sightings: [Sighting]) {
        let lane = model.lanes[index]
        self.lane = lane
        self.admission = admission
        self.sightings = Dictionary(grouping: sightings, by: \.group)
        couplings = model.lanes.map(\.coupling)
        isFixed = [Bool](repeating: false, count: lane.times.count)
        counts = [Int](repeating: 0, count: lane.published.count)
        objective = Objective(shortfall: 0, score: 0)
        self.admission.begin(lane: index, elsewhere: sightings)
        for assignment in lane.fixed {
            isFixed[assignment.slot] = true
            let penalty = self.admission.penalty(item: assignment.item, slot: assignment.slot) ?? 0
            self.admission.push(item: assignment.item, slot: assignment.slot)
            current.append(item: assignment.item, slot: assignment.slot, penalty: penalty)
            placed[lane.items[assignment.item].group, default: 0] += 1
        }
        synced = current.count
        objective = current.objective(on: lane, counts: &counts)
    }

    /// Work done so far, in the unit of `Effort.iterations`.
    var work: Int { statistics.moves &+ 8 &* statistics.questions }

    /// Whether what stands at a position may go.
    func isMovable(_ position: Int) -> Bool {
        let slot = current.slots[position]
        return !isFixed[slot] && lane.items[current.items[position]].pin != slot
    }

    /// Whether there are things of the item's group left to place.
    func isFree(_ item: Int) -> Bool {
        placed[lane.items[item].group, default: 0] < lane.items[item].uses
    }

    /// How many things are placed on a day.
    func placedCount(onDay day: Int) -> Int {
        var count = 0
        for slot in current.slots where lane.days[slot] == day { count += 1 }
        return count
    }

    /// The change that places an item in a slot and takes out what stands too close, if all of that may go.
    func placing(_ item: Int, in slot: Int, without gone: Int? = nil) -> Edit? {
        var edit = Edit(removed: gone.map { [$0] } ?? [], inserted: [Assignment(item: item, slot: slot)])
        let time = lane.times[slot]
        let at = current.position(ofSlot: slot)
        var left = at
        while left > 0, time - lane.times[current.slots[left - 1]] < lane.spacing { left -= 1 }
        var right = at
        while right < current.count, lane.times[current.slots[right]] - time < lane.spacing { right += 1 }
        for position in left..<right where position != gone {
            guard isMovable(position) else { return nil }
            edit.removed.append(position)
        }
        edit.removed.sort()
        return edit
    }

    /// The change that places an item in a slot, takes out what stands too close and what `gone` names, and then
    /// everything later that is not admitted any more; nil if the item is refused all the same, or what may not go is.
    mutating func forcing(_ item: Int, in slot: Int, without gone: Set<Int>) -> Edit? {
        guard let plain = placing(item, in: slot) else { return nil }
        var out = gone.union(plain.removed)
        let at = current.position(ofSlot: slot)
        let from = min(at, out.min() ?? at)
        sync(to: from)
        defer {
            admission.truncate(to: from)
            synced = from
        }
        func takes(_ item: Int, _ slot: Int) -> Bool {
            statistics.questions += 1
            guard admission.penalty(item: item, slot: slot) != nil else { return false }
            admission.push(item: item, slot: slot)
            return true
        }
        for position in from...current.count {
            if position == at, !takes(item, slot) { return nil }
            guard position < current.count, !out.contains(position) else { continue }
            if takes(current.items[position], current.slots[position]) { continue }
            guard isMovable(position) else { return nil }
            out.insert(position)
        }
        return Edit(removed: out.sorted(), inserted: plain.inserted)
    }

    /// Makes the admission hold the first `count` of what is placed.
    private mutating func sync(to count: Int) {
        if synced > count {
            admission.truncate(to: count)
        } else {
            for position in synced..<count {
                admission.push(item: current.items[position], slot: current.slots[position])
            }
        }
        synced = count
    }

    /// Tries a change and keeps it if it is admitted and its objective, as a value, is at least `threshold`.
    mutating func attempt(_ edit: Edit, value: (Objective) -> Int, threshold: Int) -> Bool {
        statistics.moves += 1
        guard couples(edit), let from = buildTrial(edit) else { return false }
        // Before the rules are asked, what comes in is taken to break nothing, and what stays to break the same.
        guard value(trial.objective(on: lane, counts: &counts)) >= threshold else { return false }
        guard admits(from: from) else { return false }
        let outcome = trial.objective(on: lane, counts: &counts)
        guard value(outcome) >= threshold else {
            admission.truncate(to: from)
            synced = from
            return false
        }
        accept(edit, outcome: outcome)
        return true
    }

    private mutating func accept(_ edit: Edit, outcome: Objective) {
        statistics.accepted += 1
        for position in edit.removed { placed[lane.items[current.items[position]].group, default: 0] -= 1 }
        for new in edit.inserted { placed[lane.items[new.item].group, default: 0] += 1 }
        swap(&current, &trial)
        objective = outcome
        synced = current.count
    }

    /// Whether what comes in leaves things of the same group on other lanes admitted.
    ///
    /// Only those that follow within the other lane's coupling could be affected. What comes in here is asked of the
    /// admission like everything else.
    private func couples(_ edit: Edit) -> Bool {
        if sightings.isEmpty { return true }
        for new in edit.inserted {
            let time = lane.times[new.slot]
            for other in sightings[lane.items[new.item].group] ?? []
            where other.time >= time && other.time - time < couplings[other.lane] { return false }
        }
        return true
    }

    /// Writes the changed sequence to `trial`; the first position that differs, or nil if it cannot be.
    private mutating func buildTrial(_ edit: Edit) -> Int? {
        trial.removeAll()
        var removed = edit.removed[...]
        var inserted = edit.inserted[...]
        var from = Int.max
        func fits(_ slot: Int) -> Bool {
            guard let last = trial.slots.last else { return true }
            return lane.times[slot] - lane.times[last] >= lane.spacing
        }
        for position in 0..<current.count {
            while let new = inserted.first, new.slot <= current.slots[position] {
                guard fits(new.slot) else { return nil }
                from = min(from, trial.count)
                trial.append(item: new.item, slot: new.slot, penalty: 0)
                inserted = inserted.dropFirst()
            }
            if removed.first == position {
                from = min(from, trial.count)
                removed = removed.dropFirst()
                continue
            }
            guard fits(current.slots[position]) else { return nil }
            trial.append(
                item: current.items[position], slot: current.slots[position],
                penalty: current.penalties[position])
        }
        for new in inserted {
            guard fits(new.slot) else { return nil }
            from = min(from, trial.count)
            trial.append(item: new.item, slot: new.slot, penalty: 0)
        }
        return from == Int.max ? nil : from
    }

    /// Asks for everything from a position on; on success the admission holds all of `trial`.
    private mutating func admits(from: Int) -> Bool {
        sync(to: from)
        for position in from..<trial.count {
            statistics.questions += 1
            guard let penalty = admission.penalty(item: trial.items[position], slot: trial.slots[position])
            else {
                admission.truncate(to: from)
                return false
            }
            trial.penalties[position] = penalty
            admission.push(item: trial.items[position], slot: trial.slots[position])
        }
        return true
    }
}

extension LaneEditor {
    /// What is placed.
    var assignments: [Assignment] {
        zip(current.items, current.slots).map { Assignment(item: $0, slot: $1) }
    }

    /// Counts a move that could not be proposed, so that every walk ends.
    mutating func passOver() { statistics.moves += 1 }
}
