/// Checks that items with a value in common keep their distance.
struct DistanceCheck: Sendable {
    /// The bit of the entry if it may be broken, else 0.
    let bit: UInt64
    private let by: Distance.Measure
    /// Per item, a bit for each of its values (modulo 64): without a common bit there is no common value.
    private let masks: [UInt64]
    /// Per item, its values; empty where a common bit says enough.
    private let values: [[Int]]
    /// Per item, the first time, or the first position, that is far enough from what was placed before the first slot.
    private let open: [Int]

    init(_ distance: Distance, bit: UInt64) {
        self.bit = bit
        by = distance.by
        var numbers: [Int: Int] = [:]
        let numbered = distance.values.map { list in
            list.map { value in
                let number = numbers[value] ?? numbers.count
                numbers[value] = number
                return number
            }
        }
        masks = numbered.map { $0.reduce(0) { $0 | 1 << UInt64($1 % 64) } }
        values = numbers.count > 64 ? numbered : []
        var openOfValue: [Int: Int] = [:]
        for (index, event) in distance.past.enumerated() {
            for value in event.values {
                let open =
                    switch distance.by {
                    case .time(let length): event.time + length
                    case .placements(let count): count - (distance.past.count - 1 - index)
                    }
                openOfValue[value] = max(openOfValue[value] ?? Int.min, open)
            }
        }
        open = distance.values.map { list in list.reduce(Int.min) { max($0, openOfValue[$1] ?? Int.min) } }
    }

    private func areAlike(_ a: Int, _ b: Int) -> Bool {
        masks[a] & masks[b] != 0 && (values.isEmpty || values[a].contains(where: values[b].contains))
    }

    func admits(_ sequence: inout LaneSequence, _ difference: Difference, _ times: [Int]) -> Bool {
        switch by {
        case .time(let length):
            if bit == 0 { return keepsTime(sequence, difference, times, length) }
            note(&sequence, difference, times, length)
            return true
        case .placements(let count):
            return keepsPlacements(&sequence, difference, count)
        }
    }

    /// What came, against everything that is closer than `length` on both sides.
    private func keepsTime(
        _ sequence: LaneSequence, _ difference: Difference, _ times: [Int], _ length: Int
    ) -> Bool {
        for position in difference.inserted {
            let item = sequence.items[position]
            let mask = masks[item]
            if mask == 0 { continue }
            let time = times[sequence.slots[position]]
            if time < open[item] { return false }
            var other = position &- 1
            while other >= 0, time &- times[sequence.slots[other]] < length {
                if masks[sequence.items[other]] & mask != 0, areAlike(sequence.items[other], item) {
                    return false
                }
                other &-= 1
            }
            other = position &+ 1
            while other < sequence.count, times[sequence.slots[other]] &- time < length {
                if masks[sequence.items[other]] & mask != 0, areAlike(sequence.items[other], item) {
                    return false
                }
                other &+= 1
            }
        }
        return true
    }

    /// Adds the positions whose items would be too close to an item at a time; false if what was placed before the
    /// first slot is.
    func conflicts(
        of item: Int, at time: Int, in sequence: LaneSequence, _ times: [Int], into positions: inout [Int]
    ) -> Bool {
        guard bit == 0, case .time(let length) = by, masks[item] != 0 else { return true }
        if time < open[item] { return false }
        var position = sequence.count
        while position > 0, times[sequence.slots[position &- 1]] &- time >= length { position &-= 1 }
        position &-= 1
        while position >= 0, time &- times[sequence.slots[position]] < length {
            let other = sequence.items[position]
            if masks[other] & masks[item] != 0, areAlike(other, item), !positions.contains(position) {
                positions.append(position)
            }
            position &-= 1
        }
        return true
    }

    /// The bits of an item's values if it must keep a distance in time for them, turned by a number of its own, so that
    /// those of several checks fall on different places.
    func mask(of item: Int, turned number: Int) -> UInt64 {
        guard bit == 0, case .time = by else { return 0 }
        let turn = UInt64(number * 23 % 64)
        return masks[item] << turn | masks[item] >> ((64 - turn) % 64)
    }

    /// Whether two items must keep their distance at these times.
    func areClose(_ a: Int, _ timeOfA: Int, _ b: Int, _ timeOfB: Int) -> Bool {
        guard bit == 0, case .time(let length) = by else { return false }
        return abs(timeOfA &- timeOfB) < length && areAlike(a, b)
    }

    /// The time from which on nothing is too close; 0 where distance is not measured in time or may be broken.
    var longest: Int {
        guard bit == 0, case .time(let length) = by else { return 0 }
        return length
    }

    /// Notes who follows another too closely, as far as the change reaches.
    private func note(
        _ sequence: inout LaneSequence, _ difference: Difference, _ times: [Int], _ length: Int
    ) {
        for position in difference.from..<sequence.count {
            let time = times[sequence.slots[position]]
            if position >= difference.to, time &- difference.lastTime >= length { return }
            let item = sequence.items[position]
            let mask = masks[item]
            if mask == 0 { continue }
            var breaks = time < open[item]
            var other = position &- 1
            while !breaks, other >= 0, time &- times[sequence.slots[other]] < length {
                breaks = masks[sequence.items[other]] & mask != 0 && areAlike(sequence.items[other], item)
                other &-= 1
            }
            sequence.broken[position] =
                breaks ? sequence.broken[position] | bit : sequence.broken[position] & ~bit
        }
    }

    private func keepsPlacements(
        _ sequence: inout LaneSequence, _ difference: Difference, _ count: Int
    ) -> Bool {
        for position in difference.from..<sequence.count {
            if position >= difference.to &+ count { return true }
            let item = sequence.items[position]
            let mask = masks[item]
            if mask == 0 { continue }
            var breaks = position < open[item]
            var other = position &- 1
            while !breaks, other >= 0, position &- other &- 1 < count {
                breaks = masks[sequence.items[other]] & mask != 0 && areAlike(sequence.items[other], item)
                other &-= 1
            }
            if bit == 0 {
                if breaks { return false }
            } else {
                sequence.broken[position] =
                    breaks ? sequence.broken[position] | bit : sequence.broken[position] & ~bit
            }
        }
        return true
    }
}
