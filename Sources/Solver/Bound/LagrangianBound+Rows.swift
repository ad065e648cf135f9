/// Prices of rows, from one solution to the next.
///
/// Rows have no names, and change with the plan's first minute and with every post. They are told by what they look
/// like: a list for the floor, then one a family, in the order of the families, of how many minutes its longest window
/// has, how many members it has, and then of each row that has a price: its layer, the time of its last slot, and the
/// price, in units of worth for the member that counts most. A wrong guess costs steps, and nothing else.
extension LagrangianBound {
    /// The prices as they are passed on.
    func rows(at prices: [Double]) -> [[Int]] {
        var lists = [[unscaled(prices[floorRow])]]
        for number in familiesWithRows {
            var list = look(of: number)
            for (layer, first) in firstRow[number].enumerated()
            where !families[number].layers[layer].continues {
                for (index, window) in families[number].layers[layer].windows.enumerated() {
                    let price = unscaled(prices[first + index])
                    if price > 0 { list += [layer, end(of: window), price] }
                }
            }
            lists.append(list)
        }
        return lists
    }

    /// Adds the prices of an earlier solution's rows to `prices`; false if there are none.
    func addRows(_ lists: [[Int]], to prices: inout [Double]) -> Bool {
        guard let floor = lists.first?.first else { return false }
        prices[floorRow] = scaled(price: floor, most: LagrangianBound.mostRowPrice)
        let old = lists.dropFirst().filter { $0.count >= 2 && $0.count % 3 == 2 }
        let numbers = familiesWithRows
        for (new, old) in LagrangianBound.alignment(numbers.map(look), old.map { Array($0.prefix(2)) }, old) {
            add(old, of: numbers[new], to: &prices)
        }
        return true
    }

    private func add(_ list: [Int], of number: Int, to prices: inout [Double]) {
        let layers = families[number].layers
        // Windows that overlap add up, and the sum must stay a small number.
        let overlap = windowsOfSlot[number].reduce(0) { $0 + ($1.map(\.count).max() ?? 0) }
        for index in stride(from: 2, to: list.count, by: 3) {
            let (layer, time, price) = (list[index], list[index + 1], list[index + 2])
            guard layers.indices.contains(layer), !layers[layer].continues,
                let row = nearest(time, in: layers[layer].windows)
            else { continue }
            let most = LagrangianBound.mostRowPrice / max(1, overlap)
            prices[firstRow[number][layer] + row] += scaled(price: price, most: most)
        }
    }

    /// Prices on one slot may add up to so much, in scaled units.
    private static let mostRowPrice = 1 << 24

    private var familiesWithRows: [Int] {
        families.indices.filter { families[$0].layers.contains { !$0.continues } }
    }

    private func look(of number: Int) -> [Int] {
        let windows = families[number].layers.filter { !$0.continues }.flatMap(\.windows)
        let longest = windows.reduce(0) { longest, window in
            guard let last = window.slots.last, let first = window.slots.first else { return longest }
            return max(longest, lane.times[last] - lane.times[first])
        }
        return [longest, families[number].members.count]
    }

    private func end(of window: RowFamily.Window) -> Int {
        window.slots.last.map { lane.times[$0] } ?? lane.times.first ?? 0
    }

    /// The window whose end is closest; nil where all are further than half an hour and an eighth of a window.
    private func nearest(_ time: Int, in windows: [RowFamily.Window]) -> Int? {
        var low = 0
        var high = windows.count
        while low < high {
            let middle = (low + high) / 2
            if end(of: windows[middle]) < time { low = middle + 1 } else { high = middle }
        }
        let near = [low - 1, low].filter { windows.indices.contains($0) }
        guard let best = near.min(by: { abs(end(of: windows[$0]) - time) < abs(end(of: windows[$1]) - time) })
        else { return nil }
        let window = windows[best]
        let length = end(of: window) - (window.slots.first.map { lane.times[$0] } ?? end(of: window))
        return abs(end(of: window) - time) <= max(30, length / 8) ? best : nil
    }

    /// Which old family each new one is like, order kept: the alignment that is alike the most.
    private static func alignment(_ new: [[Int]], _ old: [[Int]], _ lists: [[Int]]) -> [(
        new: Int, old: [Int]
    )] {
        guard !new.isEmpty, !old.isEmpty, new.count * old.count <= 4_000_000 else { return [] }
        func likeness(_ a: [Int], _ b: [Int]) -> Int {
            let length = 100 * (min(a[0], b[0]) + 1) / (max(a[0], b[0]) + 1)
            return length < 80 ? 0 : length + 100 * (min(a[1], b[1]) + 1) / (max(a[1], b[1]) + 1)
        }
        let width = old.count + 1
        var best = [Int](repeating: 0, count: (new.count + 1) * width)
        for i in new.indices.reversed() {
            for j in old.indices.reversed() {
                let both = best[(i + 1) * width + j + 1] + likeness(new[i], old[j])
                best[i * width + j] = max(both, best[(i + 1) * width + j], best[i * width + j + 1])
            }
        }
        var pairs: [(new: Int, old: [Int])] = []
        var (i, j) = (0, 0)
        while i < new.count, j < old.count {
            let here = best[i * width + j]
            let like = likeness(new[i], old[j])
            if like > 0, here == best[(i + 1) * width + j + 1] + like {
                pairs.append((i, lists[j]))
                (i, j) = (i + 1, j + 1)
            } else if here == best[(i + 1) * width + j] {
                i += 1
            } else {
                j += 1
            }
        }
        return pairs
    }
}
