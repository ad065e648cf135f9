/// What rows cost in every slot at some prices.
extension LagrangianBound {
    /// Sets `familyPrices`, and from them what classes bring in every slot.
    mutating func price(_ whole: [Int]) {
        for (number, family) in families.enumerated() {
            let isPriced =
                family.settled > 0
                || zip(family.layers, firstRow[number]).contains { layer, first in
                    whole[first..<first + layer.windows.count].contains { $0 > 0 }
                }
            if isPriced { spread(family, number, whole) } else { familyPrices[number] = [] }
        }
        envelopes.update(price: { whole[groupOfItem[$0]] }, rows: familyPrices)
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
        familyPrices[number] = (0..<count).map { slot in
            sum += change[slot]
            return family.slots?[slot] == false
                ? 0 : Int32(clamping: slot < family.settled ? min(most, 1 << 24) : min(sum, most, 1 << 24))
        }
    }
}
