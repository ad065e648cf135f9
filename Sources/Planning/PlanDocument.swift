import Posts
import Rules
import Timeline

/// The part of a plan file that is needed to check it: `hearth-plan/1`, or the answer of another solver.
public struct StoredPlan: Hashable, Sendable {
    /// The minute it starts from.
    public var now: Instant
    /// What goes out.
    public var placements: [Placement]

    /// A stored plan.
    public init(now: Instant, placements: [Placement]) {
        self.now = now
        self.placements = placements
    }
}

/// Plans as JSON, `hearth-plan/1`; see `docs/formats.md`.
public enum PlanDocument {
    /// Why a text is no plan.
    public struct ReadError: Error, Hashable, Sendable {
        /// Where in the document, such as `placements[3].at`; empty for the whole.
        public var path: String
        /// What is wrong, in lower case without a full stop.
        public var message: String
    }

    /// The document, ending with a line break; equal plans give equal bytes.
    public static func json(_ plan: Plan) -> String { "" }

    /// Reads `now` and `placements[].post`, `.account`, `.at`; everything else is ignored.
    public static func read(_ text: String) throws(ReadError) -> StoredPlan {
        throw ReadError(path: "", message: "not a JSON document")
    }
}

/// A problem as JSON, `hearth-problem/1`, for other solvers; see `docs/formats.md`.
public enum ProblemDocument {
    /// The document, ending with a line break; equal problems give equal bytes.
    public static func json(_ problem: Problem) -> String { "" }
}
