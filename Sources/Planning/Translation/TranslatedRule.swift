import Rules
import Solver

/// A check that says itself in the solver's whole numbers.
///
/// A rule need not: one without a translation is obeyed too, but has to be asked at every step of a search.
protocol TranslatedRule: Rule {
    /// Constraints that together refuse an item in a slot exactly when the check refuses it, or cost `weight` instead
    /// where that is not nil; none if the lane itself has all that the check says.
    ///
    /// They speak of sequences of which nothing was refused so far, with items in slots that are open to them, none used
    /// more often than the lane says. Nil if there are no such constraints, or only far too large ones.
    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]?
}

/// All checks of a lane in the solver's terms, and those that have none.
struct LaneTranslation {
    /// What the translated checks say.
    private(set) var constraints: [Constraint] = []
    /// Checks without a translation that must not be broken.
    private(set) var musts: [any Rule] = []
    /// Checks without a translation that may be broken.
    private(set) var shoulds: [Bench.Breakable] = []

    /// Translates the checks of `bench`.
    init(_ bench: Bench, on lane: LaneSketch) {
        for rule in bench.musts {
            if let own = LaneTranslation.constraints(of: rule, on: lane, weight: nil) {
                constraints += own
            } else {
                musts.append(rule)
            }
        }
        var breakable = 0
        for entry in bench.shoulds {
            // The search keeps a bit for each entry that may be broken, and asks about those beyond.
            if let own = LaneTranslation.constraints(of: entry.rule, on: lane, weight: entry.weight),
                breakable + own.count <= Lane.mostBreakable
            {
                constraints += own
                breakable += own.count
            } else {
                shoulds.append(entry)
            }
        }
    }

    /// Whether there is a check that has to be asked.
    var asks: Bool { !musts.isEmpty || !shoulds.isEmpty }

    /// The translation of one check, if it has one.
    static func constraints(of rule: any Rule, on lane: LaneSketch, weight: Int?) -> [Constraint]? {
        (rule as? any TranslatedRule)?.constraints(on: lane, weight: weight)
    }
}
