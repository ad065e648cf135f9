/// What every class brings in every slot at some prices: the inner loops of the bound.
extension LagrangianBound {
    private func isLookedAt(_ slot: Int) -> Bool { isFree[slot] && slot % coarseness == 0 }

    /// Sets `values` to the most that each class brings in each slot.
    mutating func price(_ whole: [Int]) {
        let count = lane.times.count
        let step = coarseness
        for (number, family) in families.enumerated() {
            isPriced[number] =
                family.settled > 0
                || zip(family.layers, firstRow[number]).contains { layer, first in
                    whole[first..<first + layer.windows.count].contains { $0 > 0 }
                }
            guard isPriced[number] else { continue }
            spread(family, number, whole)
        }
        let besides = forced.keys.filter { !isLookedAt($0) }
        for (number, list) in signatures.enumerated() {
            let priced = list.filter { isPriced[$0.family] }
            for range in free { each(range, step) { signaturePrices[number][$0] = 0 } }
            for slot in forced.keys { signaturePrices[number][slot] = 0 }
            for (family, coefficient) in priced {
                let factor = Int32(coefficient)
                familyPrices[family].withUnsafeBufferPointer { from in
                    signaturePrices[number].withUnsafeMutableBufferPointer { to in
                        for range in free { each(range, step) { to[$0] &+= factor &* from[$0] } }
                        for slot in besides { to[slot] &+= factor &* from[slot] }
                    }
                }
            }
        }
        for kind in 0..<space.classes {
            for range in free { each(range, step) { values[kind * count + $0] = LongestPath.impossible } }
        }
        for item in lane.items.indices where !ranges[item].isEmpty {
            let kind = space.classOf[item]
            let price = Int32(truncatingIfNeeded: whole[groupOfItem[item]])
            let ranges = ranges[item]
            worth.withUnsafeBufferPointer { worth in
                signaturePrices[signatureOfItem[item]].withUnsafeBufferPointer { extra in
                    values.withUnsafeMutableBufferPointer { values in
                        let row = UnsafeBufferPointer(rebasing: worth[item * count..<(item + 1) * count])
                        let out = UnsafeMutableBufferPointer(
                            rebasing: values[kind * count..<(kind + 1) * count])
                        for range in ranges {
                            each(range, step) { out[$0] = max(out[$0], row[$0] &- price &- extra[$0]) }
                        }
                    }
                }
            }
        }
        for (slot, item) in forced {
            for kind in 0..<space.classes {
                values[kind * count + slot] =
                    kind == space.classOf[item] ? priced(item, slot, whole) : LongestPath.impossible
            }
        }
    }

    /// Adds up the prices of the windows over each slot.
    private mutating func spread(_ family: RowFamily, _ number: Int, _ whole: [Int]) {
        let count = lane.times.count
        var change = [Int](repeating: 0, count: count + 1)
        for (layer, first) in zip(family.layers, firstRow[number]) {
            for (index, window) in layer.windows.enumerated() {
                change[window.slots.lowerBound] += whole[first + index]
                change[window.slots.upperBound] -= whole[first + index]
            }
        }
        let most = caps[number]
        var sum = 0
        for slot in 0..<count {
            sum += change[slot]
            familyPrices[number][slot] =
                family.slots?[slot] == false
                ? 0 : Int32(clamping: slot < family.settled ? min(most, 1 << 24) : min(sum, most, 1 << 24))
        }
    }

    private func priced(_ item: Int, _ slot: Int, _ whole: [Int]) -> Int32 {
        worth[item * lane.times.count + slot] &- Int32(truncatingIfNeeded: whole[groupOfItem[item]])
            &- signaturePrices[signatureOfItem[item]][slot]
    }

    /// The first item of a class that brings the most in a slot.
    func bestItem(_ step: LongestPath.Step, _ whole: [Int]) -> Int {
        if let item = forced[step.slot] { return item }
        let most = values[step.kind * lane.times.count + step.slot]
        return itemsOfClass[step.kind].first { item in
            ranges[item].contains { $0.contains(step.slot) } && priced(item, step.slot, whole) == most
        }
            ?? 0
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
