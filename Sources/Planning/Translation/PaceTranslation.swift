import Policies
import Rules
import Solver
import Timeline

/// The lane counts the posts of each local day, published ones included; what is left is the clause on weeks.
extension Pace: TranslatedRule {
    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? {
        guard weight == nil else { return nil }
        guard let week else { return [] }
        let past = lane.history(within: .minutes(Steady.reach))
        return [.steady(Steady(week: week, thousandths: steady, past: past.map(\.at.minutes)))]
    }
}
