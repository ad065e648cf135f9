import Testing

@testable import Solver

struct LongestPathTests {
    /// Random values for the classes of a tiny lane.
    private struct Case {
        let lane: Lane
        let space: StateSpace
        var values: [Int32]
        var aboveTarget: Int32
        var lacking: Int32

        init(seed: UInt64, days: [Int]? = nil) {
            var random = RandomLane(seed: seed)
            random.slots = 5 + Int(seed % 3)
            random.items = 3
            random.kinds = [.regular]
            random.constraints = Int(seed % 3)
            random.returns = false
            var lane = random.make()
            if let days {
                lane.days = Array(days.prefix(lane.times.count))
                lane.published = [random.pick(0...1), 0]
                lane.wanted = [random.pick(0...3), random.pick(0...3)]
            }
            self.lane = lane
            space = StateSpace(lane)
            values = (0..<space.classes * lane.times.count).map { [numbers = random.numbers] index in
                var numbers = SplitMix64(seed: UInt64(index) &+ seed &* 977 &+ numbers.hashed)
                return numbers.below(5) == 0 ? LongestPath.impossible : Int32(numbers.below(6000)) - 1500
            }
            aboveTarget = Int32(random.pick(0...2000))
            lacking = random.chance(70) ? Int32(random.pick(0...4000)) : 0
        }

        /// What classes in slots are worth; nil if they are no path.
        func value(_ steps: [LongestPath.Step]) -> Int? {
            var sum = 0
            var counts = [Int](repeating: 0, count: lane.wanted.count)
            var state = 0
            for (number, step) in steps.enumerated() {
                let value = values[step.kind * lane.times.count + step.slot]
                let arc = step.kind * space.states + state
                if number > 0, lane.times[step.slot] - lane.times[steps[number - 1].slot] < lane.spacing {
                    return nil
                }
                guard value != LongestPath.impossible, space.next[arc] < space.states else { return nil }
                let day = lane.days[step.slot]
                let before = lane.published[day] + counts[day]
                if let most = lane.maxPerDay, before >= most { return nil }
                if let target = lane.target, before >= target { sum -= Int(aboveTarget) }
                counts[day] += 1
                sum += Int(value) - Int(space.cost[arc])
                state = Int(space.next[arc])
            }
            return sum - Int(lacking) * lack(counts)
        }

        func lack(_ counts: [Int]) -> Int { zip(lane.wanted, counts).reduce(0) { $0 + max(0, $1.0 - $1.1) } }

        func lack(_ steps: [LongestPath.Step]) -> Int {
            lack(lane.wanted.indices.map { day in steps.count { lane.days[$0.slot] == day } })
        }

        /// The most that any path is worth that has something in all of `forced`; nil if there is none.
        func best(forced: Set<Int> = []) -> Int? {
            var best: Int?
            func extend(_ steps: [LongestPath.Step], from slot: Int) {
                guard steps.isEmpty || value(steps) != nil else { return }
                if slot == lane.times.count {
                    if let value = value(steps) { best = max(best ?? value, value) }
                    return
                }
                if !forced.contains(slot) { extend(steps, from: slot + 1) }
                for kind in 0..<space.classes {
                    extend(steps + [.init(slot: slot, kind: kind)], from: slot + 1)
                }
            }
            extend([], from: 0)
            return best
        }
    }

    @Test func `the longest path is the best of all, and the path given is worth it`() {
        var placed = 0
        for seed in 31_000..<31_160 as Range<UInt64> {
            let tiny = Case(seed: seed)
            var path = LongestPath(tiny.lane, space: tiny.space, costs: tiny.space.cost)
            let value = path.solve(values: tiny.values, aboveTarget: tiny.aboveTarget, lacking: tiny.lacking)
            #expect(value == tiny.best(), "seed \(seed)")
            let (steps, lack) = path.path(
                values: tiny.values, aboveTarget: tiny.aboveTarget, lacking: tiny.lacking)
            #expect(tiny.value(steps) == value, "seed \(seed)")
            #expect(lack == tiny.lack(steps), "seed \(seed)")
            placed += steps.count
        }
        #expect(placed > 250, "\(placed)")
    }

    @Test(arguments: [[0, 0, 1, 0, 1, 1, 1], [0, 1, 0, 1, 1, 1, 1], [0, 0, 1, 0, 0, 0, 0]])
    func `a day that comes back only makes paths longer`(days: [Int]) {
        var longer = 0
        for seed in 32_000..<32_100 as Range<UInt64> {
            let tiny = Case(seed: seed, days: days)
            var path = LongestPath(tiny.lane, space: tiny.space, costs: tiny.space.cost)
            let value = path.solve(values: tiny.values, aboveTarget: tiny.aboveTarget, lacking: tiny.lacking)
            let best = tiny.best() ?? 0
            #expect(value >= best, "seed \(seed)")
            longer += value > best ? 1 : 0
        }
        #expect(longer > 10, "\(longer)")
    }

    @Test func `forced slots are used`() {
        var forced = 0
        for seed in 33_000..<33_120 as Range<UInt64> {
            let tiny = Case(seed: seed)
            var path = LongestPath(tiny.lane, space: tiny.space, costs: tiny.space.cost)
            let slots = seed % 2 == 0 ? [1] : [1, 4]
            path.force(slots)
            let value = path.solve(values: tiny.values, aboveTarget: tiny.aboveTarget, lacking: tiny.lacking)
            guard let best = tiny.best(forced: Set(slots)) else {
                #expect(value < LongestPath.possible, "seed \(seed)")
                continue
            }
            #expect(value == best, "seed \(seed)")
            forced += 1
        }
        #expect(forced > 30, "\(forced)")
    }

    @Test func `a lane without slots is worth nothing`() {
        let lane = Lane(times: [], days: [], items: [], worth: [], published: [], wanted: [])
        var path = LongestPath(lane, space: StateSpace(lane), costs: [])
        #expect(path.solve(values: [], aboveTarget: 0, lacking: 0) == 0)
    }
}

extension SplitMix64 {
    /// A number that depends on where the generator stands.
    fileprivate var hashed: UInt64 {
        var copy = self
        return copy.next() >> 8
    }
}
