extension Steady {
    /// Whether every placement that a change can touch has few enough in its seven days.
    func admits(_ sequence: LaneSequence, _ difference: Difference, _ times: [Int]) -> Bool {
        // Positions count from the first of `past`.
        func time(_ index: Int) -> Int {
            index < past.count ? past[index] : times[sequence.slots[index &- past.count]]
        }
        let total = past.count &+ sequence.count
        var before = 0
        var start = 0
        let first = past.count &+ difference.from
        guard first < total else { return true }
        if difference.from > 0 {
            // Nothing earlier than 35 days before the first one asked about counts.
            before = max(0, first &- 1)
            while before > 0, time(before &- 1) > time(first) &- Steady.window { before &-= 1 }
        }
        for index in first..<total {
            let now = time(index)
            if index >= past.count &+ difference.to, now &- difference.lastTime >= Steady.reach {
                return true
            }
            while time(before) <= now &- Steady.window { before &+= 1 }
            let count = index &- before &+ 1
            if count <= week { continue }
            while start < before, time(start) <= now &- Steady.reach { start &+= 1 }
            if count > thousandths &* (before &- start) / 4000 { return false }
        }
        return true
    }
}
