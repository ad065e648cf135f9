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
    /// Per item, the families it is in, and its coefficients: one list of lists, for items that have the same.
    let signatureOfItem: [Int]
    let signatures: [[(family: Int, coefficient: Int)]]
    let itemsOfClass: [[Int]]
    /// Worth in scaled units, rounded up; `LongestPath.impossible` where an item may not go.
    let worth: [Int32]
    /// Per item, the slots it may have lie in this range.
    let domain: [Range<Int>]
    /// Per family, the most that a member pays, in scaled units.
    let caps: [Int]
    /// Scaled units are worth this many: 1 unless numbers are huge.
    private let divisor: Int
    private let aboveTarget: Int32

    var values: [Int32]
    var familyPrices: [[Int32]]
    var signaturePrices: [[Int32]]
    var isPriced: [Bool]

    /// What prices bring about.
    struct Outcome {
        /// No plan is worth more, in scaled units.
        var value: Double
        /// Items and slots of the dearest path.
        var steps: [Assignment]
        /// What the path has in each row beyond what it may.
        var excess: [Double]
    }

    init(_ lane: Lane, lacksNothing: Bool) {
        self.lane = lane
        space = StateSpace(lane)
        families = Relaxation(lane, dropped: space.dropped, lacksNothing: lacksNothing).families()
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
        (signatureOfItem, signatures) = LagrangianBound.signatures(families, items: lane.items.count)
        itemsOfClass = (0..<space.classes).map { [classOf = space.classOf] kind in
            classOf.indices.filter { classOf[$0] == kind }
        }
        divisor = LagrangianBound.divisor(lane)
        aboveTarget = Int32(clamping: floorDivide(lane.aboveTarget * LagrangianBound.scale, divisor))
        let divisor = self.divisor
        path = LongestPath(
            lane, space: space,
            costs: space.cost.map { Int32(clamping: floorDivide(Int($0) * LagrangianBound.scale, divisor)) })
        worth = lane.worth.map {
            $0 == Lane.never
                ? LongestPath.impossible
                : Int32(clamping: -floorDivide(-Int($0) * LagrangianBound.scale, divisor))
        }
        caps = families.map { family in
            family.cap.map { floorDivide($0 * LagrangianBound.scale, divisor) } ?? Int.max
        }
        let count = lane.times.count
        domain = lane.items.indices.map { item in
            let row = lane.worth[item * count..<(item + 1) * count]
            guard let first = row.firstIndex(where: { $0 != Lane.never }),
                let last = row.lastIndex(where: { $0 != Lane.never })
            else { return 0..<0 }
            return first - item * count..<last + 1 - item * count
        }
        values = [Int32](repeating: LongestPath.impossible, count: space.classes * count)
        free = [0..<count]
        ranges = domain.map { [$0] }
        isFree = [Bool](repeating: true, count: count)
        familyPrices = families.map { _ in [Int32](repeating: 0, count: count) }
        signaturePrices = signatures.map { _ in [Int32](repeating: 0, count: count) }
        isPriced = [Bool](repeating: false, count: families.count)
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
    var cells: Int { path.cells + worth.count }

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

    private static func signatures(_ families: [RowFamily], items: Int) -> (
        [Int], [[(family: Int, coefficient: Int)]]
    ) {
        var lists = [[(family: Int, coefficient: Int)]](repeating: [], count: items)
        for (number, family) in families.enumerated() {
            for member in family.members { lists[member.item].append((number, member.coefficient)) }
        }
        var numberOf: [[Int]: Int] = [:]
        var signatures: [[(family: Int, coefficient: Int)]] = []
        let ofItem = lists.map { list in
            let key = list.flatMap { [$0.family, $0.coefficient] }
            if let known = numberOf[key] { return known }
            numberOf[key] = signatures.count
            signatures.append(list)
            return signatures.count - 1
        }
        return (ofItem, signatures)
    }

    /// Makes paths hold these, and place other things only in `free` slots, of each item only in some of them.
    mutating func restrict(to free: [Range<Int>], holding held: [Assignment], allowed: (Int) -> [Range<Int>])
    {
        path.force(held.map(\.slot))
        forced = Dictionary(held.map { ($0.slot, $0.item) }) { first, _ in first }
        self.free = free
        ranges = lane.items.indices.map { item in
            allowed(item).compactMap { range in
                let kept = range.clamped(to: domain[item])
                return kept.isEmpty ? nil : kept
            }
        }
        for index in values.indices { values[index] = LongestPath.impossible }
    }

    /// Whether the prices to begin with were those of an earlier solution.
    var hasEarlierPrices = false
    var free: [Range<Int>] {
        didSet {
            isFree = [Bool](repeating: false, count: lane.times.count)
            for range in free { for slot in range { isFree[slot] = true } }
        }
    }
    var isFree: [Bool] = []
    var ranges: [[Range<Int>]]
    var forced: [Int: Int] = [:]
    private var whole: [Int] = []

    /// The bound at these prices, in scaled units; `lacking` is how many wanted things a plan may lack at most.
    mutating func evaluate(_ prices: [Double], lacking most: Int) -> Outcome {
        whole = prices
            .indices.map { prices[$0] == 0 ? 0 : Int(prices[$0] / scaleOfRow[$0]) }
        let whole = self.whole
        price(whole)
        let lack = Int32(clamping: min(whole[floorRow], 1 << 24))
        let longest = path.solve(values: values, aboveTarget: aboveTarget, lacking: lack)
        let (steps, lacks) = path.path(values: values, aboveTarget: aboveTarget, lacking: lack)
        var constant = Int(lack) * most
        for row in 0..<floorRow where whole[row] != 0 { constant += whole[row] * mostOfRow[row] }
        // In multiples of each row's scale, like the prices.
        var excess = emptyExcess
        excess[floorRow] = Double(lacks - most)
        var assignments: [Assignment] = []
        for step in steps {
            let item = bestItem(step, whole)
            assignments.append(Assignment(item: item, slot: step.slot))
            excess[groupOfItem[item]] += 1 / scaleOfRow[groupOfItem[item]]
            for (family, coefficient) in signatures[signatureOfItem[item]] {
                // Whoever breaks the entry and pays for it is none too many.
                if caps[family] <= Int(familyPrices[family][step.slot]), isPriced[family] { continue }
                for (layer, first) in firstRow[family].enumerated() {
                    for window in windowsOfSlot[family][layer][step.slot] {
                        excess[first + window] += Double(coefficient) / scaleOfRow[first + window]
                    }
                }
            }
        }
        return Outcome(value: Double(longest + constant), steps: assignments, excess: excess)
    }

    /// A value in scaled units as a bound of the score.
    func score(_ value: Double) -> Int { floorDivide(Int(value) * divisor, LagrangianBound.scale) }

    /// A score in scaled units.
    func scaled(_ score: Int) -> Double { Double(score * LagrangianBound.scale) / Double(divisor) }

    /// Only every so many slots, and those that are held, are looked at: the outcome is no bound then, but tells in a
    /// fraction of the time which way prices have to go.
    var coarseness = 1 {
        didSet { for index in values.indices { values[index] = LongestPath.impossible } }
    }
}
