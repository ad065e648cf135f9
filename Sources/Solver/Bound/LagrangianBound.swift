/// An upper bound of what plans of one lane are worth: Lagrangian relaxation (Geoffrion 1974).
///
/// That each thing is used as often as it may be, and every row of the `Relaxation`, have a price instead; what is left
/// is a longest path over time, the day's count and the automata. Any prices that are not negative give a bound.
struct LagrangianBound {
    /// What prices and values are counted in: parts of one unit of worth.
    static let scale = 64

    let lane: Lane
    let space: StateSpace
    let families: [RowFamily]
    private var path: LongestPath
    /// The groups of the items, and per item the number of its group.
    let groups: [Int]
    let groupOfItem: [Int]
    private let uses: [Int]
    /// Per family and layer, the number of the first row.
    let firstRow: [[Int]]
    /// Prices and excesses are counted in multiples of the largest coefficient of each row, so that none is steeper
    /// than others only because its numbers are larger.
    private let scaleOfRow: [Double]
    /// Per row, what its coefficients may add up to; 0 for the floor.
    private let mostOfRow: [Int]
    /// What a path without placements has in each row beyond what it may.
    private let emptyExcess: [Double]
    /// The row of what the floor may lack, the last of all.
    let floorRow: Int
    /// Per family, layer and slot, the windows that hold the slot.
    let windowsOfSlot: [[[Range<Int>]]]
    /// Per family, the most that a member pays, in scaled units.
    let caps: [Int]
    /// Scaled units are worth this many: 1 unless numbers are huge.
    private let divisor: Int
    private let aboveTarget: Int32

    /// What classes bring in every slot at the present prices.
    var envelopes: ClassEnvelopes
    /// Per family, what a member that counts once pays in each slot; empty if that is nothing.
    var familyPrices: [[Int32]]

    /// What prices bring about.
    struct Outcome {
        /// No plan is worth more, in scaled units.
        var value: Double
        /// Items and slots of the dearest path.
        var steps: [Assignment]
        /// What the path has in each row beyond what it may.
        var excess: [Double]
    }

    /// - Parameter overlap: How many windows there are to a distance of up to two days.
    init(_ lane: Lane, lacksNothing: Bool, overlap: Int = Relaxation.fineOverlap) {
        self.lane = lane
        space = StateSpace(lane)
        families = Relaxation(
            lane, dropped: space.dropped, lacksNothing: lacksNothing, shortOverlap: overlap
        ).families()
        var numberOfGroup: [Int: Int] = [:]
        var groups: [Int] = []
        var uses: [Int] = []
        groupOfItem = lane.items.map { item in
            let number = numberOfGroup[item.group] ?? groups.count
            if number == groups.count {
                groups.append(item.group)
                uses.append(item.uses)
            }
            numberOfGroup[item.group] = number
            uses[number] = max(uses[number], item.uses)
            return number
        }
        self.groups = groups
        self.uses = uses
        var firstRow: [[Int]] = []
        var rows = groups.count
        for family in families {
            var first: [Int] = []
            for layer in family.layers {
                first.append(layer.continues ? firstRow[firstRow.count - 1][0] : rows)
                rows += layer.continues ? 0 : layer.windows.count
            }
            firstRow.append(first)
        }
        self.firstRow = firstRow
        floorRow = rows
        var scaleOfRow = [Double](repeating: 1, count: rows + 1)
        for (family, first) in zip(families, firstRow) {
            let largest = Double(family.members.reduce(1) { max($0, abs($1.coefficient)) })
            for (layer, row) in zip(family.layers, first) where !layer.continues {
                for index in layer.windows.indices { scaleOfRow[row + index] = largest }
            }
        }
        self.scaleOfRow = scaleOfRow
        var mostOfRow = uses + [Int](repeating: 0, count: rows + 1 - groups.count)
        for (family, first) in zip(families, firstRow) {
            for (layer, row) in zip(family.layers, first) where !layer.continues {
                for (index, window) in layer.windows.enumerated() { mostOfRow[row + index] = window.most }
            }
        }
        self.mostOfRow = mostOfRow
        emptyExcess = zip(mostOfRow, scaleOfRow).map { -Double($0) / $1 }
        windowsOfSlot = families.map { family in
            family.layers.map {
                LagrangianBound.windowsOfSlot($0.windows, slots: lane.times.count, counting: family.slots)
            }
        }
        divisor = LagrangianBound.divisor(lane)
        aboveTarget = Int32(clamping: floorDivide(lane.aboveTarget * LagrangianBound.scale, divisor))
        let divisor = self.divisor
        path = LongestPath(
            lane, space: space,
            costs: space.cost.map { Int32(clamping: floorDivide(Int($0) * LagrangianBound.scale, divisor)) })
        var shares = [[ClassEnvelopes.Share]](repeating: [], count: lane.items.count)
        for (number, family) in families.enumerated() {
            for member in family.members { shares[member.item].append((number, member.coefficient)) }
        }
        envelopes = ClassEnvelopes(
            worth: lane.worth.map {
                $0 == Lane.never
                    ? LongestPath.impossible
                    : Int32(clamping: -floorDivide(-Int($0) * LagrangianBound.scale, divisor))
            },
            slots: lane.times.count, classOf: space.classOf, classes: space.classes, shares: shares)
        caps = families.map { family in
            family.cap.map { floorDivide($0 * LagrangianBound.scale, divisor) } ?? Int.max
        }
        familyPrices = families.map { _ in [] }
    }

    /// What an item costs at these prices, in units of worth.
    func price(of item: Int, at prices: [Double]) -> Int {
        unscaled(prices[groupOfItem[item]])
    }

    /// A price in units of worth, rounded down.
    func unscaled(_ price: Double) -> Int { Int(price) * divisor / LagrangianBound.scale }

    /// A price in scaled units, `most` at most.
    func scaled(price: Int, most: Int) -> Double {
        Double(min(most, max(0, min(price, Lane.mostWorth)) * LagrangianBound.scale / divisor))
    }

    /// How many slots there are to an hour, where they are regular.
    var slotsPerHour: Int {
        guard lane.times.count > 1 else { return 1 }
        return max(1, min(6, 60 / max(1, lane.times[1] - lane.times[0])))
    }

    /// How many table entries one evaluation touches, about.
    var cells: Int { path.cells + lane.worth.count }

    /// How many rows there are.
    var rows: Int { floorRow + 1 }

    /// A path may be worth at most 2^29 scaled units, so that no sum overflows.
    private static func divisor(_ lane: Lane) -> Int {
        var most = 1
        for worth in lane.worth where worth != Lane.never { most = max(most, abs(Int(worth))) }
        let length = lane.times.last.map { ($0 - lane.times[0]) / lane.spacing + 2 } ?? 1
        let total = (most + lane.aboveTarget) * LagrangianBound.scale * min(length, lane.times.count + 1)
        return max(1, total >> 27)
    }

    private static func windowsOfSlot(_ windows: [RowFamily.Window], slots: Int, counting: [Bool]?)
        -> [Range<Int>]
    {
        var ranges: [Range<Int>] = []
        var first = 0
        var last = 0
        for slot in 0..<slots {
            while first < windows.count, windows[first].slots.upperBound <= slot { first += 1 }
            last = max(last, first)
            while last < windows.count, windows[last].slots.lowerBound <= slot { last += 1 }
            ranges.append(counting?[slot] == false ? first..<first : first..<last)
        }
        return ranges
    }

    /// Makes paths hold these; what may be used once is nowhere else.
    mutating func hold(_ held: [Assignment]) {
        path.force(held.map(\.slot))
        let owners = Set(held.map(\.item))
        envelopes.hold(held) { owners.contains($0) && lane.items[$0].uses == 1 }
    }

    /// Whether the prices to begin with were those of an earlier solution.
    var hasEarlierPrices = false
    private var whole: [Int] = []

    /// The bound at these prices, in scaled units; `lacking` is how many wanted things a plan may lack at most.
    mutating func evaluate(_ prices: [Double], lacking most: Int) -> Outcome {
        whole = prices
            .indices.map { prices[$0] == 0 ? 0 : Int(prices[$0] / scaleOfRow[$0]) }
        let whole = self.whole
        price(whole)
        let lack = Int32(clamping: min(whole[floorRow], 1 << 24))
        let longest = path.solve(values: envelopes.values, aboveTarget: aboveTarget, lacking: lack)
        // Prices have overshot so far that sums are beyond what counts as possible, or what is held was never admitted.
        guard longest >= Int(LongestPath.possible) else {
            return Outcome(value: LagrangianBound.noPath, steps: [], excess: emptyExcess)
        }
        let (steps, lacks) = path.path(values: envelopes.values, aboveTarget: aboveTarget, lacking: lack)
        var constant = Int(lack) * most
        for row in 0..<floorRow where whole[row] != 0 { constant += whole[row] * mostOfRow[row] }
        // In multiples of each row's scale, like the prices.
        var excess = emptyExcess
        excess[floorRow] = Double(lacks - most)
        var assignments: [Assignment] = []
        for step in steps {
            guard let item = envelopes.best(step.kind, step.slot) else { continue }
            assignments.append(Assignment(item: item, slot: step.slot))
            excess[groupOfItem[item]] += 1 / scaleOfRow[groupOfItem[item]]
            for (family, coefficient) in envelopes.shares[item] {
                // Whoever breaks the entry and pays for it is none too many.
                if !familyPrices[family].isEmpty, caps[family] <= Int(familyPrices[family][step.slot]) {
                    continue
                }
                for (layer, first) in firstRow[family].enumerated() {
                    for window in windowsOfSlot[family][layer][step.slot] {
                        excess[first + window] += Double(coefficient) / scaleOfRow[first + window]
                    }
                }
            }
        }
        return Outcome(value: Double(longest + constant), steps: assignments, excess: excess)
    }

    /// The value of prices at which there is no path: worse than any other.
    static let noPath = 1e15

    /// A bound that takes no path: everything as often as it may be used, where it is worth most, and what is fixed.
    var scoreOfAll: Int {
        var most = [Int](repeating: 0, count: groups.count)
        for item in lane.items.indices {
            for slot in lane.times.indices where lane.allows(item, slot) {
                most[groupOfItem[item]] = max(most[groupOfItem[item]], Int(lane.worth(item, slot)))
            }
        }
        return groups.indices.reduce(0) { $0 + most[$1] * min(uses[$1], lane.times.count) }
            + lane.fixed.reduce(0) { $0 + max(0, Int(lane.worth($1.item, $1.slot))) }
    }

    /// A value in scaled units as a bound of the score.
    func score(_ value: Double) -> Int { floorDivide(Int(value) * divisor, LagrangianBound.scale) }

    /// A score in scaled units.
    func scaled(_ score: Int) -> Double { Double(score * LagrangianBound.scale) / Double(divisor) }

    /// Only every so many slots, and those that are held, are looked at: the outcome is no bound then, but tells in a
    /// fraction of the time which way prices have to go.
    var coarseness: Int {
        get { envelopes.coarseness }
        set { envelopes.coarseness = newValue }
    }
}
