import Rules
import Solver
import Timeline

/// Each predecessor is a group that must come before. One that is on no lane and in no history never does.
extension Order: TranslatedRule {
    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? {
        guard weight == nil else { return nil }
        let needs = lane.subjects.enumerated().flatMap { item, subject in
            subject.after.map { predecessor in
                Precedence.Need(
                    item: item, group: predecessor.identity,
                    since: lane.past.earliest(of: predecessor.identity)?.at.minutes, lag: subject.lag.count)
            }
        }
        return needs.isEmpty ? [] : [.precedence(Precedence(needs: needs))]
    }
}
