/// Checks a lane's constraints on changed sequences, looking only at what a change can have touched.
///
/// The tables are made once for a lane. Before a change the sequence was admitted.
final class SequenceChecker: Sendable {
    /// A breakable entry has a bit of its own in `LaneSequence.broken`, and this weight.
    let weights: [Int]
    /// How many automata there are.
    let automata: Int

    let times: [Int]
    let days: [Int]
    let groupOf: [Int]
    let usesOf: [Int]
    let everyOf: [Int]
    let regulars: [Regular]
    /// The automata of which some step costs.
    private let costly: [Int]
    let distances: [DistanceCheck]
    /// Per item, bits for all it has to keep a distance in time for: without a common bit two items need none.
    private let kinship: [UInt64]
    let amongs: [AmongCheck]
    let shares: [ShareCheck]
    let steadies: [Steady]
    let totals: [Total]
    let precedences: [PrecedenceCheck]
    /// Placements that are this far apart in time need not be compared.
    let reach: Int
    /// How long after a change placements may break other entries than before.
    private let longestBreakable: Int
    private let maxPerDay: Int?
    private let published: [Int]

    init(_ lane: Lane) {
        times = lane.times
        days = lane.days
        groupOf = lane.items.map(\.group)
        usesOf = lane.items.map(\.uses)
        everyOf = lane.items.map(\.every)
        maxPerDay = lane.maxPerDay
        published = lane.published
        var weights: [Int] = []
        var longest = 0
        func bit(_ weight: Int?, length: Int) -> UInt64 {
            guard let weight else { return 0 }
            precondition(weights.count < Lane.mostBreakable)
            weights.append(weight)
            longest = max(longest, length)
            return 1 << UInt64(weights.count - 1)
        }
        var regulars: [Regular] = []
        var distances: [DistanceCheck] = []
        var amongs: [AmongCheck] = []
        var shares: [ShareCheck] = []
        var steadies: [Steady] = []
        var totals: [Total] = []
        var precedences: [PrecedenceCheck] = []
        for constraint in lane.constraints {
            switch constraint {
            case .regular(let regular): regulars.append(regular)
            case .distance(let distance):
                distances.append(DistanceCheck(distance, bit: bit(distance.weight, length: distance.longest)))
            case .among(let among):
                amongs.append(AmongCheck(among, bit: bit(among.weight, length: among.length)))
            case .share(let share):
                shares.append(ShareCheck(share, bit: bit(share.weight, length: share.length)))
            case .steady(let steady): steadies.append(steady)
            case .total(let total): totals.append(total)
            case .precedence(let precedence):
                precedences.append(PrecedenceCheck(precedence, items: groupOf))
            }
        }
        self.weights = weights
        longestBreakable = lane.asks ? Int.max : longest
        self.regulars = regulars
        self.distances = distances
        kinship = lane.items.indices.map { item in
            distances.indices.reduce(0) { $0 | distances[$1].mask(of: item, turned: $1) }
        }
        self.amongs = amongs
        self.shares = shares
        self.steadies = steadies
        self.totals = totals
        self.precedences = precedences
        automata = regulars.count
        reach = max(lane.spacing, distances.map(\.longest).max() ?? 0)
        costly = regulars.indices.filter { regulars[$0].cost.contains { $0 != 0 } }
    }

    /// What entries with these bits cost.
    func weight(of broken: UInt64) -> Int {
        var sum = 0
        var bits = broken
        while bits != 0 {
            sum &+= weights[bits.trailingZeroBitCount]
            bits &= bits &- 1
        }
        return sum
    }

    /// Whether the changed sequence is admitted; notes states and broken entries in it.
    func admits(_ sequence: inout LaneSequence, _ difference: Difference) -> Bool {
        guard daysHold(sequence, difference), groupsHold(sequence, difference),
            runAutomata(&sequence, difference)
        else { return false }
        for check in distances where !check.admits(&sequence, difference, times) { return false }
        for check in amongs where !check.admits(&sequence, difference, times) { return false }
        for check in shares where !check.admits(&sequence, difference, times) { return false }
        for total in totals where !total.admits(sequence, difference) { return false }
        for check in precedences where !check.admits(sequence, difference, times, groupOf) { return false }
        for steady in steadies where !steady.admits(sequence, difference, times) { return false }
        return true
    }

    /// The positions whose items would be too close to an item at a time; nil if something from before is.
    func conflicts(of item: Int, at time: Int, in sequence: LaneSequence, into positions: inout [Int]) -> Bool
    {
        for check in distances
        where !check.conflicts(of: item, at: time, in: sequence, times, into: &positions) { return false }
        return true
    }

    /// Whether two items must keep their distance at these times.
    func areClose(_ a: Int, _ timeOfA: Int, _ b: Int, _ timeOfB: Int) -> Bool {
        if kinship[a] & kinship[b] == 0 { return false }
        for check in distances where check.areClose(a, timeOfA, b, timeOfB) { return true }
        return false
    }

    private func daysHold(_ sequence: LaneSequence, _ difference: Difference) -> Bool {
        guard let maxPerDay else { return true }
        for position in difference.inserted {
            let slot = sequence.slots[position]
            let day = days[slot]
            var count = published[day] &+ 1
            // Clocks that are set back across midnight interrupt a date, but none lasts longer than two days.
            var other = position &- 1
            while other >= 0, times[slot] &- times[sequence.slots[other]] < 2880 {
                if days[sequence.slots[other]] == day { count &+= 1 }
                other &-= 1
            }
            other = position &+ 1
            while other < sequence.count, times[sequence.slots[other]] &- times[slot] < 2880 {
                if days[sequence.slots[other]] == day { count &+= 1 }
                other &+= 1
            }
            if count > maxPerDay { return false }
        }
        return true
    }

    /// At most once, or at most so many times with a distance.
    private func groupsHold(_ sequence: LaneSequence, _ difference: Difference) -> Bool {
        for position in difference.inserted {
            let group = groupOf[sequence.items[position]]
            var placed = 0
            var latest = 0
            for other in 0..<sequence.count where groupOf[sequence.items[other]] == group {
                let item = sequence.items[other]
                let time = times[sequence.slots[other]]
                if placed >= usesOf[item] || (placed > 0 && time &- latest < everyOf[item]) { return false }
                placed &+= 1
                latest = time
            }
        }
        return true
    }

    private func runAutomata(_ sequence: inout LaneSequence, _ difference: Difference) -> Bool {
        let automata = self.automata
        for number in 0..<automata {
            let regular = regulars[number]
            var state =
                difference.from == 0
                ? regular.start : Int(sequence.states[(difference.from &- 1) &* automata &+ number])
            for position in difference.from..<sequence.count {
                let arc = regular.classOf[sequence.items[position]] &* regular.states &+ state
                state = regular.next[arc]
                if state < 0 { return false }
                let place = position &* automata &+ number
                if position >= difference.to, sequence.states[place] == Int32(truncatingIfNeeded: state) {
                    break
                }
                sequence.states[place] = Int32(truncatingIfNeeded: state)
            }
        }
        return true
    }

    /// The positions that may break other entries than before the change.
    func touched(by difference: Difference, in sequence: LaneSequence) -> Range<Int> {
        if weights.isEmpty, longestBreakable == 0 {
            return difference.from..<max(difference.from, difference.to)
        }
        var end = difference.to
        while end < sequence.count, times[sequence.slots[end]] &- difference.lastTime < longestBreakable {
            end &+= 1
        }
        return difference.from..<max(difference.from, end)
    }

    /// Whether some step of an automaton costs.
    var isCostly: Bool { !costly.isEmpty }

    /// What the automata make the placement at a position cost.
    func automataCost(_ sequence: LaneSequence, _ position: Int) -> Int {
        var sum = 0
        for number in costly {
            let regular = regulars[number]
            let before =
                position == 0 ? regular.start : Int(sequence.states[(position &- 1) &* automata &+ number])
            sum &+= regular.cost[regular.classOf[sequence.items[position]] &* regular.states &+ before]
        }
        return sum
    }
}
