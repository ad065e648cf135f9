/// The volume algorithm (Barahona and Anbil 2000): subgradient steps from the best prices so far along an average of
/// subgradients, which converges where a plain subgradient swings to and fro.
///
/// Prices are nonnegative; lower values are better. Sums, products, quotients and roots of doubles are the same on
/// every machine, and what they give are only prices: any prices give a bound.
struct VolumeAlgorithm {
    /// The best prices so far.
    private(set) var center: [Double]
    /// Their value.
    private(set) var best: Double
    /// The prices to be tried next.
    private(set) var prices: [Double]
    /// By how much the average path exceeds each row.
    private(set) var average: [Double]
    private(set) var iterations = 0

    private var factor: Double
    /// The largest share of a new path in the average. Tried out on generated problems of 7 to 28 days: a tenth takes twice
    /// the steps.
    private var mixing = 0.04
    /// After so many steps in a row that bring nothing, steps become shorter.
    private let patience: Int
    private var misses = 0
    private var bestAtCheck: Double

    /// Begins at `prices`, whose value and excess over the rows are known.
    init(prices: [Double], value: Double, excess: [Double], factor: Double = 0.6, patience: Int) {
        center = prices
        best = value
        bestAtCheck = value
        self.prices = prices
        average = excess
        self.factor = factor
        self.patience = patience
    }

    /// Whether steps have become so small that nothing will come of more.
    var isStuck: Bool { factor < 0.0003 }

    /// Moves to the next prices, on the way to a value of `target`.
    mutating func propose(target: Double) {
        var norm = 0.0
        for row in average.indices where center[row] > 0 || average[row] > 0 {
            norm += average[row] * average[row]
        }
        guard norm > 1e-9 else {
            factor = 0
            return
        }
        let step = factor * max(best - target, 1e-6 * abs(best) + 1) / norm
        for row in center.indices { prices[row] = max(0, center[row] + step * average[row]) }
    }

    /// Takes in what the proposed prices gave.
    mutating func learn(value: Double, excess: [Double]) {
        iterations += 1
        var cross = 0.0
        var own = 0.0
        var length = 0.0
        for row in excess.indices where center[row] > 0 || average[row] > 0 || excess[row] > 0 {
            cross += average[row] * excess[row]
            own += excess[row] * excess[row]
            length += average[row] * average[row]
        }
        // The share of the new one that makes the average shortest.
        let spread = own - 2 * cross + length
        let ideal = spread > 1e-9 ? (length - cross) / spread : mixing
        let share = max(mixing / 10, min(mixing, ideal))
        if value < best - 1e-9 {
            if cross > 0 { factor = min(2, factor * 1.1) }
            best = value
            swap(&center, &prices)
            misses = 0
        } else {
            misses += 1
            if misses >= patience {
                factor *= 0.7
                misses = 0
            }
        }
        for row in average.indices { average[row] += share * (excess[row] - average[row]) }
        if iterations % 50 == 0 {
            if bestAtCheck - best < 0.005 * abs(best) { mixing = max(0.005, mixing * 0.7) }
            bestAtCheck = best
        }
    }
}
