import Rules
import Solver

/// What is left of the campaign's measure is a total over all slots; its window is in the domains.
extension Campaign: TranslatedRule {
    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? {
        guard weight == nil else { return nil }
        let isMember = lane.lookUp(members)
        guard let max, isMember.contains(true) else { return [] }
        let before = lane.past.postings.count { members[$0.subject.index] }
        return [
            .total(
                Total(
                    amounts: isMember.map { $0 ? 1 : 0 }, buckets: lane.slots.map { _ in 0 },
                    limits: [Swift.max(0, max - before)]))
        ]
    }
}
