/// The dearest path through a lane's slots: over time, how many things the day has, and the states of the automata.
///
/// Values are scaled whole numbers. A day that comes back (a clock put back over midnight) starts again at what was
/// published, which only makes paths dearer.
struct LongestPath {
    /// What no path can reach; far below every value, far above overflow.
    static let impossible: Int32 = -1_000_000_000
    /// Values up to here are possible ones.
    static let possible: Int32 = -500_000_000

    /// A step of a path: a class in a slot.
    struct Step {
        var slot: Int
        var kind: Int
    }

    let slots: Int
    /// Counts of a day that are told apart: 0 ..< `counts`.
    let counts: Int
    let space: StateSpace
    /// Per slot, the first slot that keeps the spacing after it.
    let following: [Int]
    private let days: [Int]
    /// Per slot, the most things its day can have before it.
    private let mostBefore: [Int]
    /// Per day, how many placements the maximum leaves.
    private let room: [Int]
    /// Per day, from which count on a placement costs what a day above the target does.
    private let free: [Int]
    /// Per day, how many placements are wanted, as far as paths can count them.
    private let wanted: [Int]
    /// Sums of `wanted` over the days before.
    private let wantedBefore: [Int]
    /// Per slot, whether a path must place something there.
    private(set) var isForced: [Bool]
    /// Per slot, whether a placement there would step over a forced one.
    private var jumps: [Bool]
    private var table: [Int32]
    /// What steps of the automata cost, in scaled units, in the order of `StateSpace.cost`.
    private let costs: [Int32]
    private let isCostly: Bool

    /// - Parameter costs: What steps of the automata cost, in scaled units, in the order of `StateSpace.cost`.
    init(_ lane: Lane, space: StateSpace, costs: [Int32]) {
        self.space = space
        let count = lane.times.count
        slots = count
        days = lane.days
        self.costs = costs
        isCostly = costs.contains { $0 != 0 }
        var following = [Int](repeating: count, count: count)
        var ahead = 0
        for slot in 0..<count {
            while ahead < count, lane.times[ahead] - lane.times[slot] < lane.spacing { ahead += 1 }
            following[slot] = max(ahead, slot + 1)
        }
        self.following = following
        room = lane.published.map { published in lane.maxPerDay.map { max(0, $0 - published) } ?? Int.max }
        free = lane.published.map { published in lane.target.map { max(0, $0 - published) } ?? Int.max }
        wanted = LongestPath.countable(lane)
        wantedBefore = wanted.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
        var mostBefore = [Int](repeating: 0, count: count)
        for slot in 0..<count {
            let to = following[slot]
            if slot + 1 < count, lane.days[slot + 1] == lane.days[slot] {
                mostBefore[slot + 1] = max(mostBefore[slot + 1], mostBefore[slot])
            }
            if to < count, lane.days[to] == lane.days[slot] {
                mostBefore[to] = max(mostBefore[to], mostBefore[slot] + 1)
            }
        }
        // Counts beyond what any limit looks at are one.
        var last = 0
        for day in lane.published.indices {
            if let max = lane.maxPerDay { last = Swift.max(last, max - lane.published[day]) }
            if lane.maxPerDay == nil {
                last = max(last, wanted[day], free[day] == Int.max ? 0 : free[day])
            }
        }
        counts = min(last, (mostBefore.max() ?? 0) + 1) + 1
        self.mostBefore = mostBefore
        isForced = [Bool](repeating: false, count: count)
        jumps = isForced
        table = [Int32](
            repeating: LongestPath.impossible, count: (count + 1) * counts * (space.states + 1))
        let end = count * counts * (space.states + 1)
        for k in 0..<counts {
            for state in 0..<space.states { table[end + k * (space.states + 1) + state] = 0 }
        }
    }

    /// How many steps through the table one solution takes, at most.
    var cells: Int { slots * counts * space.states * (space.classes + 1) }

    /// What is wanted, if every day comes in one piece; else days cannot be counted.
    private static func countable(_ lane: Lane) -> [Int] {
        var pieces = [Int](repeating: 0, count: lane.wanted.count)
        for slot in lane.days.indices where slot == 0 || lane.days[slot - 1] != lane.days[slot] {
            pieces[lane.days[slot]] += 1
        }
        return pieces.contains { $0 > 1 } ? lane.wanted.map { _ in 0 } : lane.wanted
    }

    /// Makes paths place something in these slots.
    mutating func force(_ forced: [Int]) {
        isForced = [Bool](repeating: false, count: slots)
        jumps = isForced
        for slot in forced { isForced[slot] = true }
        for slot in 0..<slots {
            jumps[slot] = (slot + 1..<max(slot + 1, following[slot])).contains { isForced[$0] }
        }
    }

    /// How many wanted things a day lacks with so many, and the days between it and the day of `slot` lack.
    private func lack(_ day: Int, _ count: Int, until slot: Int) -> Int {
        let after = slot < slots ? days[slot] : wanted.count
        let between = after > day + 1 ? wantedBefore[after] - wantedBefore[day + 1] : 0
        return max(0, wanted[day] - count) + between
    }

    /// What the dearest path from the first slot is worth, for the values of classes in slots at
    /// `class * slots + slot`, when a thing above the target costs `aboveTarget` and a lacking one `lacking`.
    ///
    /// Unsafe buffers: with checked subscripts of a table this size the loop took three times as long.
    mutating func solve(values: [Int32], aboveTarget: Int32, lacking: Int32) -> Int {
        guard slots > 0 else { return 0 }
        let width = space.states + 1
        let states = space.states
        let row = counts * width
        let counts = self.counts
        let slots = self.slots
        // The table goes out of the value while the loop reads the rest of it: with two owners it would be copied whole.
        var table: [Int32] = []
        swap(&table, &self.table)
        let me = self
        table.withUnsafeMutableBufferPointer { table in
            guard let base = table.baseAddress else { return }
            me.space.next.withUnsafeBufferPointer { next in
                values.withUnsafeBufferPointer { values in
                    for slot in stride(from: slots - 1, through: 0, by: -1) {
                        let day = me.days[slot]
                        let skipsTo = slot + 1
                        let staysSkipping = skipsTo < slots && me.days[skipsTo] == day
                        let to = me.following[slot]
                        let staysPlacing = to < slots && me.days[to] == day
                        let most = min(counts - 1, me.mostBefore[slot])
                        for count in 0...most {
                            let out = base + (slot * row + count * width)
                            out[states] = LongestPath.impossible
                            if me.isForced[slot] {
                                for state in 0..<states { out[state] = LongestPath.impossible }
                            } else if staysSkipping {
                                let from = base + (skipsTo * row + count * width)
                                for state in 0..<states { out[state] = from[state] }
                            } else {
                                let from = base + skipsTo * row
                                let lack =
                                    lacking &* Int32(truncatingIfNeeded: me.lack(day, count, until: skipsTo))
                                for state in 0..<states { out[state] = from[state] &- lack }
                            }
                            if count >= me.room[day] || me.jumps[slot] { continue }
                            var cost = count >= me.free[day] ? aboveTarget : 0
                            let from: UnsafeMutablePointer<Int32>
                            if staysPlacing {
                                from = base + (to * row + min(count + 1, counts - 1) * width)
                            } else {
                                from = base + to * row
                                cost &+=
                                    lacking &* Int32(truncatingIfNeeded: me.lack(day, count + 1, until: to))
                            }
                            for kind in 0..<me.space.classes {
                                let value = values[kind &* slots &+ slot]
                                if value < LongestPath.possible { continue }
                                let gain = value &- cost
                                let arcs = kind &* states
                                if me.isCostly {
                                    for state in 0..<states {
                                        let there =
                                            gain &+ from[Int(next[arcs &+ state])]
                                            &- me.costs[arcs &+ state]
                                        if there > out[state] { out[state] = there }
                                    }
                                } else {
                                    let arc = next.baseAddress.unsafelyUnwrapped + arcs
                                    for state in 0..<states {
                                        let there = gain &+ from[Int(arc[state])]
                                        out[state] = max(out[state], there)
                                    }
                                }
                            }
                            // Sums with what is impossible must not creep into what is possible, nor overflow.
                            for state in 0..<states where out[state] < LongestPath.possible {
                                out[state] = LongestPath.impossible
                            }
                        }
                    }
                }
            }
        }
        swap(&table, &self.table)
        return Int(self.table[0])
    }

    /// The path that `solve` found last, with the same arguments, and how many wanted things it lacks.
    func path(values: [Int32], aboveTarget: Int32, lacking: Int32) -> (steps: [Step], lack: Int) {
        var steps: [Step] = []
        var lacks = 0
        let width = space.states + 1
        var slot = 0
        var count = 0
        var state = 0
        func entry(_ slot: Int, _ count: Int, _ state: Int) -> Int32 {
            table[(slot * counts + count) * width + state]
        }
        while slot < slots {
            let here = entry(slot, count, state)
            let day = days[slot]
            if !isForced[slot] {
                let stays = slot + 1 < slots && days[slot + 1] == day
                let lack = stays ? 0 : self.lack(day, count, until: slot + 1)
                if here == entry(slot + 1, stays ? count : 0, state) &- lacking &* Int32(lack) {
                    lacks += lack
                    count = stays ? count : 0
                    slot += 1
                    continue
                }
            }
            let to = following[slot]
            let stays = to < slots && days[to] == day
            let lack = stays ? 0 : self.lack(day, count + 1, until: to)
            let cost = (count >= free[day] ? aboveTarget : 0) &+ lacking &* Int32(lack)
            var found = false
            for kind in 0..<space.classes {
                let value = values[kind * slots + slot]
                let arc = kind * space.states + state
                let after = Int(space.next[arc])
                guard value >= LongestPath.possible, after < space.states else { continue }
                if here == value &- cost &+ entry(to, stays ? min(count + 1, counts - 1) : 0, after)
                    &- costs[arc]
                {
                    steps.append(Step(slot: slot, kind: kind))
                    state = after
                    found = true
                    break
                }
            }
            guard found else { break }
            lacks += lack
            count = stays ? min(count + 1, counts - 1) : 0
            slot = to
        }
        return (steps, lacks)
    }
}
