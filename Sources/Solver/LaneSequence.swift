/// What is placed on one lane, in order of slots, and what it is worth.
struct LaneSequence {
    var slots: [Int] = []
    var items: [Int] = []
    /// Per placement, what the entries it breaks cost.
    var penalties: [Int] = []

    var count: Int { slots.count }

    mutating func append(item: Int, slot: Int, penalty: Int) {
        items.append(item)
        slots.append(slot)
        penalties.append(penalty)
    }

    mutating func removeAll() {
        items.removeAll(keepingCapacity: true)
        slots.removeAll(keepingCapacity: true)
        penalties.removeAll(keepingCapacity: true)
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

    /// The objective, counting days in `counts`, which is left with the counts of this sequence.
    func objective(on lane: Lane, counts: inout [Int]) -> Objective {
        for day in counts.indices { counts[day] = 0 }
        var score = 0
        var pins = 0
        var shortfall = 0
        var previous = lane.silence?.start ?? 0
        for position in slots.indices {
            let slot = slots[position]
            let item = items[position]
            score &+= Int(lane.worth(item, slot)) &- penalties[position]
            counts[lane.days[slot]] &+= 1
            if lane.items[item].pin == slot { pins &+= 1 }
            if let silence = lane.silence {
                shortfall &+= silence.hours(from: previous, to: lane.times[slot])
                previous = lane.times[slot]
            }
        }
        if let silence = lane.silence { shortfall &+= silence.hours(from: previous, to: silence.end) }
        for day in counts.indices {
            shortfall &+= max(0, lane.wanted[day] &- counts[day])
            score &-= lane.cost(ofDay: day, count: counts[day])
        }
        return Objective(pins: pins, shortfall: shortfall, score: score)
    }
}
