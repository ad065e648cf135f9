import TestSupport
import Testing

@testable import Solver

struct AmongCheckTests {
    @Test func `windows are counted as one by one`() {
        let outcome = EditorTrial.run([.among], lanes: 300, changes: 60, seed: 6000)
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(outcome.accepted > 400 && outcome.refused > 300, "\(outcome)")
        #expect(outcome.costly > 100, "\(outcome.costly)")
        let count = [0, 1].reduce(0) { $0 + outcome.reasons[.constraint($1), default: 0] }
        #expect(count > 100, "\(outcome.reasons)")
    }

    @Test func `the window is open at its beginning, and what leaves it makes room`() {
        let among = Among(
            members: [true, true, true, false], length: 60, most: 1, past: [.init(time: -10)])
        let trial = trial([49, 50, 109, 110], .among(among), items: 4)
        #expect(!trial.attempt(Change(inserted: [.init(item: 0, slot: 0)])))
        #expect(trial.attempt(Change(inserted: [.init(item: 0, slot: 1)])))
        #expect(!trial.attempt(Change(inserted: [.init(item: 1, slot: 2)])))
        #expect(trial.attempt(Change(inserted: [.init(item: 3, slot: 2)])))
        #expect(trial.attempt(Change(inserted: [.init(item: 1, slot: 3)])))
        #expect(trial.outcome.failures.isEmpty)
    }

    @Test func `whoever breaks an entry pays until what was in the way has gone`() {
        let among = Among(members: [true, true], keys: [1, 1, 2], length: 60, most: 1, weight: 30)
        let trial = trial([0, 59, 60], .among(among), items: 2)
        #expect(trial.attempt(Change(inserted: [.init(item: 0, slot: 0), .init(item: 1, slot: 1)])))
        #expect(trial.editor.objective.score == 170)
        #expect(trial.attempt(Change(removed: [1], inserted: [.init(item: 1, slot: 2)])))
        #expect(trial.editor.objective.score == 200)
        #expect(trial.attempt(Change(removed: [1], inserted: [.init(item: 1, slot: 1)])))
        #expect(trial.attempt(Change(removed: [0])))
        #expect(trial.editor.objective.score == 100)
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
