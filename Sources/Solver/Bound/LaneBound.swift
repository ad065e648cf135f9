/// What the prices of one lane have brought: a bound, and where paths at good prices place things.
struct LaneBound: Sendable {
    /// No plan of the lane that holds the same pins and lacks no more is worth more.
    var score: Int
    /// Per item, its price in units of worth.
    var prices: [Int]
    /// Prices of everything else; see `Lane.startRows`.
    var rows: [[Int]] = []
    /// Placements of the paths at the later prices, as often as they occurred.
    var pool: [Assignment]

    /// How many of the latest paths are remembered at least.
    private static let remembered = 60
    /// So many steps have to bring 0.2 %, or a warm lane makes no more.
    private static let patience = 30

    /// Prices a lane.
    ///
    /// - Parameters:
    ///   - held: What every plan that counts holds.
    ///   - lacking: How many of the wanted placements such a plan may lack.
    ///   - incumbent: The score of a plan.
    ///   - isWarm: Whether that plan is an earlier one, mended.
    ///   - goesOn: Asked before every step; ends the prices where they are by answering false.
    init(
        _ lane: Lane, held: [Assignment], lacking: Int, incumbent: Int, effort: Effort, isWarm: Bool,
        goesOn: (_ step: Int, _ steps: Int) -> Bool
    ) {
        prices = [Int](repeating: 0, count: lane.items.count)
        pool = []
        guard !lane.times.isEmpty, !lane.items.isEmpty else {
            score = 0
            return
        }
        // Hours that no plan can do without are silent although nothing else may lack.
        var bound = LagrangianBound(
            lane, lacksNothing: lacking == 0 && FloorBound.shortfall(of: lane).hours == 0,
            overlap: effort.isRough ? Relaxation.overlap : Relaxation.fineOverlap)
        if !held.isEmpty { bound.hold(held) }
        let steps = max(
            1, min(effort.priceSteps, max(effort.priceSteps / 10, effort.priceCells / max(1, bound.cells))))
        var paths: [[Assignment]] = []
        let start = LaneBound.start(&bound, lacking: lacking, steps: min(3 * steps, effort.priceSteps)) {
            goesOn(0, steps)
        }
        guard start.outcome.value < LagrangianBound.noPath else {
            score = bound.scoreOfAll
            return
        }
        // Whoever has few steps has to make them shorter soon; with many, patience gives the better prices.
        var volume = VolumeAlgorithm(
            prices: start.prices, value: start.outcome.value, excess: start.outcome.excess,
            patience: max(4, min(14, steps / 70)))
        var last = volume.best
        while volume.iterations < steps, !volume.isStuck, goesOn(volume.iterations, steps) {
            // Somewhat below what is known, for what a plan is worth is not much less than its bound.
            let target = max(volume.best * 0.98, bound.scaled(incumbent))
            if bound.score(volume.best) <= incumbent { break }
            volume.propose(target: min(target, volume.best))
            let outcome = bound.evaluate(volume.prices, lacking: lacking)
            volume.learn(value: outcome.value, excess: outcome.excess)
            // The early paths are those of prices that mean nothing yet.
            paths.append(outcome.steps)
            // A plan that is mended needs no better bound than earlier prices give in a few steps.
            guard isWarm, bound.hasEarlierPrices, volume.iterations % LaneBound.patience == 0 else {
                continue
            }
            if last - volume.best < 0.002 * abs(volume.best) { break }
            last = volume.best
        }
        pool = paths.suffix(max(paths.count / 2, min(paths.count, LaneBound.remembered))).flatMap { $0 }
        score = bound.score(volume.best)
        rows = bound.rows(at: volume.center)
        for item in lane.items.indices { prices[item] = bound.price(of: item, at: volume.center) }
    }

    /// Earlier prices, or else first steps on a coarse grid, where they cost little.
    private static func start(
        _ bound: inout LagrangianBound, lacking: Int, steps: Int, goesOn: () -> Bool
    ) -> (prices: [Double], outcome: LagrangianBound.Outcome) {
        bound.coarseness = bound.slotsPerHour
        var start = bound.startingPrices(lacking: lacking, goesOn: goesOn)
        guard bound.coarseness > 1, start.outcome.value < LagrangianBound.noPath else { return start }
        if !bound.hasEarlierPrices {
            var volume = VolumeAlgorithm(
                prices: start.prices, value: start.outcome.value, excess: start.outcome.excess,
                patience: max(4, min(14, steps / 70)))
            while volume.iterations < steps, !volume.isStuck, goesOn() {
                volume.propose(target: volume.best * 0.98)
                let outcome = bound.evaluate(volume.prices, lacking: lacking)
                volume.learn(value: outcome.value, excess: outcome.excess)
            }
            start.prices = volume.center
        }
        bound.coarseness = 1
        start.outcome = bound.evaluate(start.prices, lacking: lacking)
        return start
    }
}
