import Policies
import Rules
import Solver
import Timeline

/// Among the members of an hour of the day at most so many in a window.
extension Spread: TranslatedRule {
    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? {
        let isMember = lane.lookUp(members)
        guard isMember.contains(true) else { return [] }
        let past = lane.history(within: entry.over).filter { members[$0.subject.index] }
        return [
            .among(
                Among(
                    members: isMember, keys: lane.slots.map(\.local.hour), length: entry.over.count,
                    most: entry.atMost, weight: weight,
                    past: past.map { .init(time: $0.at.minutes, key: $0.local.hour) }))
        ]
    }
}
