/// Per class and slot, the most that any item of the class brings at some prices: the upper envelopes of priced worths.
///
/// What rows ask is added up once for a class where its items count alike in them, and else once for all items of a
/// signature. On a lane of 600 items that takes a third of the time of adding it up item by item.
struct ClassEnvelopes {
    /// A family, and how often an item counts in it.
    typealias Share = (family: Int, coefficient: Int)

    /// Prices of items count up to this. Whoever pays less only raises the bound.
    private static let mostPrice = 1 << 28

    private let slots: Int
    private let classOf: [Int]
    /// Per class, its items, in order.
    private let members: [[Int]]
    /// Worth in scaled units, rounded up, at `item * slots + slot`; `LongestPath.impossible` where an item may not go.
    let worth: [Int32]
    /// Per item, its largest worth.
    private let most: [Int32]
    /// Per item, the families it counts in.
    let shares: [[Share]]
    /// Per class, the families in which its items count alike.
    private let common: [[Share]]
    /// Per item, the number of its signature: the other families.
    private let signatureOf: [Int]
    private let signatures: [[Share]]
    /// Per item, the slots it may have lie in this range.
    private var domain: [Range<Int>]
    /// What stands in slots whatever the prices are.
    private var forced: [Int: Int] = [:]

    /// The envelope of a class at `class * slots + slot`.
    private(set) var values: [Int32]
    /// Per item, its price.
    private var prices: [Int32]
    /// What rows ask of all items of a class at `class * slots + slot`.
    private var askedOfClass: [Int32]
    /// What rows ask besides at `signature * slots + slot`, and per signature the least of it.
    private var asked: [Int32]
    private var least: [Int32]

    init(worth: [Int32], slots: Int, classOf: [Int], classes: Int, shares: [[Share]]) {
        self.worth = worth
        self.slots = slots
        self.classOf = classOf
        self.shares = shares
        members = (0..<classes).map { kind in classOf.indices.filter { classOf[$0] == kind } }
        let rows = classOf.indices.map { worth[$0 * slots..<($0 + 1) * slots] }
        most = rows.map { $0.max() ?? LongestPath.impossible }
        domain = rows.map { row in
            guard let first = row.firstIndex(where: { $0 != LongestPath.impossible }),
                let last = row.lastIndex(where: { $0 != LongestPath.impossible })
            else { return 0..<0 }
            return first - row.startIndex..<last + 1 - row.startIndex
        }
        common = members.map { items in
            guard let first = items.first else { return [] }
            return shares[first].filter { share in
                items.allSatisfy { shares[$0].contains { $0 == share } }
            }
        }
        var numberOf: [[Int]: Int] = [:]
        var signatures: [[Share]] = []
        signatureOf = classOf.indices.map { [common] item in
            let own = shares[item].filter { share in !common[classOf[item]].contains { $0 == share } }
            let key = own.flatMap { [$0.family, $0.coefficient] }
            if let known = numberOf[key] { return known }
            numberOf[key] = signatures.count
            signatures.append(own)
            return signatures.count - 1
        }
        self.signatures = signatures
        values = [Int32](repeating: LongestPath.impossible, count: classes * slots)
        prices = [Int32](repeating: 0, count: classOf.count)
        askedOfClass = [Int32](repeating: 0, count: classes * slots)
        asked = [Int32](repeating: 0, count: signatures.count * slots)
        least = [Int32](repeating: 0, count: signatures.count)
    }

    /// Only every so many slots, and those that are held, are looked at.
    var coarseness = 1 {
        didSet { clear() }
    }

    private mutating func clear() {
        for index in values.indices { values[index] = LongestPath.impossible }
    }

    /// Holds these whatever the prices are; items of which `isGone` says so are nowhere else.
    mutating func hold(_ held: [Assignment], isGone: (Int) -> Bool) {
        forced = Dictionary(held.map { ($0.slot, $0.item) }) { first, _ in first }
        for item in domain.indices where isGone(item) { domain[item] = 0..<0 }
        clear()
    }

    /// Finds the envelopes.
    ///
    /// - Parameters:
    ///   - price: What an item costs.
    ///   - rows: Per family, what a member that counts once pays in each slot; empty where that is nothing.
    mutating func update(price: (_ item: Int) -> Int, rows: [[Int32]]) {
        for item in prices.indices {
            prices[item] = Int32(max(0, min(price(item), ClassEnvelopes.mostPrice)))
        }
        let sum = RowSum(slots: slots, step: coarseness, besides: forced.keys.filter { $0 % coarseness != 0 })
        for (number, shares) in signatures.enumerated() {
            least[number] = sum.add(shares, rows, to: &asked, at: number)
        }
        for (kind, shares) in common.enumerated() { _ = sum.add(shares, rows, to: &askedOfClass, at: kind) }
        for (kind, items) in members.enumerated() { envelop(kind, items) }
        for (slot, item) in forced {
            for kind in members.indices {
                values[kind * slots + slot] =
                    kind == classOf[item] ? bring(item, slot) : LongestPath.impossible
            }
        }
    }

    /// The first item of a class that brings the most in a slot, or what is held there; nil where none may go.
    func best(_ kind: Int, _ slot: Int) -> Int? {
        if let item = forced[slot] { return item }
        let top = values[kind &* slots &+ slot]
        let high = Int(top) &+ Int(askedOfClass[kind &* slots &+ slot])
        return members[kind].first { item in
            Int(most[item]) &- Int(prices[item]) &- Int(least[signatureOf[item]]) >= high
                && domain[item].contains(slot) && bring(item, slot) == top
        }
    }

    private func bring(_ item: Int, _ slot: Int) -> Int32 {
        worth[item &* slots &+ slot] &- prices[item] &- asked[signatureOf[item] &* slots &+ slot]
            &- askedOfClass[classOf[item] &* slots &+ slot]
    }

    /// Unsafe buffers here and below: this is where the bound spends its time, and with checks the loops are not
    /// vectorised.
    private mutating func envelop(_ kind: Int, _ items: [Int]) {
        let step = coarseness
        let slots = self.slots
        values.withUnsafeMutableBufferPointer { all in
            let out = UnsafeMutableBufferPointer(rebasing: all[kind * slots..<(kind + 1) * slots])
            each(0..<slots, step) { out[$0] = LongestPath.impossible }
            worth.withUnsafeBufferPointer { worth in
                asked.withUnsafeBufferPointer { asked in
                    for item in items {
                        let row = UnsafeBufferPointer(rebasing: worth[item * slots..<(item + 1) * slots])
                        let number = signatureOf[item]
                        let extra = UnsafeBufferPointer(
                            rebasing: asked[number * slots..<(number + 1) * slots])
                        let price = prices[item]
                        each(domain[item], step) { out[$0] = max(out[$0], row[$0] &- price &- extra[$0]) }
                    }
                }
            }
            askedOfClass.withUnsafeBufferPointer { asked in
                let asked = UnsafeBufferPointer(rebasing: asked[kind * slots..<(kind + 1) * slots])
                each(0..<slots, step) { out[$0] = out[$0] &- asked[$0] }
            }
        }
    }
}

/// Adds up what rows ask, in the slots that are looked at.
private struct RowSum {
    var slots: Int
    var step: Int
    /// Slots that are looked at although they are no multiples of the step.
    var besides: [Int]

    /// Writes the sum to a part of `asked`; answers the least of it.
    func add(_ shares: [ClassEnvelopes.Share], _ rows: [[Int32]], to asked: inout [Int32], at number: Int)
        -> Int32
    {
        asked.withUnsafeMutableBufferPointer { all in
            let asked = UnsafeMutableBufferPointer(rebasing: all[number * slots..<(number + 1) * slots])
            each(0..<slots, step) { asked[$0] = 0 }
            for slot in besides { asked[slot] = 0 }
            for (family, coefficient) in shares where !rows[family].isEmpty {
                let factor = Int32(coefficient)
                rows[family].withUnsafeBufferPointer { row in
                    each(0..<slots, step) { asked[$0] &+= factor &* row[$0] }
                    for slot in besides { asked[slot] &+= factor &* row[slot] }
                }
            }
            var least = Int32.max
            each(0..<slots, step) { least = min(least, asked[$0]) }
            return besides.reduce(least) { min($0, asked[$1]) }
        }
    }
}

/// Calls `body` with the multiples of `step` in a range.
@inline(__always)
private func each(_ range: Range<Int>, _ step: Int, _ body: (Int) -> Void) {
    if step == 1 {
        for slot in range { body(slot) }
        return
    }
    var slot = (range.lowerBound &+ step &- 1) / step &* step
    while slot < range.upperBound {
        body(slot)
        slot &+= step
    }
}
