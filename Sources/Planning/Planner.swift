import Rules
import Solver

/// Makes plans: a pure function from a problem to a plan.
public enum Planner {
    /// What is known while a plan is being made.
    public struct Progress: Hashable, Sendable {
        /// Moves tried so far.
        public var iterations: Int
        /// Moves that may be tried.
        public var limit: Int
        /// Shortfall of the best plan so far.
        public var floorShortfall: Int
        /// Score of the best plan so far.
        public var score: Int
        /// No plan with that shortfall has a higher score.
        public var bound: Int
    }

    /// The best plan found with `effort`.
    ///
    /// The same problem and effort give the same plan. Every plan is replayed through the rules before it leaves.
    /// `observer` is told of progress now and then, and ends the search early by returning false: then the best
    /// plan so far is given.
    ///
    /// - Throws: `PlannerDisagreement` when the replay refuses what the search has placed: a bug in this program.
    public static func plan(
        _ problem: Problem, effort: Effort = .normal, observer: ((Progress) -> Bool)? = nil
    ) throws(PlannerDisagreement) -> Plan {
        Plan(now: problem.now, end: problem.end)
    }
}

/// The rules refuse a placement that the search took for valid: a bug in this program, never the user's doing.
public struct PlannerDisagreement: Error, Hashable, Sendable {
    /// What was refused.
    public struct Refused: Hashable, Sendable {
        /// The placement.
        public var placement: Placement
        /// The rule that refuses it.
        public var rule: RuleName
        /// Why.
        public var sentence: String
    }
    /// Every placement that the replay refuses.
    public var refused: [Refused]
    /// Shortfall and score as the search and as the replay count them, where they differ.
    public var objective: String?
}
