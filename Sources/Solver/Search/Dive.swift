/// Diving along Lagrangian prices (as in branch and price): prices are improved a little, what paths agree on is held,
/// and so on, until the path is a plan.
struct Dive {
    var bound: LagrangianBound
    let lane: Lane
    let checker: SequenceChecker

    /// Where a dive came out.
    enum Outcome {
        /// No plan that holds what was held is better than the one to beat.
        case hopeless
        /// Something that may be a plan.
        case found([Assignment])
    }

    /// Fills the `free` slots around what is held, aiming at more than `beat`, a score, and no more than `lacking`
    /// missing things.
    mutating func run(
        free: [Range<Int>], holding: [Assignment], prices: [Double], beat: Int, lacking: Int, first: Int, later: Int
    ) -> Outcome {
        var held = holding
        restrict(free, held)
        var outcome = bound.evaluate(prices, lacking: lacking)
        var volume = VolumeAlgorithm(prices: prices, value: outcome.value, excess: outcome.excess, factor: 0.5)
        let target = bound.scaled(beat) + 1
        var frequency: [Assignment: Int] = [:]
        var round = 0
        while true {
            frequency.removeAll(keepingCapacity: true)
            for step in outcome.steps { frequency[step, default: 0] += 1 }
            for _ in 0..<(round == 0 ? first : later) {
                if volume.best < target { return round == 0 ? .hopeless : .found(outcome.steps) }
                if volume.isStuck { break }
                volume.propose(target: max(target, volume.best * 0.99))
                outcome = bound.evaluate(volume.prices, lacking: lacking)
                volume.learn(value: outcome.value, excess: outcome.excess)
                for step in outcome.steps { frequency[step, default: 0] += 1 }
            }
            let known = Set(held)
            let fresh = outcome.steps.filter { !known.contains($0) }
            if fresh.isEmpty { return .found(outcome.steps) }
            // The surest first; those that go with what is held and with each other.
            let ordered = frequency.filter { !known.contains($0.key) }.sorted {
                $0.value == $1.value
                    ? ($0.key.slot, $0.key.item) < ($1.key.slot, $1.key.item) : $0.value > $1.value
            }
            let most = ordered.first?.value ?? 0
            var added = 0
            for (step, count) in ordered {
                if added > 0, 10 * count < 8 * most || added >= max(1, fresh.count / 4) { break }
                guard fits(step, held) else { continue }
                held.append(step)
                added += 1
            }
            if added == 0 { return .found(outcome.steps) }
            held.sort { $0.slot < $1.slot }
            restrict(free, held)
            outcome = bound.evaluate(volume.center, lacking: lacking)
            if outcome.value < -1e8 { return .hopeless }
            volume = VolumeAlgorithm(prices: volume.center, value: outcome.value, excess: outcome.excess, factor: 0.5)
            round += 1
        }
    }

    /// Whether a placement goes with all others, pair by pair.
    private func fits(_ step: Assignment, _ held: [Assignment]) -> Bool {
        let time = lane.times[step.slot]
        for other in held {
            let there = lane.times[other.slot]
            if abs(time - there) < lane.spacing || checker.areClose(step.item, time, other.item, there) { return false }
            if lane.items[other.item].group == lane.items[step.item].group,
                lane.items[step.item].uses == 1 || abs(time - there) < lane.items[step.item].every
            {
                return false
            }
        }
        return true
    }

    private mutating func restrict(_ free: [Range<Int>], _ held: [Assignment]) {
        var used: [Int: Int] = [:]
        for step in held { used[lane.items[step.item].group, default: 0] += 1 }
        let lane = self.lane
        let checker = self.checker
        bound.restrict(to: free, holding: held) { item in
            if used[lane.items[item].group, default: 0] >= lane.items[item].uses { return [] }
            var ranges = free
            for step in held {
                guard let reach = checker.closest(step.item, item) else { continue }
                let time = lane.times[step.slot]
                let gone = lane.slot(after: time - reach)..<lane.slot(after: time + reach - 1)
                ranges = ranges.flatMap { range -> [Range<Int>] in
                    if !range.overlaps(gone) { return [range] }
                    return [
                        range.lowerBound..<max(range.lowerBound, min(range.upperBound, gone.lowerBound)),
                        min(range.upperBound, max(range.lowerBound, gone.upperBound))..<range.upperBound,
                    ].filter { !$0.isEmpty }
                }
            }
            return ranges
        }
    }
}
