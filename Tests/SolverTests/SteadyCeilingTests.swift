import TestSupport
import Testing

@testable import Solver

struct SteadyCeilingTests {
    @Test
    func `no plan that lacks nothing has more up to any slot, nor more in the week of what it places`() {
        var reached = 0
        var failures: [String] = []
        for seed in 43_000..<43_100 as Range<UInt64> {
            let lane = RandomLane.weeks(seed: seed)
            guard case .steady(let steady)? = lane.constraints.first else { continue }
            let strict = SteadyCeiling(Relaxation(lane, dropped: [], lacksNothing: true), steady)
            let loose = SteadyCeiling(Relaxation(lane, dropped: [], lacksNothing: false), steady)
            for plan in RandomLane.plans(of: lane) {
                let lacks = NaiveConstraints.objective(of: plan, on: lane, penalties: 0).shortfall > 0
                let ceiling = lacks ? loose : strict
                for slot in lane.times.indices {
                    let count = plan.count { $0.slot <= slot }
                    if count > ceiling.most[slot] { failures.append("seed \(seed), slot \(slot): \(plan)") }
                    if count > 0, count == ceiling.most[slot] { reached += 1 }
                    let week = plan.count {
                        $0.slot <= slot && lane.times[$0.slot] > lane.times[slot] - Steady.window
                    }
                    if plan.contains(where: { $0.slot == slot }), week > ceiling.room[slot] {
                        failures.append("seed \(seed), week of slot \(slot): \(plan)")
                    }
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.count): \(failures.prefix(2))")
        #expect(reached > 1000, "\(reached)")
    }

    @Test func `a week that may hold twice the mean of those before it leaves room for what is left of it`() {
        // Eight in four weeks make a mean of two; four are allowed, and one of them went out the day before.
        let day = 1440
        let past = [-30, -29, -20, -19, -15, -14, -9, -8].map { $0 * day } + [-day]
        let times = (0..<7).map { $0 * day }
        let lane = Lane(
            times: times, days: Array(0..<7), items: [.init(group: 0, uses: 9)],
            worth: [Int32](repeating: 1, count: 7), published: [Int](repeating: 0, count: 7),
            wanted: [Int](repeating: 0, count: 7),
            constraints: [.steady(.init(week: 1, thousandths: 2000, past: past))], asks: false)
        guard case .steady(let steady)? = lane.constraints.first else { return }
        let ceiling = SteadyCeiling(Relaxation(lane, dropped: [], lacksNothing: false), steady)
        #expect(ceiling.room[0] == 3)
        #expect(ceiling.most[0] == 1 && ceiling.most[2] == 3 && ceiling.most[3] == 3)
    }
}
