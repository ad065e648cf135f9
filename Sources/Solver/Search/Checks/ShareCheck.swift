/// Checks that a class has at most its share of windows of time.
struct ShareCheck: Sendable {
    /// The bit of the entry if it may be broken, else 0.
    let bit: UInt64
    private let share: Share

    init(_ share: Share, bit: UInt64) {
        self.share = share
        self.bit = bit
    }

    func admits(_ sequence: inout LaneSequence, _ difference: Difference, _ times: [Int]) -> Bool {
        // More of the others never hurts.
        let matters =
            bit != 0 || difference.removes
            || difference.inserted.contains { share.members[sequence.items[$0]] }
        guard matters else { return true }
        for position in difference.from..<sequence.count where share.members[sequence.items[position]] {
            let time = times[sequence.slots[position]]
            if position >= difference.to, time &- difference.lastTime >= share.length { return true }
            var all = 1
            var members = 1
            var other = position &- 1
            while other >= 0, time &- times[sequence.slots[other]] < share.length {
                all &+= 1
                if share.members[sequence.items[other]] { members &+= 1 }
                other &-= 1
            }
            if other < 0 {
                var past = share.past.count &- 1
                while past >= 0, time &- share.past[past].time < share.length {
                    all &+= 1
                    if share.past[past].isMember { members &+= 1 }
                    past &-= 1
                }
            }
            let exceeds = 100 &* members > share.percent &* all
            if bit == 0 {
                if exceeds { return false }
            } else {
                sequence.broken[position] =
                    exceeds ? sequence.broken[position] | bit : sequence.broken[position] & ~bit
            }
        }
        return true
    }
}
