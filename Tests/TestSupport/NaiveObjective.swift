import Solver

extension NaiveConstraints {
    /// What a sequence that costs `penalties` besides is worth, counted anew from the lane's description.
    public static func objective(of sequence: [Assignment], on lane: Lane, penalties: Int) -> Objective {
        var score = -penalties
        var shortfall = 0
        for assignment in sequence { score += Int(lane.worth(assignment.item, assignment.slot)) }
        for day in lane.published.indices {
            let count = sequence.count { lane.days[$0.slot] == day }
            shortfall += max(0, lane.wanted[day] - count)
            guard let target = lane.target else { continue }
            for number in 0..<count where lane.published[day] + number >= target {
                score -= lane.aboveTarget
            }
        }
        if let silence = lane.silence {
            let ends = [silence.start] + sequence.map { lane.times[$0.slot] } + [silence.end]
            for (from, to) in zip(ends, ends.dropFirst()) {
                var minute = from + silence.limit
                while minute < to {
                    shortfall += 1
                    minute += 60
                }
            }
        }
        let pins = sequence.count { lane.items[$0.item].pin == $0.slot }
        return Objective(pins: pins, shortfall: shortfall, score: score)
    }

    /// How many wanted things a sequence lacks.
    public static func lack(of sequence: [Assignment], on lane: Lane) -> Int {
        lane.wanted.indices.reduce(0) { sum, day in
            sum + max(0, lane.wanted[day] - sequence.count { lane.days[$0.slot] == day })
        }
    }
}
