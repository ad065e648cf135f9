import TestSupport
import Testing

@testable import Solver

struct DistanceCheckTests {
    @Test func `distances in time and in placements are kept on both sides`() {
        let outcome = EditorTrial.run([.distance], lanes: 300, changes: 60, seed: 7000)
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(outcome.accepted > 400 && outcome.refused > 300, "\(outcome)")
        #expect(outcome.costly > 100, "\(outcome.costly)")
        let count = [0, 1].reduce(0) { $0 + outcome.reasons[.constraint($1), default: 0] }
        #expect(count > 150, "\(outcome.reasons)")
    }

    @Test func `exactly the distance is far enough, also from what was before`() {
        let distance = Distance(
            values: [[1], [1, 2], [2]], by: .time(60), past: [.init(time: 0, values: [2])])
        let trial = trial([59, 60, 119, 120], .distance(distance), items: 3)
        #expect(!trial.attempt(Change(inserted: [.init(item: 1, slot: 0)])))
        #expect(trial.attempt(Change(inserted: [.init(item: 1, slot: 1)])))
        #expect(!trial.attempt(Change(inserted: [.init(item: 0, slot: 2)])))
        #expect(trial.attempt(Change(inserted: [.init(item: 0, slot: 3)])))
        #expect(!trial.attempt(Change(inserted: [.init(item: 2, slot: 0)])))
        #expect(trial.outcome.failures.isEmpty)
    }

    @Test func `who goes from between two brings them too close`() {
        let distance = Distance(values: [[1], [], [1]], by: .placements(1))
        let trial = trial([0, 1, 2, 3], .distance(distance), items: 3)
        #expect(
            trial.attempt(
                Change(inserted: [.init(item: 0, slot: 0), .init(item: 1, slot: 1), .init(item: 2, slot: 2)]))
        )
        #expect(!trial.attempt(Change(removed: [1])))
        #expect(!trial.attempt(Change(removed: [1], inserted: [.init(item: 1, slot: 3)])))
        #expect(trial.outcome.failures.isEmpty)
    }

    @Test func `values that share a bit are not alike`() {
        let values = [Array(0..<70)] + [[64], [0], [64, 71]]
        let trial = trial([0, 1, 2], .distance(.init(values: values, by: .time(60))), items: 4)
        #expect(trial.attempt(Change(inserted: [.init(item: 1, slot: 0), .init(item: 2, slot: 1)])))
        #expect(!trial.attempt(Change(inserted: [.init(item: 3, slot: 2)])))
        #expect(!trial.attempt(Change(inserted: [.init(item: 0, slot: 2)])))
        #expect(trial.outcome.failures.isEmpty)
    }

    /// Slots at these times, an item each that may go anywhere.
    private func trial(_ times: [Int], _ constraint: Constraint, items: Int) -> EditorTrial {
        EditorTrial(
            Lane(
                times: times, days: times.map { _ in 0 }, items: (0..<items).map { .init(group: $0) },
                worth: [Int32](repeating: 100, count: items * times.count), published: [0], wanted: [0],
                constraints: [constraint], asks: false), seed: 1)
    }
}
