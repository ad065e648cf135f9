import TestSupport

@testable import Solver

/// Random changes put to an editor, and what the naive evaluator says of the whole changed sequence.
final class EditorTrial {
    /// How an editor and the evaluator came along.
    struct Outcome {
        var accepted = 0
        var refused = 0
        /// What refused, at the first place that did.
        var reasons: [NaiveConstraints.Reason: Int] = [:]
        /// Accepted changes that broke an entry.
        var costly = 0
        var failures: [String] = []

        static func + (a: Outcome, b: Outcome) -> Outcome {
            Outcome(
                accepted: a.accepted + b.accepted, refused: a.refused + b.refused,
                reasons: a.reasons.merging(b.reasons, uniquingKeysWith: +), costly: a.costly + b.costly,
                failures: a.failures + b.failures)
        }

        var report: String { "\(failures.count) failures, \(failures.prefix(3).joined(separator: "\n"))" }
    }

    /// Two lanes; the other one stands still.
    let model: SolverModel
    let index: Int
    var editor: LaneEditor<OddAdmission>
    var outcome = Outcome()
    private let other: [Assignment]
    private let naive: NaiveConstraints
    private var numbers: SplitMix64
    private let name: String
    /// Verdicts of what is placed, with what the admission says.
    private var known: [(assignment: Assignment, cost: Int)] = []

    var lane: Lane { model.lanes[index] }

    /// A lane alone, or with one beside it on which things of the same groups stand.
    init(_ lane: Lane, seed: UInt64, beside: Bool = false) {
        numbers = SplitMix64(seed: seed &* 31 &+ 7)
        name = "seed \(seed)"
        var neighbour = lane
        neighbour.constraints = []
        neighbour.coupling = lane.times.count > 1 ? (lane.times[1] - lane.times[0]) * numbers.below(4) : 0
        var other: [Assignment] = []
        if beside {
            for slot in lane.times.indices where numbers.below(3) == 0 {
                other.append(Assignment(item: numbers.below(lane.items.count), slot: slot))
            }
        }
        let index = beside ? numbers.below(2) : 0
        self.index = index
        self.other = other
        model = SolverModel(lanes: index == 0 ? [lane, neighbour] : [neighbour, lane])
        let sightings = other.map {
            Sighting(group: lane.items[$0.item].group, lane: 1 - index, time: lane.times[$0.slot])
        }
        naive = NaiveConstraints(lane, index: index, elsewhere: sightings)
        editor = LaneEditor(
            model: model, lane: index, checker: SequenceChecker(lane), admission: OddAdmission(),
            sightings: sightings)
    }

    private func below(_ count: Int) -> Int { numbers.below(max(1, count)) }

    /// An item in a slot that is open to it.
    func placement() -> Assignment? {
        for _ in 0..<20 {
            let new = Assignment(item: below(lane.items.count), slot: below(lane.times.count))
            if lane.allows(new.item, new.slot) { return new }
        }
        return nil
    }

    /// A random change: something comes, goes, moves, is replaced, or several of these at once.
    func change() -> Change {
        var change = Change()
        let count = editor.current.count
        var taken: Set<Int> = []
        for _ in 0..<(below(4) == 0 ? 1 + below(4) : 1) {
            let position = below(count)
            let kind = count == 0 || below(3) == 0 ? 0 : 1 + below(3)
            if kind > 0 {
                if change.removed.contains(position) { continue }
                change.removed.append(position)
            }
            var new: Assignment?
            switch kind {
            case 0: new = placement()
            case 1: new = nil
            case 2: new = Assignment(item: editor.current.items[position], slot: below(lane.times.count))
            default: new = Assignment(item: below(lane.items.count), slot: editor.current.slots[position])
            }
            guard let new, lane.allows(new.item, new.slot), taken.insert(new.slot).inserted else { continue }
            change.inserted.append(new)
        }
        return sorted(change)
    }

    func sorted(_ change: Change) -> Change {
        Change(removed: change.removed.sorted(), inserted: change.inserted.sorted { $0.slot < $1.slot })
    }

    /// The sequence that a change leads to.
    func sequence(after change: Change) -> [Assignment] {
        let left = editor.assignments.enumerated().filter { !change.removed.contains($0.offset) }.map(
            \.element)
        return (left + change.inserted).sorted { ($0.slot, $0.item) < ($1.slot, $1.item) }
    }

    /// The cost of each placement; nil if something refuses one of them, which is noted.
    func costs(of sequence: [Assignment]) -> [(assignment: Assignment, cost: Int)]? {
        // What a placement may do depends on what is before it, so what begins alike need not be asked again.
        let same = zip(sequence, known).prefix { $0 == $1.assignment }.count
        var judged = Array(known.prefix(same))
        for position in same..<sequence.count {
            let new = sequence[position]
            let before = Array(sequence[..<position])
            let verdict = naive.verdict(of: new, after: before)
            for reason in verdict.reasons { outcome.reasons[reason, default: 0] += 1 }
            guard var cost = verdict.penalty else { return nil }
            if lane.asks {
                guard let more = OddAdmission.penalty(of: new, after: before) else { return nil }
                cost += more
            }
            judged.append((new, cost))
        }
        // What stands on the other lane must go on to be admitted there.
        let here = sequence.map {
            Sighting(group: lane.items[$0.item].group, lane: index, time: lane.times[$0.slot])
        }
        let there = NaiveConstraints(model.lanes[1 - index], index: 1 - index, elsewhere: here)
        let alone = NaiveConstraints(model.lanes[1 - index], index: 1 - index)
        for placed in other {
            let reasons = there.verdict(of: placed, after: []).reasons
            if reasons != alone.verdict(of: placed, after: []).reasons {
                outcome.reasons[.coupling, default: 0] += 1
                return nil
            }
        }
        return judged
    }

    /// Puts a change to the editor, which must take it exactly when the evaluator admits what it leads to.
    ///
    /// - Returns: Whether it was taken.
    @discardableResult
    func attempt(_ change: Change) -> Bool {
        if change.removed.isEmpty && change.inserted.isEmpty { return false }
        let wanted = sequence(after: change)
        let before = editor.assignments
        let old = editor.objective
        let judged = costs(of: wanted)
        let isTaken = editor.attempt(change, value: { _ in 0 }, threshold: 0)
        if isTaken != (judged != nil) {
            fail("\(change) of \(before) is \(isTaken ? "taken" : "refused")")
        }
        if isTaken {
            outcome.accepted += 1
            if editor.assignments != wanted { fail("\(change) of \(before) leads to \(editor.assignments)") }
            if let judged {
                known = judged
                let costs = judged.reduce(0) { $0 + $1.cost }
                outcome.costly += costs > 0 ? 1 : 0
                let objective = NaiveConstraints.objective(of: wanted, on: lane, penalties: costs)
                if editor.objective != objective {
                    fail("\(change) of \(before) counts \(editor.objective), not \(objective)")
                }
            }
        } else {
            outcome.refused += 1
            if editor.assignments != before || editor.objective != old {
                fail("\(change) was refused, but not undone")
            }
        }
        return isTaken
    }

    func fail(_ text: String) {
        outcome.failures.append("\(name): \(text)\n  \(lane.constraints)")
    }

    /// Tries so many random changes; more come than go, so that sequences become long.
    func run(_ count: Int) {
        for _ in 0..<count {
            guard outcome.failures.isEmpty else { return }
            if numbers.below(2) == 0, let new = placement(),
                let change = editor.placing(new.item, in: new.slot)
            {
                attempt(change)
            } else {
                attempt(change())
            }
        }
    }

    /// Random lanes with constraints of these kinds.
    static func run(
        _ kinds: [RandomLane.Kind], lanes: Int, changes: Int, seed: UInt64 = 1, constraints: Int = 2,
        _ prepare: (inout Lane, inout SplitMix64) -> Void = { _, _ in }
    ) -> Outcome {
        var outcome = Outcome()
        for number in 0..<UInt64(lanes) {
            var random = RandomLane(seed: seed &+ number)
            random.kinds = kinds
            random.constraints = constraints
            var lane = random.make()
            prepare(&lane, &random.numbers)
            let trial = EditorTrial(lane, seed: seed &+ number, beside: number % 3 == 0)
            trial.run(changes)
            outcome = outcome + trial.outcome
        }
        return outcome
    }
}

/// Refuses and charges without any sense, but always alike.
struct OddAdmission: Admission {
    private var sequence: [Assignment] = []

    static func penalty(of new: Assignment, after sequence: [Assignment]) -> Int? {
        var number = new.item * 5 + new.slot
        for (position, old) in sequence.enumerated() {
            number += (old.item * 7 + old.slot * 3) * (position + 1)
        }
        return number % 9 == 0 ? nil : number % 3 * 10
    }

    mutating func begin(lane: Int, elsewhere: [Sighting]) { sequence = [] }
    mutating func penalty(item: Int, slot: Int) -> Int? {
        OddAdmission.penalty(of: Assignment(item: item, slot: slot), after: sequence)
    }
    mutating func push(item: Int, slot: Int) { sequence.append(Assignment(item: item, slot: slot)) }
    mutating func truncate(to count: Int) {
        precondition(count <= sequence.count)
        sequence.removeLast(sequence.count - count)
    }
}
