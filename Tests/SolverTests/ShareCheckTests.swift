import TestSupport
import Testing

@testable import Solver

struct ShareCheckTests {
    @Test func `shares are counted as one by one`() {
        let outcome = EditorTrial.run([.share], lanes: 300, changes: 60, seed: 9000)
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(outcome.accepted > 400 && outcome.refused > 300, "\(outcome)")
        #expect(outcome.costly > 100, "\(outcome.costly)")
        let count = [0, 1].reduce(0) { $0 + outcome.reasons[.constraint($1), default: 0] }
        #expect(count > 100, "\(outcome.reasons)")
    }

    @Test func `a fifth of five is one, and others that go take the share along`() {
        let past = (0..<3).map { Share.Event(time: $0, isMember: false) }
        let share = Share(members: [true, false, true], length: 100, percent: 20, past: past)
        let trial = trial([10, 20, 30, 101], .share(share), items: 3)
        #expect(!trial.attempt(Change(inserted: [.init(item: 0, slot: 1)])))
        #expect(trial.attempt(Change(inserted: [.init(item: 1, slot: 0), .init(item: 0, slot: 1)])))
        #expect(!trial.attempt(Change(removed: [0])))
        #expect(!trial.attempt(Change(removed: [0], inserted: [.init(item: 1, slot: 2)])))
        #expect(!trial.attempt(Change(removed: [1], inserted: [.init(item: 0, slot: 3)])))
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
