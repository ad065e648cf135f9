/// Checks that items come after what they need.
struct PrecedenceCheck: Sendable {
    /// Per item, what it needs.
    private let needs: [[Precedence.Need]]
    /// Per item, whether others need its group.
    private let isNeeded: [Bool]

    init(_ precedence: Precedence, items groupOf: [Int]) {
        var needs = [[Precedence.Need]](repeating: [], count: groupOf.count)
        var groups: Set<Int> = []
        for need in precedence.needs {
            needs[need.item].append(need)
            groups.insert(need.group)
        }
        self.needs = needs
        isNeeded = groupOf.map(groups.contains)
    }

    func admits(
        _ sequence: LaneSequence, _ difference: Difference, _ times: [Int], _ groupOf: [Int]
    ) -> Bool {
        if difference.touched.contains(where: { isNeeded[$0] }) {
            for position in difference.from..<sequence.count
            where !holds(sequence, position, times, groupOf) { return false }
            return true
        }
        return difference.inserted.allSatisfy { holds(sequence, $0, times, groupOf) }
    }

    private func holds(_ sequence: LaneSequence, _ position: Int, _ times: [Int], _ groupOf: [Int]) -> Bool {
        let needs = needs[sequence.items[position]]
        if needs.isEmpty { return true }
        let time = times[sequence.slots[position]]
        for need in needs {
            if let since = need.since {
                if time &- since < need.lag { return false }
                continue
            }
            guard let first = (0..<position).first(where: { groupOf[sequence.items[$0]] == need.group }),
                time &- times[sequence.slots[first]] >= need.lag
            else { return false }
        }
        return true
    }
}
