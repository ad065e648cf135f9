/// How much work a search may do, counted in iterations so that the same problem gives the same plan anywhere.
public struct Effort: Hashable, Sendable {
    /// Moves that the local search tries, over all lanes.
    public var iterations: Int
    /// Where the random numbers start.
    public var seed: UInt64

    /// An effort of `iterations` moves.
    public init(iterations: Int, seed: UInt64 = 1) {
        self.iterations = iterations
        self.seed = seed
    }

    /// A good first plan and little more.
    public static let quick = Effort(iterations: 4_000)
    /// What an interactive preview waits for.
    public static let normal = Effort(iterations: 40_000)
    /// For plans that are made once a day.
    public static let thorough = Effort(iterations: 1_000_000)
}
