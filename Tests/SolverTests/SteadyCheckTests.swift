import TestSupport
import Testing

@testable import Solver

struct SteadyCheckTests {
    @Test func `weeks are counted as one by one`() {
        let outcome = EditorTrial.run([.steady], lanes: 300, changes: 60, seed: 10000)
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(outcome.accepted > 400 && outcome.refused > 300, "\(outcome)")
        let count = [0, 1].reduce(0) { $0 + outcome.reasons[.constraint($1), default: 0] }
        #expect(count > 100, "\(outcome.reasons)")
    }

    @Test func `a week may have what the four before it let expect`() {
        let week = Steady.window
        // One in each of four weeks: twice their mean is two, and without one of them one.
        let past = (1...4).map { -$0 * week }.reversed()
        let trial = trial(
            [0, 100, week, week + 100], .steady(.init(week: 1, thousandths: 2000, past: Array(past))),
            items: 4)
        #expect(trial.attempt(Change(inserted: [.init(item: 0, slot: 0), .init(item: 1, slot: 1)])))
        #expect(trial.attempt(Change(inserted: [.init(item: 2, slot: 2), .init(item: 3, slot: 3)])))
        #expect(!trial.attempt(Change(removed: [0])))
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
