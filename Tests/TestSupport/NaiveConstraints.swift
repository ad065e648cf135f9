import Solver

/// What a lane and its constraints say of a sequence, read straight from their descriptions and counted anew each time.
public struct NaiveConstraints: Sendable {
    /// What refuses.
    public enum Reason: Hashable, Sendable {
        /// The slot is not open to the item.
        case domain
        /// The slot is not after the latest one of the sequence.
        case time
        /// Its group was placed as often as it allows.
        case uses
        /// Its group was placed too recently.
        case every
        /// Something was placed too recently.
        case spacing
        /// The day is full.
        case day
        /// Its group is on another lane too shortly before.
        case coupling
        /// The constraint of this number.
        case constraint(Int)
    }

    /// What is said of one assignment.
    public struct Verdict: Hashable, Sendable {
        /// Everything that refuses it.
        public var reasons: Set<Reason> = []
        /// What it costs where it is not refused.
        public var cost = 0

        /// What an admission would answer: the cost, nil if it is refused.
        public var penalty: Int? { reasons.isEmpty ? cost : nil }
    }

    private let lane: Lane
    private let index: Int
    private let elsewhere: [Sighting]

    /// The lane of number `index`, while `elsewhere` is on the others.
    public init(_ lane: Lane, index: Int = 0, elsewhere: [Sighting] = []) {
        self.lane = lane
        self.index = index
        self.elsewhere = elsewhere
    }

    /// What is said of each assignment after those before it.
    public func verdicts(of sequence: [Assignment]) -> [Verdict] {
        sequence.indices.map { verdict(of: sequence[$0], after: Array(sequence[..<$0])) }
    }

    /// What is said of an assignment after a sequence that is in order of time.
    public func verdict(of new: Assignment, after sequence: [Assignment]) -> Verdict {
        var verdict = Verdict()
        let item = lane.items[new.item]
        let time = lane.times[new.slot]
        if !lane.allows(new.item, new.slot) { verdict.reasons.insert(.domain) }
        if let last = sequence.last {
            if last.slot >= new.slot { verdict.reasons.insert(.time) }
            if time - lane.times[last.slot] < lane.spacing { verdict.reasons.insert(.spacing) }
        }
        let same = sequence.filter { lane.items[$0.item].group == item.group }
        if same.count >= item.uses { verdict.reasons.insert(.uses) }
        if let latest = same.last, time - lane.times[latest.slot] < item.every {
            verdict.reasons.insert(.every)
        }
        let day = lane.days[new.slot]
        let today = lane.published[day] + sequence.count { lane.days[$0.slot] == day }
        if let most = lane.maxPerDay, today >= most { verdict.reasons.insert(.day) }
        for other in elsewhere where other.group == item.group && other.lane != index {
            let isBefore = other.time < time || (other.time == time && other.lane < index)
            if isBefore, time - other.time < lane.coupling { verdict.reasons.insert(.coupling) }
        }
        for (number, constraint) in lane.constraints.enumerated() {
            if let cost = NaiveConstraints.penalty(of: constraint, on: lane, new, after: sequence) {
                verdict.cost += cost
            } else {
                verdict.reasons.insert(.constraint(number))
            }
        }
        return verdict
    }

    /// What one constraint says of an assignment after a sequence: what it costs, or nil if it is refused.
    public static func penalty(
        of constraint: Constraint, on lane: Lane, _ new: Assignment, after sequence: [Assignment]
    ) -> Int? {
        let asked = Asked(lane: lane, new: new, sequence: sequence)
        return switch constraint {
        case .regular(let regular): asked.penalty(regular)
        case .among(let among): asked.penalty(among)
        case .share(let share): asked.penalty(share)
        case .distance(let distance): asked.penalty(distance)
        case .steady(let steady): asked.penalty(steady)
        case .total(let total): asked.penalty(total)
        case .precedence(let precedence): asked.penalty(precedence)
        }
    }
}

/// An assignment that is asked about.
private struct Asked {
    let lane: Lane
    let new: Assignment
    let sequence: [Assignment]

    private var time: Int { lane.times[new.slot] }

    private func time(_ assignment: Assignment) -> Int { lane.times[assignment.slot] }

    func penalty(_ regular: Regular) -> Int? {
        var state = regular.start
        for assignment in sequence {
            let edge = regular.classOf[assignment.item] * regular.states + state
            state = regular.next[edge]
            if state == Regular.refused { return nil }
        }
        let edge = regular.classOf[new.item] * regular.states + state
        return regular.next[edge] == Regular.refused ? nil : regular.cost[edge]
    }

    func penalty(_ among: Among) -> Int? {
        guard among.members[new.item] else { return 0 }
        func key(_ slot: Int) -> Int { among.keys.isEmpty ? 0 : among.keys[slot] }
        let own = key(new.slot)
        var count = 1
        for event in among.past where event.time > time - among.length {
            if among.keys.isEmpty || event.key == own { count += 1 }
        }
        for other in sequence where time(other) > time - among.length {
            if among.members[other.item], key(other.slot) == own { count += 1 }
        }
        return count <= among.most ? 0 : among.weight
    }

    func penalty(_ share: Share) -> Int? {
        guard share.members[new.item] else { return 0 }
        let past = share.past.filter { $0.time > time - share.length }
        let placed = sequence.filter { time($0) > time - share.length }
        let all = past.count + placed.count + 1
        let members = past.count { $0.isMember } + placed.count { share.members[$0.item] } + 1
        return 100 * members <= share.percent * all ? 0 : share.weight
    }

    func penalty(_ distance: Distance) -> Int? {
        let own = distance.values[new.item]
        let before =
            distance.past
            + sequence.map { .init(time: time($0), values: distance.values[$0.item]) }
        for (number, other) in before.enumerated() where other.values.contains(where: own.contains) {
            let isFar =
                switch distance.by {
                case .time(let length): time - other.time >= length
                case .placements(let count): before.count - 1 - number >= count
                }
            if !isFar { return distance.weight }
        }
        return 0
    }

    func penalty(_ steady: Steady) -> Int? {
        let all = steady.past + sequence.map(time) + [time]
        let now = all.count { $0 > time - Steady.window }
        let earlier = all.count { $0 > time - Steady.reach && $0 <= time - Steady.window }
        return now <= max(steady.week, steady.thousandths * earlier / 4000) ? 0 : nil
    }

    func penalty(_ total: Total) -> Int? {
        let bucket = total.buckets[new.slot]
        let sum = sequence.filter { total.buckets[$0.slot] == bucket }.reduce(total.amounts[new.item]) {
            $0 + total.amounts[$1.item]
        }
        return sum <= total.limits[bucket] ? 0 : nil
    }

    func penalty(_ precedence: Precedence) -> Int? {
        for need in precedence.needs where need.item == new.item {
            let placed = sequence.filter { lane.items[$0.item].group == need.group }.map(time)
            guard (placed + (need.since.map { [$0] } ?? [])).contains(where: { $0 <= time - need.lag })
            else { return nil }
        }
        return 0
    }
}
