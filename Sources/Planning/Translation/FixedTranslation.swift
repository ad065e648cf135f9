import Rules
import Solver

// What these four refuse depends on nothing that is placed, so it is not in the domains of the items; what an entry of
// `hours` costs that may be broken is taken off their worth (`FixedCosts`).

extension Window: TranslatedRule {
    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? { [] }
}

extension Hours: TranslatedRule {
    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? { [] }
}

extension Gate: TranslatedRule {
    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? { [] }
}

extension Hold: TranslatedRule {
    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? { [] }
}
