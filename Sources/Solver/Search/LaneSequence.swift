/// What is placed on one lane, in order of slots, with what checks know about each placement.
struct LaneSequence {
    var slots: [Int] = []
    var items: [Int] = []
    /// Per placement, the state of each automaton after it, one after the other.
    var states: [Int32] = []
    /// Per placement, a bit for each entry that it breaks.
    var broken: [UInt64] = []
    /// Per placement, what it costs besides.
    var costs: [Int] = []

    var count: Int { slots.count }

    mutating func removeAll() {
        slots.removeAll(keepingCapacity: true)
        items.removeAll(keepingCapacity: true)
        states.removeAll(keepingCapacity: true)
        broken.removeAll(keepingCapacity: true)
        costs.removeAll(keepingCapacity: true)
    }

    /// Adds a placement that nothing is known about yet; `automata` is how many states it has.
    mutating func append(item: Int, slot: Int, automata: Int) {
        items.append(item)
        slots.append(slot)
        for _ in 0..<automata { states.append(0) }
        broken.append(0)
        costs.append(0)
    }

    /// Adds a range of another sequence as it is.
    mutating func append(_ range: Range<Int>, of other: LaneSequence, automata: Int) {
        items.append(contentsOf: other.items[range])
        slots.append(contentsOf: other.slots[range])
        states.append(contentsOf: other.states[range.lowerBound * automata..<range.upperBound * automata])
        broken.append(contentsOf: other.broken[range])
        costs.append(contentsOf: other.costs[range])
    }

    /// The first position whose slot is at or after `slot`.
    func position(ofSlot slot: Int) -> Int {
        var low = 0
        var high = slots.count
        while low < high {
            let middle = (low &+ high) / 2
            if slots[middle] < slot { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
