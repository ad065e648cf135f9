/// Checks that windows of time have few enough members of a class.
struct AmongCheck: Sendable {
    /// The bit of the entry if it may be broken, else 0.
    let bit: UInt64
    private let among: Among
    private let hasKeys: Bool

    init(_ among: Among, bit: UInt64) {
        self.among = among
        self.bit = bit
        hasKeys = !among.keys.isEmpty
    }

    func admits(_ sequence: inout LaneSequence, _ difference: Difference, _ times: [Int]) -> Bool {
        let matters =
            bit == 0
            ? difference.inserted.contains { among.members[sequence.items[$0]] }
            : difference.touched.contains { among.members[$0] }
        guard matters else { return true }
        for position in difference.from..<sequence.count where among.members[sequence.items[position]] {
            let slot = sequence.slots[position]
            let time = times[slot]
            if position >= difference.to, time &- difference.lastTime >= among.length { return true }
            let isFull = count(sequence, position, time, hasKeys ? among.keys[slot] : 0, times) > among.most
            if bit == 0 {
                if isFull { return false }
            } else {
                sequence.broken[position] =
                    isFull ? sequence.broken[position] | bit : sequence.broken[position] & ~bit
            }
        }
        return true
    }

    /// Members in the window that ends at `position`, itself included.
    private func count(_ sequence: LaneSequence, _ position: Int, _ time: Int, _ key: Int, _ times: [Int])
        -> Int
    {
        var count = 1
        var other = position &- 1
        while other >= 0, time &- times[sequence.slots[other]] < among.length {
            if among.members[sequence.items[other]], !hasKeys || among.keys[sequence.slots[other]] == key {
                count &+= 1
            }
            other &-= 1
        }
        if other < 0 {
            var past = among.past.count &- 1
            while past >= 0, time &- among.past[past].time < among.length {
                if !hasKeys || among.past[past].key == key { count &+= 1 }
                past &-= 1
            }
        }
        return count
    }
}
