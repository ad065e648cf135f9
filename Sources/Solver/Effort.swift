/// How much work a search may do, counted in iterations so that the same problem gives the same plan anywhere.
public struct Effort: Hashable, Sendable {
    /// Work over all lanes: a move that is looked at counts 1, a question put to the rules 8.
    ///
    /// It is an upper limit; small problems end before.
    public var iterations: Int
    /// Where the random numbers start.
    public var seed: UInt64

    /// An effort of `iterations`.
    public init(iterations: Int, seed: UInt64 = 1) {
        self.iterations = iterations
        self.seed = seed
    }

    /// A good first plan and little more.
    public static let quick = Effort(iterations: 300_000)
    /// What an interactive preview waits for.
    public static let normal = Effort(iterations: 5_000_000)
    /// For plans that are made once a day.
    public static let thorough = Effort(iterations: 120_000_000)
}
