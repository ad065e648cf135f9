/// Where the prices begin.
extension LagrangianBound {
    /// Prices to begin with: those of an earlier solution, or what the best use of a thing is worth beyond a margin, for
    /// the best of a few margins.
    mutating func startingPrices(lacking: Int, goesOn: () -> Bool = { true }) -> (
        prices: [Double], outcome: Outcome
    ) {
        var most = [Int](repeating: 0, count: groups.count)
        let count = lane.times.count
        for item in lane.items.indices {
            let group = groupOfItem[item]
            for worth in envelopes.worth[item * count..<(item + 1) * count] {
                most[group] = max(most[group], Int(worth))
            }
        }
        var prices = [Double](repeating: 0, count: rows)
        prices[floorRow] = Double(2 * (most.max() ?? 0))
        var best = (prices: prices, outcome: evaluate(prices, lacking: lacking))
        for candidate in earlierPrices(most: most, prices) {
            let outcome = evaluate(candidate, lacking: lacking)
            if outcome.value < best.outcome.value {
                best = (candidate, outcome)
                hasEarlierPrices = true
            }
        }
        if hasEarlierPrices { return best }
        let ordered = most.sorted()
        for part in stride(from: 11, through: 0, by: -1) where !ordered.isEmpty && goesOn() {
            let margin = ordered[part * (ordered.count - 1) / 12]
            for group in groups.indices { prices[group] = Double(max(0, most[group] - margin)) }
            let outcome = evaluate(prices, lacking: lacking)
            if outcome.value < best.outcome.value { best = (prices, outcome) }
        }
        return best
    }

    /// The prices of an earlier solution. What is new costs nothing, or what leaves it the margin that others have in
    /// the middle.
    private func earlierPrices(most: [Int], _ base: [Double]) -> [[Double]] {
        var plain = base
        guard lane.startPrices.count == lane.items.count, addRows(lane.startRows, to: &plain) else {
            return []
        }
        var known = [Int](repeating: -1, count: groups.count)
        for (item, price) in lane.startPrices.enumerated() where price >= 0 {
            // Nothing is worth more than what it brings.
            let group = groupOfItem[item]
            known[group] = max(known[group], Int(scaled(price: price, most: most[group])))
        }
        let margins = groups.indices.filter { known[$0] > 0 }.map { most[$0] - known[$0] }.sorted()
        let margin = margins.isEmpty ? Int.max : margins[margins.count / 2]
        for group in groups.indices { plain[group] = Double(max(0, known[group])) }
        guard known.contains(-1) else { return [plain] }
        var filled = plain
        for group in groups.indices where known[group] < 0 {
            filled[group] = Double(max(0, most[group] - margin))
        }
        return [plain, filled]
    }
}
