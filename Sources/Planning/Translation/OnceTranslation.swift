import Rules
import Solver

/// The lane's items say it: equal posts are one group, and each says how many of it may come before and how long ago.
/// What the history rules out for good is not in the domains.
extension Once: TranslatedRule {
    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? { weight == nil ? [] : nil }
}
