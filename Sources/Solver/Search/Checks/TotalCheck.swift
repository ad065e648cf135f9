extension Total {
    /// Whether the buckets of what came hold it.
    func admits(_ sequence: LaneSequence, _ difference: Difference) -> Bool {
        for position in difference.inserted where amounts[sequence.items[position]] > 0 {
            let bucket = buckets[sequence.slots[position]]
            var sum = 0
            for other in 0..<sequence.count where buckets[sequence.slots[other]] == bucket {
                sum &+= amounts[sequence.items[other]]
            }
            if sum > limits[bucket] { return false }
        }
        return true
    }
}
