import TestSupport
import Testing

@testable import Solver

struct PrecedenceCheckTests {
    @Test func `who needs others comes after them, whatever moves`() {
        let outcome = EditorTrial.run([.precedence], lanes: 300, changes: 60, seed: 8000)
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(outcome.accepted > 400 && outcome.refused > 300, "\(outcome)")
        let count = [0, 1].reduce(0) { $0 + outcome.reasons[.constraint($1), default: 0] }
        #expect(count > 100, "\(outcome.reasons)")
    }

    @Test func `exactly the lag is enough, and what is needed may not go`() {
        let needs = [
            Precedence.Need(item: 1, group: 0, lag: 60), .init(item: 2, group: 7, since: 5, lag: 60),
        ]
        let trial = trial([0, 59, 60, 64, 65], .precedence(.init(needs: needs)), items: 3)
        #expect(!trial.attempt(Change(inserted: [.init(item: 1, slot: 4)])))
        #expect(trial.attempt(Change(inserted: [.init(item: 0, slot: 0)])))
        #expect(!trial.attempt(Change(inserted: [.init(item: 1, slot: 1)])))
        #expect(trial.attempt(Change(inserted: [.init(item: 1, slot: 2)])))
        #expect(!trial.attempt(Change(removed: [0])))
        #expect(!trial.attempt(Change(removed: [0], inserted: [.init(item: 0, slot: 1)])))
        #expect(!trial.attempt(Change(inserted: [.init(item: 2, slot: 3)])))
        #expect(trial.attempt(Change(inserted: [.init(item: 2, slot: 4)])))
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
