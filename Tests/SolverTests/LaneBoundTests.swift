import TestSupport
import Testing

@testable import Solver

struct LaneBoundTests {
    private let effort = Effort(iterations: 1, priceSteps: 200)

    private func bound(_ lane: Lane, held: [Assignment] = [], lacking: Int, incumbent: Int) -> LaneBound {
        LaneBound(
            lane, held: held, lacking: lacking, incumbent: incumbent, effort: effort, isWarm: false,
            goesOn: { _, _ in true })
    }

    private func tiny(_ seed: UInt64) -> Lane {
        if seed % 4 == 0 { return RandomLane.weeks(seed: seed) }
        if seed % 4 == 1 { return RandomLane.close(seed: seed) }
        var random = RandomLane(seed: seed)
        random.slots = 7
        random.items = 3
        random.constraints = 2
        random.relaxes = true
        return random.make()
    }

    @Test func `no plan of a tiny lane that holds the same and lacks no more is worth more`() {
        var asked = 0
        var tight = 0
        var failures: [String] = []
        for seed in Seeds.sample(57_000..<57_160 as Range<UInt64>) {
            let lane = tiny(seed)
            let naive = NaiveConstraints(lane)
            let plans = RandomLane.plans(of: lane).map { plan in
                let costs = naive.verdicts(of: plan).reduce(0) { $0 + $1.cost }
                return (
                    plan: plan, objective: NaiveConstraints.objective(of: plan, on: lane, penalties: costs)
                )
            }
            var numbers = SplitMix64(seed: seed)
            let least = plans.map { NaiveConstraints.lack(of: $0.plan, on: lane) }.min() ?? 0
            for lacking in [0, least, least + 2] {
                let few = plans.filter { NaiveConstraints.lack(of: $0.plan, on: lane) <= lacking }
                guard !few.isEmpty else { continue }
                let known = few[numbers.below(few.count)]
                let held = known.plan.filter { lane.items[$0.item].pin == $0.slot || numbers.below(5) == 0 }
                let best = few.filter { held.allSatisfy($0.plan.contains) }.map(\.objective.score).max() ?? 0
                let bound = bound(lane, held: held, lacking: lacking, incumbent: known.objective.score)
                asked += 1
                tight += bound.score <= best + 2 ? 1 : 0
                if bound.score < best {
                    failures.append("seed \(seed): \(bound.score) < \(best), lacking \(lacking)\n\(lane)")
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(1).joined(separator: "\n"))")
        #expect(asked > Seeds.share(250) && tight > Seeds.share(80), "\(asked) \(tight)")
    }

    @Test func `the same lane gives the same bound, prices and pool`() {
        for seed in Seeds.sample(58_000..<58_010 as Range<UInt64>) {
            let lane = tiny(seed)
            let one = bound(lane, lacking: 3, incumbent: -1_000_000)
            let other = bound(lane, lacking: 3, incumbent: -1_000_000)
            #expect(one.score == other.score && one.prices == other.prices && one.pool == other.pool)
        }
    }

    @Test func `a floor that cannot be met does not shut plans out`() {
        var failures: [String] = []
        var asked = 0
        for seed in Seeds.sample(59_000..<59_300 as Range<UInt64>) {
            var lane = RandomLane.weeks(seed: seed)
            lane.wanted = lane.wanted.map { _ in 0 }
            lane.silence = .init(limit: 1440, start: lane.times[0] - 1, end: (lane.times.last ?? 0) + 1)
            guard FloorBound.shortfall(of: lane).hours > 0 else { continue }
            asked += 1
            let best =
                RandomLane.plans(of: lane).map { TinyLane.objective($0, on: lane).score }.max() ?? 0
            let bound = bound(lane, lacking: 0, incumbent: -1_000_000)
            if bound.score < best { failures.append("seed \(seed): \(bound.score) < \(best)\n\(lane)") }
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(1).joined(separator: "\n"))")
        #expect(asked > Seeds.share(40), "\(asked)")
    }

    @Test func `prices end when they are told to, or when a plan is as good`() {
        let lane = tiny(58_003)
        let asked = bound(lane, lacking: 60, incumbent: -1_000_000)
        #expect(!asked.pool.isEmpty)
        let stopped = LaneBound(
            lane, held: [], lacking: 60, incumbent: -1_000_000, effort: effort, isWarm: false,
            goesOn: { _, _ in false })
        #expect(stopped.pool.isEmpty && stopped.score >= asked.score)
        let proved = bound(lane, lacking: 60, incumbent: stopped.score)
        #expect(proved.pool.isEmpty && proved.score <= stopped.score)
    }

    @Test func `a lane without slots or items is worth nothing`() {
        let empty = Lane(times: [], days: [], items: [], worth: [], published: [], wanted: [])
        #expect(bound(empty, lacking: 0, incumbent: 0).score == 0)
        let bare = Lane(times: [0], days: [0], items: [], worth: [], published: [0], wanted: [1])
        #expect(bound(bare, lacking: 1, incumbent: 0).score == 0)
    }

    /// What is fixed was decided under other rules, perhaps.
    @Test(arguments: [100, Int32(Lane.mostWorth)])
    func `where what is fixed leaves no path, everything is a bound`(worth: Int32) {
        let lane = Lane(
            times: [0, 60, 120, 400], days: [0, 0, 0, 0], items: (0..<4).map { .init(group: $0) },
            worth: [Int32](repeating: worth, count: 16), published: [0], wanted: [0], spacing: 120,
            fixed: [.init(item: 0, slot: 0), .init(item: 1, slot: 1)], asks: false)
        let bound = LaneBound(
            lane, held: lane.fixed, lacking: 0, incumbent: 3 * Int(worth), effort: .quick, isWarm: false,
            goesOn: { _, _ in true })
        #expect(bound.score == 6 * Int(worth))
        #expect(bound.pool.isEmpty)
    }
}
