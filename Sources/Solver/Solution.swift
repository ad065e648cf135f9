/// What plans are compared by: pins first, then the shortfall, then the score.
public struct Objective: Hashable, Sendable, Comparable {
    /// Pinned items that are placed; more is better.
    public var pins: Int
    /// What the floors miss; less is better, and it comes before the score.
    public var shortfall: Int
    /// More is better.
    public var score: Int

    /// An objective.
    public init(pins: Int = 0, shortfall: Int, score: Int) {
        self.pins = pins
        self.shortfall = shortfall
        self.score = score
    }

    /// One number that orders objectives: pins far above the shortfall, that far above the score.
    var rank: Int { pins << 52 &- shortfall << 32 &+ score }

    /// One number for a walk that may lack posts for a while.
    func value(floorWeight: Int) -> Int { pins << 52 &- shortfall &* floorWeight &+ score }

    /// Worse first.
    public static func < (a: Objective, b: Objective) -> Bool {
        (a.pins, -a.shortfall, a.score) < (b.pins, -b.shortfall, b.score)
    }

    /// The sum, for lanes.
    public static func + (a: Objective, b: Objective) -> Objective {
        Objective(pins: a.pins + b.pins, shortfall: a.shortfall + b.shortfall, score: a.score + b.score)
    }
}

/// A plan, and what is known about how good it is.
public struct Solution: Sendable {
    /// What was done to find it.
    public struct Statistics: Hashable, Sendable {
        /// Moves tried.
        public var moves = 0
        /// Questions put to the admission.
        public var questions = 0
        /// Moves accepted.
        public var accepted = 0

        /// Nothing done yet.
        public init() {}

        static func + (a: Statistics, b: Statistics) -> Statistics {
            var sum = a
            sum.moves += b.moves
            sum.questions += b.questions
            sum.accepted += b.accepted
            return sum
        }
    }

    /// Per lane, what is placed, in order of slots.
    public var lanes: [[Assignment]]
    /// What it is worth.
    public var objective: Objective
    /// No valid plan has a higher score.
    public var bound: Int
    /// No valid plan has a smaller shortfall.
    public var floorBound: Int
    /// Per lane and item, its price: what the last unit of it is worth; a later search may begin with them.
    public var prices: [[Int]]
    /// Per lane, prices of everything else, for a later search only.
    public var rows: [[[Int]]] = []
    /// What was done to find it.
    public var statistics: Statistics
}

/// What is known while a search runs.
public struct SearchProgress: Hashable, Sendable {
    /// Work done, in the unit of `Effort.iterations`.
    public var iterations: Int
    /// Work that may be done.
    public var limit: Int
    /// The best plan so far.
    public var objective: Objective
    /// No valid plan has a higher score; from `unknownBound` on nothing is known.
    public var bound: Int

    /// What stands for a bound before there is one.
    public static let unknownBound = 1 << 50
}

/// A way to solve a model.
public protocol SearchStrategy: Sendable {
    /// A plan that `admission` admits, the best found with `effort`.
    ///
    /// Depends on nothing but its arguments. `observer` is told of progress and ends the search by returning false.
    func solve<A: Admission>(
        _ model: SolverModel, admission: inout A, effort: Effort, observer: ((SearchProgress) -> Bool)?
    ) -> Solution
}
