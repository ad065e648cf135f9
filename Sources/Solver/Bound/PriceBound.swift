/// An upper bound of the score of a lane, by prices on things and a longest path along the slots.
///
/// Give every group of things a price p >= 0 for being placed. For any plan that places group g n(g) <= uses(g) times,
///
///     score <= sum of worth - cost of days = sum of (worth - p) - cost of days + sum of p(g) n(g)
///           <= longest path with worth - p - cost of days      + sum of p(g) uses(g),
///
/// where the path chooses slots in time order that keep the spacing and the maximum of each day and takes the best
/// item in each, the same thing twice if it likes. So any prices give a bound. Penalties, and every rule that the
/// path does not know, only lower the score of real plans. Prices rise on what the path uses too often and fall
/// on what it leaves (subgradient steps).
struct PriceBound {
    /// Prices and worth are counted in sixteenths, so that steps can be small; the bound is rounded down at the end.
    private static let scale = 16
    /// Worth and prices stay so small that their differences fit 32 bits.
    private static let highest = 1 << 28

    private let lane: Lane
    private let groups: [Int]
    private let uses: [Int]
    /// Per item, the index of its group in `groups`.
    private let groupOfItem: [Int]
    /// Per slot, the first slot that keeps the spacing after it.
    private let next: [Int]
    private let states: Int

    init(_ lane: Lane) {
        self.lane = lane
        var indexOfGroup: [Int: Int] = [:]
        var groups: [Int] = []
        var uses: [Int] = []
        var groupOfItem: [Int] = []
        for item in lane.items {
            let index = indexOfGroup[item.group] ?? groups.count
            if index == groups.count {
                indexOfGroup[item.group] = index
                groups.append(item.group)
                uses.append(0)
            }
            uses[index] = max(uses[index], item.uses)
            groupOfItem.append(index)
        }
        self.groups = groups
        self.uses = uses
        self.groupOfItem = groupOfItem
        var next: [Int] = []
        var ahead = 0
        for time in lane.times {
            while ahead < lane.times.count, lane.times[ahead] - time < lane.spacing { ahead += 1 }
            next.append(ahead)
        }
        self.next = next
        states = PriceBound.mostPerDay(lane) + 1
    }

    /// Placements that a day can hold, published things included.
    private static func mostPerDay(_ lane: Lane) -> Int {
        var held = lane.published
        var previous = [Int?](repeating: nil, count: held.count)
        for slot in lane.times.indices {
            let day = lane.days[slot]
            if let before = previous[day], lane.times[slot] - before < lane.spacing { continue }
            previous[day] = lane.times[slot]
            held[day] += 1
        }
        let most = held.max() ?? 0
        // What was published may exceed the maximum already.
        return lane.maxPerDay.map { min(most, max($0, lane.published.max() ?? 0)) } ?? most
    }

    /// The least bound found in so many steps, given the score of some plan.
    func bound(steps: Int, incumbent: Int) -> Int {
        guard !lane.items.isEmpty, !lane.times.isEmpty else { return 0 }
        let target = incumbent * PriceBound.scale
        var (best, bestPrices) = start()
        var prices = bestPrices
        // Twice the Polyak step at first, less whenever that has not helped for a while.
        var numerator = 2 * 64
        var stalled = 0
        for _ in 0..<max(1, steps) where best >= target + PriceBound.scale {
            let (bound, path) = value(prices)
            if bound < best {
                best = bound
                bestPrices = prices
                stalled = 0
            } else {
                stalled += 1
                if stalled == 12 {
                    numerator = max(1, numerator * 5 / 8)
                    prices = bestPrices
                    stalled = 0
                    continue
                }
            }
            guard move(&prices, path: path, excess: max(0, bound - target), numerator: numerator) else {
                break
            }
        }
        return floorDivide(best, PriceBound.scale)
    }

    /// The bound that prices give, and the slots of its path.
    private func value(_ prices: [Int]) -> (bound: Int, path: [Int]) {
        let (longest, path) = longestPath(slotValues(prices))
        return (longest + zip(prices, uses).reduce(0) { $0 + $1.0 * $1.1 }, path)
    }

    /// Prices to begin with: what the best use of a thing is worth beyond a margin, the best of a few margins.
    private func start() -> (bound: Int, prices: [Int]) {
        var most = [Int](repeating: 0, count: groups.count)
        for (item, group) in groupOfItem.enumerated() {
            for slot in lane.times.indices where lane.allows(item, slot) {
                most[group] = max(most[group], Int(lane.worth(item, slot)) * PriceBound.scale)
            }
        }
        var best = value(most.map { _ in 0 }).bound
        var bestPrices = most.map { _ in 0 }
        let ordered = most.sorted()
        for part in 0..<12 {
            let margin = ordered[part * (ordered.count - 1) / 12]
            let prices = most.map { min(PriceBound.highest, max(0, $0 - margin)) }
            let bound = value(prices).bound
            if bound < best {
                best = bound
                bestPrices = prices
            }
        }
        return (best, bestPrices)
    }

    /// Raises and lowers prices; false when every thing is used as often as it may be or is free and left.
    private func move(_ prices: inout [Int], path: [Int], excess: Int, numerator: Int) -> Bool {
        var gradient = uses.map { -$0 }
        for slot in path { gradient[groupOfItem[bestItem(slot, prices)]] += 1 }
        var norm = 0
        for group in prices.indices where prices[group] > 0 || gradient[group] > 0 {
            norm += gradient[group] * gradient[group]
        }
        guard norm > 0 else { return false }
        let length = max(1, excess * numerator / 64)
        for group in prices.indices where gradient[group] != 0 {
            var step = length * gradient[group] / norm
            if step == 0 { step = gradient[group].signum() }
            prices[group] = min(PriceBound.highest, max(0, prices[group] + step))
        }
        return true
    }

    /// Per slot, the most that any item brings there at these prices, in sixteenths.
    private func slotValues(_ prices: [Int]) -> [Int32] {
        let count = lane.times.count
        var values = [Int32](repeating: Int32.min, count: count)
        lane.worth.withUnsafeBufferPointer { worth in
            values.withUnsafeMutableBufferPointer { values in
                for item in groupOfItem.indices {
                    let price = Int32(truncatingIfNeeded: prices[groupOfItem[item]])
                    let row = UnsafeBufferPointer(rebasing: worth[item &* count..<(item &+ 1) &* count])
                    for slot in 0..<count {
                        let worth = row[slot]
                        let value = worth == Lane.never ? Int32.min : (worth &* 16) &- price
                        values[slot] = max(values[slot], value)
                    }
                }
            }
        }
        return values
    }

    /// The first item that brings the most in a slot.
    private func bestItem(_ slot: Int, _ prices: [Int]) -> Int {
        var best = 0
        var most = Int.min
        for item in groupOfItem.indices where lane.allows(item, slot) {
            let value = Int(lane.worth(item, slot)) * PriceBound.scale - prices[groupOfItem[item]]
            if value > most {
                most = value
                best = item
            }
        }
        return best
    }

    /// The most that slots kept apart can bring, and which slots.
    ///
    /// State: the next slot, and how many things its day has so far. A day that comes back (a clock put back over
    /// midnight) starts again at what was published, which only raises the bound.
    private func longestPath(_ values: [Int32]) -> (Int, [Int]) {
        let count = lane.times.count
        let states = self.states
        var table = [Int](repeating: 0, count: (count + 1) * states)
        func start(_ slot: Int, after earlier: Int, _ today: Int) -> Int {
            guard slot < count else { return 0 }
            return lane.days[slot] == lane.days[earlier]
                ? min(today, states - 1) : min(lane.published[lane.days[slot]], states - 1)
        }
        func takes(_ slot: Int, _ today: Int) -> Int? {
            guard values[slot] != Int32.min, today + 1 < states, today < lane.maxPerDay ?? Int.max else {
                return nil
            }
            let published = lane.published[lane.days[slot]]
            let costs = lane.target.map { today >= max($0, published) } ?? false
            return Int(values[slot]) - (costs ? lane.aboveTarget * PriceBound.scale : 0)
        }
        for slot in stride(from: count - 1, through: 0, by: -1) {
            for today in 0..<states {
                let after = start(slot + 1, after: slot, today)
                var most = table[(slot + 1) * states + after]
                if let gain = takes(slot, today) {
                    let to = next[slot]
                    most = max(most, gain + table[to * states + start(to, after: slot, today + 1)])
                }
                table[slot * states + today] = most
            }
        }
        var path: [Int] = []
        var slot = 0
        var today = min(lane.published[lane.days[0]], states - 1)
        let longest = table[today]
        while slot < count {
            let after = start(slot + 1, after: slot, today)
            if table[slot * states + today] == table[(slot + 1) * states + after] {
                today = after
                slot += 1
            } else {
                path.append(slot)
                let to = next[slot]
                today = start(to, after: slot, today + 1)
                slot = to
            }
        }
        return (longest, path)
    }
}

/// Division that rounds down, also for negative dividends.
func floorDivide(_ a: Int, _ b: Int) -> Int {
    let quotient = a / b
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
}
