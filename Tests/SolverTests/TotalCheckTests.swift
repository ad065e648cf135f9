import TestSupport
import Testing

@testable import Solver

struct TotalCheckTests {
    @Test func `buckets hold what their limits say`() {
        let outcome = EditorTrial.run([.total], lanes: 300, changes: 60, seed: 11000)
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(outcome.accepted > 400 && outcome.refused > 300, "\(outcome)")
        let count = [0, 1].reduce(0) { $0 + outcome.reasons[.constraint($1), default: 0] }
        #expect(count > 100, "\(outcome.reasons)")
    }

    @Test func `a bucket may be full, and what goes makes room`() {
        let total = Total(amounts: [3, 2, 0], buckets: [0, 0, 1], limits: [3, 0])
        let trial = trial([0, 1, 2], .total(total), items: 3)
        #expect(trial.attempt(Change(inserted: [.init(item: 0, slot: 0)])))
        #expect(!trial.attempt(Change(inserted: [.init(item: 1, slot: 1)])))
        #expect(trial.attempt(Change(removed: [0], inserted: [.init(item: 1, slot: 1)])))
        #expect(!trial.attempt(Change(inserted: [.init(item: 0, slot: 2)])))
        #expect(trial.attempt(Change(inserted: [.init(item: 2, slot: 2)])))
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
