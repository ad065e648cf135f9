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
    fileprivate(set) var statistics = Solution.Statistics()

    private let number: Int
    /// Which positions never change, by slot.
    private var isFixed: [Bool]
    /// By group, what is on the other lanes.
    private let sightings: [Int: [Sighting]]
    private let couplings: [Int]
    /// How often each group is placed, by the group's number.
    private var placed: [Int]
    private let groupNumber: [Int]
    /// How much of `current` the admission holds.
    private var synced = 0
    private var trial = LaneSequence()
    private var difference = Difference(
        from: 0, to: 0, inserted: [], lastTime: 0, touched: [], removes: false)
    private var counts: [Int]
    private var conflicts: [Int] = []
    private var clashes: [Int] = []

    /// Begins with what is fixed. `sightings` is what is on the other lanes.
    init(
        model: SolverModel, lane index: Int, checker: SequenceChecker, admission: A, sightings: [Sighting]
    ) {
        let lane = model.lanes[index]
        self.lane = lane
        self.checker = checker
        self.admission = admission
        number = index
        self.sightings = Dictionary(grouping: sightings, by: \.group)
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
        objective = Objective(shortfall: 0, score: 0)
        self.admission.begin(lane: index, elsewhere: sightings)
        for assignment in lane.fixed { isFixed[assignment.slot] = true }
        if !lane.fixed.isEmpty { fix() }
        objective = score(of: current)
    }

    /// Places what is fixed, admitted or not: that was decided before.
    private mutating func fix() {
        for assignment in lane.fixed {
            current.append(item: assignment.item, slot: assignment.slot, automata: checker.automata)
            placed[groupNumber[assignment.item]] += 1
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

    /// The change that places an item in a slot and takes out what stands too close, if all of that may go.
    func placing(_ item: Int, in slot: Int, without gone: Int? = nil) -> Change? {
        var change = Change(removed: gone.map { [$0] } ?? [], inserted: [Assignment(item: item, slot: slot)])
        let time = lane.times[slot]
        let at = current.position(ofSlot: slot)
        var left = at
        while left > 0, time - lane.times[current.slots[left - 1]] < lane.spacing { left -= 1 }
        var right = at
        while right < current.count, lane.times[current.slots[right]] - time < lane.spacing { right += 1 }
        for position in left..<right where position != gone {
            guard isMovable(position) else { return nil }
            change.removed.append(position)
        }
        if change.removed.count > 1 { change.removed.sort() }
        return change
    }

    /// The change that places an item in a slot, takes out what stands too close, and puts other things in the places
    /// of those that have too much in common with it: ejection chains of length two (Glover 1996).
    mutating func ejecting(
        _ item: Int, in slot: Int, without gone: Int?, substitute: (_ slot: Int) -> Int?
    ) -> Change? {
        guard var change = placing(item, in: slot, without: gone) else { return nil }
        conflicts.removeAll(keepingCapacity: true)
        let time = lane.times[slot]
        guard checker.conflicts(of: item, at: time, in: current, into: &conflicts) else { return nil }
        let direct = change.removed.count
        for position in conflicts where !change.removed.contains(position) {
            guard isMovable(position), change.removed.count < direct + 2 else { return nil }
            change.removed.append(position)
        }
        if change.removed.count == direct { return change }
        // What comes for those that go must get along with their neighbours.
        var found = false
        for position in change.removed[direct...] {
            let there = current.slots[position]
            for _ in 0..<6 {
                guard let other = substitute(there), lane.allows(other, there),
                    !change.inserted.contains(where: { lane.items[$0.item].group == lane.items[other].group }
                    ),
                    isFree(other)
                        || change.removed.contains(where: {
                            lane.items[current.items[$0]].group == lane.items[other].group
                        }),
                    goes(other, there, change)
                else { continue }
                change.inserted.append(Assignment(item: other, slot: there))
                found = true
                break
            }
        }
        _ = found
        change.removed.sort()
        change.inserted.sort { $0.slot < $1.slot }
        return change
    }

    /// Adds a placement to a change if it goes with what the change leaves and brings, pair by pair.
    ///
    /// What is counted over more than two placements is checked when the change is tried.
    func extend(_ change: inout Change, with new: Assignment) -> Bool {
        let time = lane.times[new.slot]
        let group = groupNumber[new.item]
        var uses = placed[group]
        for position in change.removed where groupNumber[current.items[position]] == group { uses -= 1 }
        for other in change.inserted {
            if groupNumber[other.item] == group { uses += 1 }
            let there = lane.times[other.slot]
            if abs(there &- time) < lane.spacing || checker.areClose(new.item, time, other.item, there) {
                return false
            }
        }
        guard uses < lane.items[new.item].uses else { return false }
        let at = current.position(ofSlot: new.slot)
        var position = at &- 1
        while position >= 0 {
            let there = lane.times[current.slots[position]]
            if time &- there >= checker.reach { break }
            if !change.removed.contains(position),
                time &- there < lane.spacing
                    || checker.areClose(new.item, time, current.items[position], there)
            {
                return false
            }
            position &-= 1
        }
        position = at
        while position < current.count {
            let there = lane.times[current.slots[position]]
            if there &- time >= checker.reach { break }
            if !change.removed.contains(position),
                there &- time < lane.spacing
                    || checker.areClose(new.item, time, current.items[position], there)
            {
                return false
            }
            position &+= 1
        }
        change.inserted.append(new)
        return true
    }

    /// Whether an item keeps its distance from what a change leaves and brings.
    private mutating func goes(_ item: Int, _ slot: Int, _ change: Change) -> Bool {
        let time = lane.times[slot]
        clashes.removeAll(keepingCapacity: true)
        guard checker.conflicts(of: item, at: time, in: current, into: &clashes),
            clashes.allSatisfy({ change.removed.contains($0) })
        else { return false }
        return !change.inserted.contains { checker.areClose($0.item, lane.times[$0.slot], item, time) }
    }

    /// The change that places an item in a slot, takes out what stands too close and what `gone` names, and then
    /// everything later that is not admitted any more; nil if the item is refused all the same, or what may not go is.
    mutating func forcing(_ item: Int, in slot: Int, without gone: Set<Int>) -> Change? {
        guard let plain = placing(item, in: slot) else { return nil }
        var out = gone.union(plain.removed)
        let at = current.position(ofSlot: slot)
        let from = min(at, out.min() ?? at)
        // What stays is built up one by one after what comes before the change.
        var built = LaneSequence()
        built.append(0..<from, of: current, automata: checker.automata)
        sync(to: from)
        defer { forget(from) }
        for position in from...current.count {
            if position == at, !extends(&built, item, slot) { return nil }
            guard position < current.count, !out.contains(position) else { continue }
            if extends(&built, current.items[position], current.slots[position]) { continue }
            guard isMovable(position) else { return nil }
            out.insert(position)
        }
        return Change(removed: out.sorted(), inserted: plain.inserted)
    }

    /// Whether an item may follow at the end of a sequence; adds it if so.
    private mutating func extends(_ built: inout LaneSequence, _ item: Int, _ slot: Int) -> Bool {
        statistics.moves += 1
        if let last = built.slots.last, lane.times[slot] - lane.times[last] < lane.spacing { return false }
        let end = built.count
        var next = built
        next.append(item: item, slot: slot, automata: checker.automata)
        let difference = Difference(
            from: end, to: end + 1, inserted: [end], lastTime: lane.times[slot], touched: [item],
            removes: false)
        guard checker.admits(&next, difference), staggers([Assignment(item: item, slot: slot)]) else {
            return false
        }
        if lane.asks {
            statistics.questions += 1
            guard admission.penalty(item: item, slot: slot) != nil else { return false }
            admission.push(item: item, slot: slot)
        }
        built = next
        return true
    }

    /// Makes the admission hold the first `count` of what is placed.
    private mutating func sync(to count: Int) {
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
    private mutating func forget(_ count: Int) {
        guard lane.asks else { return }
        admission.truncate(to: count)
        synced = count
    }

    /// Tries a change and keeps it if it is admitted and its objective, as a value, is at least `threshold`.
    mutating func attempt(_ change: Change, value: (Objective) -> Int, threshold: Int) -> Bool {
        statistics.moves &+= 1
        guard staggers(change.inserted), buildTrial(change) else { return false }
        // Before constraints are checked, nothing that the change can touch is taken to break anything.
        guard value(score(of: trial, sparing: difference)) >= threshold else { return false }
        guard checker.admits(&trial, difference), asks() else { return false }
        let outcome = score(of: trial)
        guard value(outcome) >= threshold else {
            forget(min(synced, difference.from))
            return false
        }
        accept(change, outcome: outcome)
        return true
    }

    private mutating func accept(_ change: Change, outcome: Objective) {
        statistics.accepted &+= 1
        for position in change.removed { placed[groupNumber[current.items[position]]] -= 1 }
        for new in change.inserted { placed[groupNumber[new.item]] += 1 }
        swap(&current, &trial)
        objective = outcome
        synced = lane.asks ? current.count : 0
    }

    /// Whether what comes in keeps its distance from things of the same group on other lanes: the later of two asks
    /// its own lane's `coupling`, at one time the one on the later lane.
    private func staggers(_ inserted: [Assignment]) -> Bool {
        if sightings.isEmpty { return true }
        for new in inserted {
            let time = lane.times[new.slot]
            for other in sightings[lane.items[new.item].group] ?? [] {
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

    /// The objective of a sequence; without what placements break that a difference can touch.
    private mutating func score(of sequence: LaneSequence, sparing difference: Difference? = nil) -> Objective
    {
        let spared = difference.map { checker.touched(by: $0, in: sequence) } ?? 0..<0
        for day in counts.indices { counts[day] = 0 }
        var score = 0
        var pins = 0
        var shortfall = 0
        var previous = lane.silence?.start ?? 0
        let slots = lane.times.count
        for position in 0..<sequence.count {
            let slot = sequence.slots[position]
            let item = sequence.items[position]
            score &+= Int(lane.worth[item &* slots &+ slot])
            if !spared.contains(position) { score &-= sequence.costs[position] }
            if sequence.broken[position] != 0, !spared.contains(position) {
                score &-= checker.weight(of: sequence.broken[position])
            }
            counts[lane.days[slot]] &+= 1
            if lane.items[item].pin == slot { pins &+= 1 }
            if let silence = lane.silence {
                shortfall &+= silence.hours(from: previous, to: lane.times[slot])
                previous = lane.times[slot]
            }
        }
        if checker.isCostly {
            for position in 0..<min(sequence.count, difference?.from ?? Int.max) {
                score &-= checker.automataCost(sequence, position)
            }
        }
        if let silence = lane.silence { shortfall &+= silence.hours(from: previous, to: silence.end) }
        for day in counts.indices {
            shortfall &+= max(0, lane.wanted[day] &- counts[day])
            score &-= lane.cost(ofDay: day, count: counts[day])
        }
        return Objective(pins: pins, shortfall: shortfall, score: score)
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
