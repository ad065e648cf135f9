import Testing
import TestSupport

@testable import Solver

struct SequenceCheckerTests {
    @Test func `changes are taken exactly when the whole sequence is admitted, and count as it does`() {
        let outcome = EditorTrial.run(
            RandomLane.Kind.allCases, lanes: 400, changes: 60, seed: 1000, constraints: 5)
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(outcome.accepted > 1000 && outcome.refused > 1500 && outcome.costly > 300, "\(outcome)")
    }

    @Test func `groups, spacing, days and things on other lanes are kept without any constraint`() {
        let outcome = EditorTrial.run([.total], lanes: 200, changes: 60, seed: 2000, constraints: 0)
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(outcome.accepted > 1000 && outcome.refused > 1000)
        for reason in [.uses, .every, .spacing, .day, .coupling] as [NaiveConstraints.Reason] {
            #expect(outcome.reasons[reason, default: 0] > 20, "\(reason) \(outcome.reasons)")
        }
    }

    @Test func `automata go on from where a change begins`() {
        let outcome = EditorTrial.run([.regular], lanes: 200, changes: 60, seed: 3000, constraints: 3)
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(outcome.accepted > 600 && outcome.refused > 600 && outcome.costly > 200, "\(outcome)")
    }

    @Test func `the admission is asked about everything that a change can have touched`() {
        let outcome = EditorTrial.run(
            [.regular, .among, .distance], lanes: 60, changes: 60, seed: 4000, constraints: 1
        ) { lane, _ in lane.asks = true }
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(outcome.accepted > 300 && outcome.refused > 600 && outcome.costly > 100, "\(outcome)")
    }

    @Test func `more than 32 entries that may be broken are told apart`() {
        let outcome = EditorTrial.run([.among], lanes: 4, changes: 40, seed: 5000, constraints: 40) {
            lane, numbers in
            for (index, constraint) in lane.constraints.enumerated() {
                guard case .among(var among) = constraint else { continue }
                among.weight = 1 + numbers.below(100)
                lane.constraints[index] = .among(among)
            }
        }
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(outcome.accepted > 30 && outcome.costly > 10)
    }

    @Test func `what a change on an empty lane leads to is judged too`() {
        let lane = Lane(
            times: [0, 60], days: [0, 0], items: [.init(group: 0), .init(group: 1)], worth: [10, 20, 30, 40],
            published: [0], wanted: [1], spacing: 60, asks: false)
        let trial = EditorTrial(lane, seed: 1)
        #expect(trial.attempt(Change(inserted: [.init(item: 0, slot: 0), .init(item: 1, slot: 1)])))
        #expect(trial.editor.objective == Objective(shortfall: 0, score: 50))
        #expect(!trial.attempt(Change(removed: [0], inserted: [.init(item: 1, slot: 0)])))
        #expect(trial.attempt(Change(removed: [0, 1], inserted: [.init(item: 1, slot: 0)])))
        #expect(trial.editor.objective == Objective(shortfall: 0, score: 30))
        #expect(trial.outcome.failures.isEmpty)
    }
}
