import Policies
import Rules
import Solver

/// An automaton whose states are balances and whose classes are what kinds give or ask.
extension Goodwill: TranslatedRule {
    /// Beyond so many balances there is no automaton.
    static let mostBalances = 512

    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? {
        guard weight == nil else { return nil }
        let amounts = Set(lane.subjects.map(\.kind.goodwill)).sorted()
        guard amounts.contains(where: { $0 < 0 }) else { return [] }
        // The balance depends on the amount alone, so any kind will do.
        let kinds = amounts.compactMap { amount in
            lane.subjects.first { $0.kind.goodwill == amount }?.kind
        }
        let classes = Dictionary(uniqueKeysWithValues: amounts.enumerated().map { ($1, $0) })
        // With so much in hand no ask is ever refused again, whatever else goes out; and of two balances the one that
        // forgets what is beyond stays at or above what all asks that are left may need.
        let enough = Goodwill.mostAsked(on: lane)
        let start = lane.past.balance
        return Regular.exploring(
            from: min(start, enough), classOf: lane.subjects.map { classes[$0.kind.goodwill] ?? 0 },
            classes: kinds.count, most: Goodwill.mostBalances
        ) { balance, number in
            let kind = kinds[number]
            if kind.cost > 0, balance < kind.cost { return nil }
            return (min(lane.past.balance(balance, after: kind), enough), 0)
        }.map { automaton in
            var automaton = automaton
            // A balance that history has left below zero is lifted, or gives alone would break the counter.
            automaton.relaxation = .counter(effect: amounts, start: max(0, start))
            return [.regular(automaton)]
        }
    }

    /// What all asks of the lane together may take.
    private static func mostAsked(on lane: LaneSketch) -> Int {
        var groups: [Int: (cost: Int, uses: Int)] = [:]
        for (item, subject) in zip(lane.items, lane.subjects) where subject.kind.cost > 0 {
            let known = groups[item.group] ?? (0, 0)
            groups[item.group] = (max(known.cost, subject.kind.cost), max(known.uses, item.uses))
        }
        // No more than the dearest that the slots can hold.
        var room = lane.slots.count
        var sum = 0
        for group in groups.values.sorted(by: { $0.cost > $1.cost }) {
            let uses = min(group.uses, room)
            sum += uses * group.cost
            room -= uses
        }
        return sum
    }
}
