import Rules
import Solver

/// The lane has a spacing of its own. What is too close to the end of the history is not in the domains.
extension Spacing: TranslatedRule {
    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? { weight == nil ? [] : nil }
}
