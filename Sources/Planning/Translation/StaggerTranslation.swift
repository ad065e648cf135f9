import Rules
import Solver

/// The lanes are coupled, in the order of their accounts' names. What follows a posting of the history of another
/// account too closely is not in the domains: if any sighting refuses, the latest does.
extension Stagger: TranslatedRule {
    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? { weight == nil ? [] : nil }
}
