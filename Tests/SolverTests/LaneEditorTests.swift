import TestSupport
import Testing

@testable import Solver

struct LaneEditorTests {
    /// Lanes with constraints of all kinds, and things on them.
    private func trials(_ count: Int, seed: UInt64, changes: Int = 25, asks: Bool = false) -> [EditorTrial] {
        (0..<UInt64(count)).map { number in
            var random = RandomLane(seed: seed + number)
            random.constraints = 4
            var lane = random.make()
            lane.asks = asks
            let trial = EditorTrial(lane, seed: seed + number, beside: number % 3 == 0)
            trial.run(changes)
            return trial
        }
    }

    @Test func `a change is kept exactly from the objective on that it leads to`() {
        var kept = 0
        var costly = 0
        var failures: [String] = []
        for trial in trials(150, seed: 20_000) + trials(50, seed: 21_000, asks: true) {
            for _ in 0..<30 {
                let change = trial.change()
                let wanted = trial.sequence(after: change)
                guard wanted != trial.editor.assignments, let judged = trial.costs(of: wanted) else {
                    continue
                }
                let costs = judged.reduce(0) { $0 + $1.cost }
                let score = NaiveConstraints.objective(of: wanted, on: trial.lane, penalties: costs).score
                let before = trial.editor.assignments
                if trial.editor.attempt(change, value: { $0.score }, threshold: score + 1) {
                    failures.append("\(change) of \(before) on \(trial.lane.constraints) is too good")
                    break
                }
                if !trial.editor.attempt(change, value: { $0.score }, threshold: score) {
                    failures.append("\(change) of \(before) on \(trial.lane.constraints) is refused")
                    break
                }
                kept += 1
                costly += costs > 0 ? 1 : 0
            }
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(3).joined(separator: "\n"))")
        #expect(kept > 1000 && costly > 300, "\(kept) \(costly)")
    }

    @Test func `ejections are well formed, spare what may not go, and the attempt decides`() {
        var taken = 0
        var chains = 0
        var outcome = EditorTrial.Outcome()
        for trial in trials(200, seed: 22_000) {
            for round in 0..<30 {
                guard let new = trial.placement() else { break }
                let count = trial.editor.current.count
                let gone = count > 0 && round % 2 == 0 ? round % count : nil
                if let gone, !trial.editor.isMovable(gone) { continue }
                var drawn = round
                let edit = trial.editor.ejecting(new.item, in: new.slot, without: gone) { _ in
                    drawn += 1
                    return drawn % trial.lane.items.count
                }
                guard let edit else { continue }
                if Set(edit.removed).sorted() != edit.removed
                    || Set(edit.inserted.map(\.slot)).sorted() != edit.inserted.map(\.slot)
                    || !edit.removed.allSatisfy(trial.editor.isMovable)
                    || !edit.inserted.allSatisfy({ trial.lane.allows($0.item, $0.slot) })
                    || !edit.inserted.contains(new) || gone.map({ !edit.removed.contains($0) }) ?? false
                {
                    trial.fail("\(edit) is no change")
                    break
                }
                taken += trial.attempt(edit) ? 1 : 0
                chains += edit.inserted.count > 1 ? 1 : 0
            }
            outcome = outcome + trial.outcome
        }
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(taken > 400 && chains > 40, "\(taken) \(chains)")
    }

    @Test
    func `a change is not extended by what would be refused anyhow, and the attempt decides about the rest`()
    {
        var longer = 0
        var taken = 0
        var refused = 0
        var outcome = EditorTrial.Outcome()
        for trial in trials(200, seed: 23_000) {
            for round in 0..<30 {
                var change = Change()
                if trial.editor.current.count > 0, round % 3 != 0 {
                    change.removed = [round % trial.editor.current.count]
                }
                for _ in 0..<4 {
                    guard let new = trial.placement() else { break }
                    let before = change
                    if trial.editor.extend(&change, with: new) {
                        longer += change.inserted.count > 1 ? 1 : 0
                        continue
                    }
                    refused += 1
                    // With different numbers of uses in a group it depends on which comes first.
                    let group = trial.lane.items[new.item].group
                    if Set(trial.lane.items.filter { $0.group == group }.map(\.uses)).count > 1 { continue }
                    var all = before
                    all.inserted.append(new)
                    if trial.costs(of: trial.sequence(after: all)) != nil {
                        trial.fail("\(before) could have been extended with \(new)")
                    }
                }
                taken += trial.attempt(trial.sorted(change)) ? 1 : 0
            }
            outcome = outcome + trial.outcome
        }
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(longer > 400 && taken > 400 && refused > 400, "\(longer) \(taken) \(refused)")
    }

    @Test func `what is forced in is admitted`() {
        var taken = 0
        var outcome = EditorTrial.Outcome()
        for trial in trials(150, seed: 24_000) + trials(50, seed: 25_000, asks: true) {
            for _ in 0..<20 {
                guard let new = trial.placement(), trial.editor.isFree(new.item),
                    let change = trial.editor.forcing(new.item, in: new.slot, without: [])
                else { continue }
                taken += 1
                if !trial.attempt(change) { trial.fail("\(change) is not admitted") }
            }
            outcome = outcome + trial.outcome
        }
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(taken > 300, "\(taken)")
    }

    @Test func `an editor begins with what is fixed, and counts it`() {
        var outcome = EditorTrial.Outcome()
        var fixed = 0
        for trial in trials(60, seed: 26_000)
        where trial.index == 0 && trial.model.lanes[1].items.isEmpty == false {
            var lane = trial.lane
            lane.fixed = trial.editor.assignments
            guard !lane.fixed.isEmpty else { continue }
            let again = EditorTrial(lane, seed: 1)
            if again.editor.assignments != lane.fixed || again.editor.objective != trial.editor.objective {
                trial.fail("\(lane.fixed) is fixed, but counts \(again.editor.objective)")
            }
            if lane.fixed.indices.contains(where: again.editor.isMovable) { trial.fail("fixed things move") }
            fixed += 1
            outcome = outcome + trial.outcome
        }
        #expect(outcome.failures.isEmpty, "\(outcome.report)")
        #expect(fixed > 30)
    }

    @Test func `a change that makes others stop paying is kept for what it leads to`() {
        let lane = Lane(
            times: [0, 10, 20], days: [0, 0, 0], items: (0..<3).map { .init(group: $0) },
            worth: [Int32](repeating: 100, count: 9), published: [0], wanted: [0],
            constraints: [.distance(.init(values: [[1], [1], [2]], by: .time(60), weight: 150))], asks: false)
        let trial = EditorTrial(lane, seed: 1)
        trial.attempt(Change(inserted: [.init(item: 0, slot: 0), .init(item: 1, slot: 1)]))
        #expect(trial.editor.objective.score == 50)
        let isKept = trial.editor.attempt(Change(removed: [0]), value: { $0.score }, threshold: 100)
        #expect(isKept)
    }
}
