/// How much work a search may do, counted in steps so that the same problem gives the same plan anywhere.
public struct Effort: Hashable, Sendable {
    /// Moves over all lanes: a move that is looked at counts 1, a question put to the admission 8.
    ///
    /// It is an upper limit; small problems end before.
    public var iterations: Int
    /// Moves per unit of a lane's size, at most; a lane of 14 days and 300 things has some 400 units.
    public var depth: Int
    /// Steps of the prices of each lane, at most; large lanes take fewer, see `priceCells`.
    public var priceSteps: Int
    /// Entries of the tables of paths and worths of each lane that its price steps may touch in all.
    public var priceCells: Int
    /// Whether prices are for fewer rows, which a few steps make more of.
    public var isRough: Bool
    /// Where the random numbers start.
    public var seed: UInt64

    /// An effort of `iterations` moves.
    public init(
        iterations: Int, depth: Int = 1400, priceSteps: Int = 500, priceCells: Int = 500_000_000,
        isRough: Bool = false, seed: UInt64 = 1
    ) {
        self.iterations = iterations
        self.depth = depth
        self.priceSteps = priceSteps
        self.priceCells = priceCells
        self.isRough = isRough
        self.seed = seed
    }

    /// A good plan, and prices that tell how good about.
    public static let quick = Effort(
        iterations: 20_000_000, depth: 30, priceSteps: 100, priceCells: 15_000_000, isRough: true)
    /// What a tick waits for.
    public static let normal = Effort(iterations: 40_000_000)
    /// For plans that are made once a day.
    public static let thorough = Effort(
        iterations: 2_000_000_000, depth: 40_000, priceSteps: 3000, priceCells: 10_000_000_000)
}
