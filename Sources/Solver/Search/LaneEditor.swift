/// Tries changes of one lane's sequence, and keeps the ones that are admitted and accepted.
///
/// The lane's constraints are checked here; the admission is asked only where the lane has rules besides.
struct LaneEditor<A: Admission> {
    let lane: Lane
    let checker: SequenceChecker
    var admission: A
    /// What is placed; always admitted as it stands.
    private(set) var current = LaneSequence()
    /// The objective of `current`.
    private(set) var objective: Objective
    var statistics = Solution.Statistics()

    private let number: Int
    /// Which positions never change, by slot.
    private var isFixed: [Bool]
    /// By the group's number, what is on the other lanes.
    private let sightings: [[Sighting]]
    private let couplings: [Int]
    /// How often each group is placed, by the group's number.
    var placed: [Int]
    let groupNumber: [Int]
    /// How much of `current` the admission holds.
    private var synced = 0
    private(set) var trial = LaneSequence()
    private(set) var difference = Difference(
        from: 0, to: 0, inserted: [], lastTime: 0, touched: [], removes: false)
    /// Per day, how many things `current` has.
    var counts: [Int]
    var conflicts: [Int] = []
    var clashes: [Int] = []

    /// Begins with what is fixed. `sightings` is what is on the other lanes.
    init(
        model: SolverModel, lane index: Int, checker: SequenceChecker, admission: A, sightings: [Sighting]
    ) {
        let lane = model.lanes[index]
        self.lane = lane
        self.checker = checker
        self.admission = admission
        number = index
        couplings = model.lanes.map(\.coupling)
        isFixed = [Bool](repeating: false, count: lane.times.count)
        counts = [Int](repeating: 0, count: lane.published.count)
        var numbers: [Int: Int] = [:]
        groupNumber = lane.items.map { item in
            let known = numbers[item.group] ?? numbers.count
            numbers[item.group] = known
            return known
        }
        placed = [Int](repeating: 0, count: numbers.count)
        var seen = [[Sighting]](repeating: [], count: sightings.isEmpty ? 0 : numbers.count)
        for sighting in sightings {
            if let group = numbers[sighting.group] { seen[group].append(sighting) }
        }
        self.sightings = seen
        objective = Objective(shortfall: 0, score: 0)
        self.admission.begin(lane: index, elsewhere: sightings)
        for assignment in lane.fixed { isFixed[assignment.slot] = true }
        if !lane.fixed.isEmpty { fix() }
        objective = LaneEditor.score(of: current, lane, checker)
    }

    /// Places what is fixed, admitted or not: that was decided before.
    private mutating func fix() {
        for assignment in lane.fixed {
            current.append(item: assignment.item, slot: assignment.slot, automata: checker.automata)
            placed[groupNumber[assignment.item]] += 1
            counts[lane.days[assignment.slot]] += 1
        }
        _ = checker.admits(
            &current,
            Difference(
                from: 0, to: current.count, inserted: Array(0..<current.count),
                lastTime: lane.times.last ?? 0, touched: current.items, removes: false))
        if lane.asks {
            for position in 0..<current.count {
                current.costs[position] =
                    admission.penalty(item: current.items[position], slot: current.slots[position]) ?? 0
                admission.push(item: current.items[position], slot: current.slots[position])
            }
            synced = current.count
        }
    }

    /// Work done so far, in the unit of `Effort.iterations`.
    var work: Int { statistics.moves &+ 8 &* statistics.questions }

    /// Whether what stands at a position may go.
    func isMovable(_ position: Int) -> Bool {
        let slot = current.slots[position]
        return !isFixed[slot] && lane.items[current.items[position]].pin != slot
    }

    /// Whether there are things of the item's group left to place.
    func isFree(_ item: Int) -> Bool { placed[groupNumber[item]] < lane.items[item].uses }

    /// How many things are placed on a day.
    func placedCount(onDay day: Int) -> Int {
        var count = 0
        for slot in current.slots where lane.days[slot] == day { count += 1 }
        return count
    }

    /// Makes the admission hold the first `count` of what is placed.
    mutating func sync(to count: Int) {
        guard lane.asks else { return }
        if synced > count {
            admission.truncate(to: count)
        } else {
            for position in synced..<count {
                admission.push(item: current.items[position], slot: current.slots[position])
            }
        }
        synced = count
    }

    /// Makes the admission hold no more than the first `count` of what is placed, whatever it was asked since.
    mutating func forget(_ count: Int) {
        guard lane.asks else { return }
        admission.truncate(to: count)
        synced = count
    }

    /// Tries a change and keeps it if it is admitted and its objective, as a value, is at least `threshold`.
    mutating func attempt(_ change: Change, value: (Objective) -> Int, threshold: Int) -> Bool {
        statistics.moves &+= 1
        guard staggers(change.inserted), buildTrial(change) else { return false }
        // Before constraints are checked, nothing that the change can touch is taken to break anything.
        let days = dayDifference(change)
        guard value(outcome(days, isSparing: true)) >= threshold else { return false }
        guard checker.admits(&trial, difference), asks() else { return false }
        let outcome = outcome(days, isSparing: false)
        guard value(outcome) >= threshold else {
            forget(min(synced, difference.from))
            return false
        }
        accept(change, outcome: outcome)
        return true
    }

    private mutating func accept(_ change: Change, outcome: Objective) {
        statistics.accepted &+= 1
        for position in change.removed {
            placed[groupNumber[current.items[position]]] -= 1
            counts[lane.days[current.slots[position]]] -= 1
        }
        for new in change.inserted {
            placed[groupNumber[new.item]] += 1
            counts[lane.days[new.slot]] += 1
        }
        swap(&current, &trial)
        objective = outcome
        synced = lane.asks ? current.count : 0
    }

    /// Whether what comes in keeps its distance from things of the same group on other lanes: the later of two asks
    /// its own lane's `coupling`, at one time the one on the later lane.
    func staggers(_ inserted: [Assignment]) -> Bool {
        if sightings.isEmpty { return true }
        for new in inserted {
            let time = lane.times[new.slot]
            for other in sightings[groupNumber[new.item]] {
                let isBefore = other.time < time || (other.time == time && other.lane < number)
                let coupling = isBefore ? lane.coupling : couplings[other.lane]
                if abs(other.time - time) < coupling { return false }
            }
        }
        return true
    }

    /// Writes the changed sequence to `trial`; false if two things stand too close.
    private mutating func buildTrial(_ change: Change) -> Bool {
        trial.removeAll()
        difference.inserted.removeAll(keepingCapacity: true)
        difference.touched.removeAll(keepingCapacity: true)
        difference.removes = !change.removed.isEmpty
        var removed = 0
        var inserted = 0
        var position = 0
        var last = 0
        var from = Int.max
        // Runs of what stays are copied whole.
        while removed < change.removed.count || inserted < change.inserted.count {
            let gone = removed < change.removed.count ? change.removed[removed] : Int.max
            let come =
                inserted < change.inserted.count
                ? current.position(ofSlot: change.inserted[inserted].slot) : Int.max
            let until = min(gone, come)
            if until > position {
                trial.append(position..<until, of: current, automata: checker.automata)
                position = until
            }
            from = min(from, trial.count)
            if come <= gone {
                let new = change.inserted[inserted]
                difference.inserted.append(trial.count)
                difference.touched.append(new.item)
                trial.append(item: new.item, slot: new.slot, automata: checker.automata)
                last = max(last, lane.times[new.slot])
                inserted += 1
            } else {
                difference.touched.append(current.items[gone])
                last = max(last, lane.times[current.slots[gone]])
                position = gone + 1
                removed += 1
            }
        }
        guard from != Int.max else { return false }
        difference.from = from
        difference.to = trial.count
        difference.lastTime = last
        if position < current.count {
            trial.append(position..<current.count, of: current, automata: checker.automata)
        }
        // Only neighbours of what came can be too close.
        for new in difference.inserted {
            let time = lane.times[trial.slots[new]]
            if new > 0, time - lane.times[trial.slots[new - 1]] < lane.spacing { return false }
            if new + 1 < trial.count, lane.times[trial.slots[new + 1]] - time < lane.spacing { return false }
        }
        return true
    }

    /// Asks the admission for everything that the change can have touched, where there is something to ask; on success
    /// it holds all of `trial`.
    private mutating func asks() -> Bool {
        guard lane.asks else { return true }
        let from = difference.from
        sync(to: from)
        for position in from..<trial.count {
            statistics.questions += 1
            guard let penalty = admission.penalty(item: trial.items[position], slot: trial.slots[position])
            else {
                forget(from)
                return false
            }
            trial.costs[position] = penalty
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
