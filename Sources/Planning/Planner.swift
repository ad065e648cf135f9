import Policies
import Posts
import Rules
import Solver
import Timeline

/// Makes plans: a pure function from a problem to a plan.
public enum Planner {
    /// What is known while a plan is being made.
    public struct Progress: Hashable, Sendable {
        /// Work done so far.
        public var iterations: Int
        /// Work that may be done.
        public var limit: Int
        /// Shortfall of the best plan so far.
        public var floorShortfall: Int
        /// Score of the best plan so far.
        public var score: Int
        /// No plan with that shortfall has a higher score; see `knownBound`.
        public var bound: Int

        /// The bound, once there is one.
        public var knownBound: Int? { bound < SearchProgress.unknownBound ? bound : nil }

        /// Progress.
        public init(iterations: Int, limit: Int, floorShortfall: Int, score: Int, bound: Int) {
            self.iterations = iterations
            self.limit = limit
            self.floorShortfall = floorShortfall
            self.score = score
            self.bound = bound
        }
    }

    /// The best plan found with `effort`.
    ///
    /// The same problem and effort give the same plan. Every plan is replayed through the rules before it leaves.
    /// `observer` is told of progress now and then, and ends the search early by returning false: then the best
    /// plan so far is given, and whoever ended it sets `Plan.ended`.
    ///
    /// - Throws: `PlannerDisagreement` when the replay refuses what the search has placed: a bug in this program.
    public static func plan(
        _ problem: Problem, effort: Effort = .normal, observer: ((Progress) -> Bool)? = nil
    ) throws(PlannerDisagreement) -> Plan {
        try plan(problem, effort: effort, strategy: LagrangianSearch(), observer: observer)
    }

    static func plan(
        _ problem: Problem, effort: Effort, strategy: some SearchStrategy,
        observer: ((Progress) -> Bool)? = nil
    ) throws(PlannerDisagreement) -> Plan {
        let replay = Replay(Docket(problem))
        let frozen = Freeze.frozen(replay)
        var translation = Translation(replay, frozen: frozen)
        // Here, where the tables of worths have one owner: the search would have to copy them.
        translation.propagate()
        if let disagreement = PlannerDisagreement(lost: translation.lost) { throw disagreement }
        var admission = RuleAdmission(translation, asking: .untranslated)
        let solution = strategy.solve(translation.model, admission: &admission, effort: effort) { progress in
            observer?(
                Progress(
                    iterations: progress.iterations, limit: progress.limit,
                    floorShortfall: progress.objective.shortfall, score: progress.objective.score,
                    bound: progress.bound)) ?? true
        }
        let placements = translation.placements(solution)
        let judgement = replay.judge(placements)
        if let disagreement = PlannerDisagreement(judgement, solution: solution, replay: replay) {
            throw disagreement
        }
        return PlanAssembly(
            replay: replay, judgement: judgement, frozen: Set(frozen), bound: solution.bound,
            floorBound: solution.floorBound, prices: translation.prices(solution)
        ).plan()
    }
}

/// The rules refuse a placement that the search took for valid, or count it differently: a bug in this program, never
/// the user's doing.
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
    /// Shortfall and score as the search counts them.
    public var searched: Objective
    /// Shortfall and score as the replay counts them.
    public var replayed: Objective

    /// Nil when the search can hold every frozen placement.
    init?(lost: [Placement]) {
        if lost.isEmpty { return nil }
        refused = lost.map {
            Refused(
                placement: $0, rule: SlotRefusal.name,
                sentence: "it is frozen, but the search cannot place it")
        }
        searched = Objective(pins: 0, shortfall: 0, score: 0)
        replayed = searched
    }

    /// Nil when search and replay agree.
    init?(_ judgement: Judgement, solution: Solution, replay: Replay) {
        refused = judgement.verdicts.flatMap { verdict in
            verdict.refusals.map { refusal in
                let zone =
                    replay.index(of: verdict.placement.account).map {
                        replay.benches[$0].account.settings.zone
                    } ?? .utc
                return Refused(
                    placement: verdict.placement, rule: refusal.rule, sentence: refusal.sentence(in: zone))
            }
        }
        searched = solution.objective
        replayed = Objective(
            pins: solution.objective.pins, shortfall: judgement.floorShortfall, score: judgement.score.total)
        if refused.isEmpty && searched == replayed { return nil }
    }
}
