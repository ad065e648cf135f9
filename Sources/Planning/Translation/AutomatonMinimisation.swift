import Solver

extension Regular {
    /// The smallest automaton that refuses and costs the same, of one whose states can all be reached (Moore 1956:
    /// states are told apart by what they answer, then by the states they lead to, until nothing changes).
    ///
    /// States keep their order, by the first of those that become one.
    func minimised() -> Regular {
        var blocks = [Int](repeating: 0, count: states)
        var count = 1
        for number in 0..<classes {
            count = Regular.refine(&blocks) { state in
                let edge = number * states + state
                return next[edge] == Regular.refused ? -1 : cost[edge]
            }
        }
        while true {
            let old = blocks
            for number in 0..<classes {
                _ = Regular.refine(&blocks) { state in
                    let next = next[number * states + state]
                    return next == Regular.refused ? -1 : old[next]
                }
            }
            let refined = (blocks.max() ?? -1) + 1
            if refined == count { break }
            count = refined
        }
        var first = [Int](repeating: -1, count: count)
        for state in (0..<states).reversed() { first[blocks[state]] = state }
        var small = self
        small.states = count
        small.start = blocks[start]
        small.next = (0..<classes).flatMap { number in
            first.map { state in
                let next = next[number * states + state]
                return next == Regular.refused ? next : blocks[next]
            }
        }
        small.cost = (0..<classes).flatMap { number in first.map { cost[number * states + $0] } }
        return small
    }

    /// Splits blocks by `key`, numbers them in order of their first states, and returns how many there are.
    private static func refine(_ blocks: inout [Int], by key: (Int) -> Int) -> Int {
        struct Key: Hashable {
            var block: Int
            var key: Int
        }
        var numbers: [Key: Int] = [:]
        for state in blocks.indices {
            let own = Key(block: blocks[state], key: key(state))
            let number = numbers[own] ?? numbers.count
            numbers[own] = number
            blocks[state] = number
        }
        return numbers.count
    }
}
