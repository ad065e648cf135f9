import Testing

@testable import Solver

struct StateSpaceTests {
    /// Walks random items through the product and through each automaton that it keeps.
    private func compare(_ lane: Lane, limit: Int, _ numbers: inout SplitMix64) -> (
        steps: Int, refused: Int, kept: Int
    )? {
        var regulars: [Regular] = []
        for case .regular(let regular) in lane.constraints { regulars.append(regular) }
        let space = StateSpace(lane, limit: limit)
        var kept = regulars
        for regular in space.dropped {
            guard let index = kept.firstIndex(of: regular) else { return nil }
            kept.remove(at: index)
        }
        guard space.states <= max(1, limit), space.classOf.count == lane.items.count else { return nil }
        var steps = 0
        var refused = 0
        for _ in 0..<10 {
            var state = 0
            var states = kept.map(\.start)
            for _ in 0..<20 {
                let item = numbers.below(lane.items.count)
                let arcs = zip(kept, states).map { $0.classOf[item] * $0.states + $1 }
                let isRefused = zip(kept, arcs).contains { $0.next[$1] == Regular.refused }
                let arc = space.classOf[item] * space.states + state
                guard (Int(space.next[arc]) == space.states) == isRefused else { return nil }
                if isRefused {
                    refused += 1
                    continue
                }
                guard Int(space.cost[arc]) == zip(kept, arcs).reduce(0, { $0 + $1.0.cost[$1.1] }) else {
                    return nil
                }
                states = zip(kept, arcs).map { $0.next[$1] }
                state = Int(space.next[arc])
                steps += 1
            }
        }
        return (steps, refused, kept.count)
    }

    @Test func `the product does what its automata do`() {
        var steps = 0
        var refused = 0
        var kept: [Int: Int] = [:]
        for seed in 0..<200 as Range<UInt64> {
            var random = RandomLane(seed: 30_000 + seed)
            random.kinds = [.regular]
            random.constraints = Int(seed % 4)
            random.slots = 5
            let lane = random.make()
            let limit = seed % 2 == 0 ? 12 : StateSpace.limit
            guard let walked = compare(lane, limit: limit, &random.numbers) else {
                Issue.record("seed \(seed): \(lane.constraints)")
                continue
            }
            steps += walked.steps
            refused += walked.refused
            kept[walked.kept, default: 0] += 1
        }
        #expect(steps > 10_000 && refused > 1000)
        #expect(Set(kept.keys) == [0, 1, 2, 3] && kept.values.allSatisfy { $0 > 5 }, "\(kept)")
    }

    @Test func `the largest automaton goes first when there are too many states`() {
        func counter(_ states: Int) -> Constraint {
            .regular(
                Regular(
                    classOf: [0], classes: 1, states: states, start: 0,
                    next: (0..<states).map { ($0 + 1) % states }))
        }
        var lane = Lane(
            times: [0], days: [0], items: [.init(group: 0)], worth: [1], published: [0], wanted: [0],
            constraints: [counter(4), counter(9), counter(5)], asks: false)
        #expect(StateSpace(lane, limit: 180).states == 180)
        let space = StateSpace(lane, limit: 179)
        #expect(space.states == 20 && space.dropped.map(\.states) == [9])
        lane.constraints = []
        #expect(StateSpace(lane).states == 1 && StateSpace(lane).classes == 1)
    }
}
