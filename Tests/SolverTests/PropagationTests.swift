import TestSupport
import Testing

@testable import Solver

struct PropagationTests {
    @Test func `nothing that is admitted is taken out, and something that is not is`() {
        var taken = 0
        var failures: [String] = []
        for seed in 44_000..<44_200 as Range<UInt64> {
            var random = RandomLane(seed: seed)
            random.kinds = [.among, .distance, .precedence]
            random.constraints = 3
            let lane = random.make()
            var propagated = lane
            propagated.propagate()
            taken += zip(lane.worth, propagated.worth).count { $0 != $1 }
            let trial = EditorTrial(lane, seed: seed)
            for _ in 0..<10 {
                trial.run(8)
                for placed in trial.editor.assignments where !propagated.allows(placed.item, placed.slot) {
                    failures.append("seed \(seed): \(placed)")
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.count): \(failures.prefix(3))")
        #expect(taken > 500, "\(taken)")
    }

    private func lane(_ constraint: Constraint, fixed: [Assignment] = []) -> Lane {
        var lane = Lane(
            times: [100, 110, 120, 130], days: [0, 0, 0, 0],
            items: [.init(group: 0), .init(group: 1)], worth: [Int32](repeating: 1, count: 8),
            published: [0], wanted: [0], fixed: fixed, constraints: [constraint], asks: false)
        lane.propagate()
        return lane
    }

    private func allowed(_ lane: Lane, _ item: Int) -> [Int] { (0..<4).filter { lane.allows(item, $0) } }

    @Test func `too close to what went out ends exactly at the distance`() {
        let distance = Distance(values: [[7], [8]], by: .time(30), past: [.init(time: 90, values: [7])])
        #expect(allowed(lane(.distance(distance)), 0) == [2, 3])
        #expect(allowed(lane(.distance(distance)), 1) == [0, 1, 2, 3])
        var soft = distance
        soft.weight = 5
        #expect(allowed(lane(.distance(soft)), 0) == [0, 1, 2, 3])
        var apart = distance
        apart.by = .placements(3)
        #expect(allowed(lane(.distance(apart)), 0) == [0, 1, 2, 3])
    }

    @Test func `what needs something that is out waits for the lag, and for what never comes forever`() {
        let needs = Precedence(needs: [.init(item: 0, group: 9, since: 90, lag: 30)])
        #expect(allowed(lane(.precedence(needs)), 0) == [2, 3])
        #expect(allowed(lane(.precedence(.init(needs: [.init(item: 0, group: 9, lag: 0)]))), 0) == [])
        #expect(allowed(lane(.precedence(.init(needs: [.init(item: 0, group: 1, lag: 0)]))), 0).count == 4)
    }

    @Test func `a window is closed to members while it is full`() {
        let full = Among(members: [true, false], length: 30, most: 1, past: [.init(time: 90)])
        #expect(allowed(lane(.among(full)), 0) == [2, 3])
        #expect(allowed(lane(.among(full)), 1).count == 4)
        var roomy = full
        roomy.most = 2
        #expect(allowed(lane(.among(roomy)), 0).count == 4)
    }

    @Test func `what is fixed stays`() {
        let distance = Distance(values: [[7], [8]], by: .time(30), past: [.init(time: 90, values: [7])])
        #expect(allowed(lane(.distance(distance), fixed: [.init(item: 0, slot: 1)]), 0) == [1, 2, 3])
    }
}
