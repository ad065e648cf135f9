/// What a changed sequence is worth: only what the change can have touched is added up anew.
extension LaneEditor {
    /// The objective of a whole sequence.
    static func score(of sequence: LaneSequence, _ lane: Lane, _ checker: SequenceChecker) -> Objective {
        let part = part(of: sequence, 0..<sequence.count, lane, checker, isSparing: false)
        var counts = [Int](repeating: 0, count: lane.published.count)
        for slot in sequence.slots { counts[lane.days[slot]] += 1 }
        let days = counts.indices.reduce(Objective(shortfall: 0, score: 0)) { sum, day in
            sum + LaneEditor.day(day, counts[day], lane)
        }
        var automata = 0
        if checker.isCostly {
            for position in 0..<sequence.count { automata += checker.automataCost(sequence, position) }
        }
        return Objective(
            pins: part.pins,
            shortfall: days.shortfall + silentHours(of: sequence, 0..<sequence.count, lane),
            score: part.score + days.score - automata)
    }

    /// The objective of `trial`.
    ///
    /// - Parameters:
    ///   - days: See `dayDifference`.
    ///   - isSparing: Whether without what placements break that the change can have touched: before constraints are
    ///     checked that is not known, and cannot be less than nothing.
    func outcome(_ days: Objective, isSparing: Bool) -> Objective {
        // Positions from `end` on are as they were, so many places further along.
        let end = checker.touched(by: difference, in: trial).upperBound
        let moved = trial.count &- current.count
        let old = LaneEditor.part(
            of: current, difference.from..<end &- moved, lane, checker, isSparing: false)
        let new = LaneEditor.part(of: trial, difference.from..<end, lane, checker, isSparing: isSparing)
        var score = objective.score &+ new.score &- old.score &+ days.score
        if checker.isCostly {
            for position in difference.from..<current.count {
                score &+= checker.automataCost(current, position)
            }
            if !isSparing {
                for position in difference.from..<trial.count {
                    score &-= checker.automataCost(trial, position)
                }
            }
        }
        let silence =
            LaneEditor.silentHours(of: trial, difference.from..<difference.to, lane)
            &- LaneEditor.silentHours(of: current, difference.from..<difference.to &- moved, lane)
        return Objective(
            pins: objective.pins &+ new.pins &- old.pins,
            shortfall: objective.shortfall &+ days.shortfall &+ silence, score: score)
    }

    /// What a change does to the counts of days.
    mutating func dayDifference(_ change: Change) -> Objective {
        var sum = Objective(shortfall: 0, score: 0)
        // One by one, for several may be on one day.
        for position in change.removed { sum = sum + count(lane.days[current.slots[position]], -1) }
        for new in change.inserted { sum = sum + count(lane.days[new.slot], 1) }
        for position in change.removed { counts[lane.days[current.slots[position]]] += 1 }
        for new in change.inserted { counts[lane.days[new.slot]] -= 1 }
        return sum
    }

    private mutating func count(_ day: Int, _ step: Int) -> Objective {
        let before = LaneEditor.day(day, counts[day], lane)
        counts[day] += step
        let after = LaneEditor.day(day, counts[day], lane)
        return Objective(
            shortfall: after.shortfall - before.shortfall, score: after.score - before.score)
    }

    /// What a day with so many things lacks, and costs.
    private static func day(_ day: Int, _ count: Int, _ lane: Lane) -> Objective {
        Objective(
            shortfall: max(0, lane.wanted[day] &- count), score: -lane.cost(ofDay: day, count: count))
    }

    /// What placements are worth, less what they break unless that is spared, and how many are pins.
    private static func part(
        of sequence: LaneSequence, _ range: Range<Int>, _ lane: Lane, _ checker: SequenceChecker,
        isSparing: Bool
    ) -> (score: Int, pins: Int) {
        var score = 0
        var pins = 0
        let slots = lane.times.count
        for position in range {
            let slot = sequence.slots[position]
            let item = sequence.items[position]
            score &+= Int(lane.worth[item &* slots &+ slot])
            if lane.items[item].pin == slot { pins &+= 1 }
            if isSparing { continue }
            score &-= sequence.costs[position]
            if sequence.broken[position] != 0 {
                score &-= checker.weight(of: sequence.broken[position])
            }
        }
        return (score, pins)
    }

    /// The silent hours between the placement before a range and the one after it.
    private static func silentHours(of sequence: LaneSequence, _ range: Range<Int>, _ lane: Lane) -> Int {
        guard let silence = lane.silence else { return 0 }
        var hours = 0
        var previous =
            range.lowerBound == 0 ? silence.start : lane.times[sequence.slots[range.lowerBound &- 1]]
        for position in range {
            let time = lane.times[sequence.slots[position]]
            hours &+= silence.hours(from: previous, to: time)
            previous = time
        }
        let next =
            range.upperBound == sequence.count
            ? silence.end : lane.times[sequence.slots[range.upperBound]]
        return hours &+ silence.hours(from: previous, to: next)
    }
}
