import Solver

extension Regular {
    /// The automaton of all states that can be reached from `start`; they are numbered in ascending order.
    ///
    /// - Parameters:
    ///   - most: How many states there may be.
    ///   - step: The state after a class and what that costs, nil if the class is refused.
    /// - Returns: nil if there are more states.
    static func exploring<State: Hashable & Comparable>(
        from start: State, classOf: [Int], classes: Int, most: Int,
        step: (State, Int) -> (next: State, cost: Int)?
    ) -> Regular? {
        var found: Set<State> = [start]
        var open = [start]
        while let state = open.popLast() {
            for number in 0..<classes {
                guard let next = step(state, number)?.next, found.insert(next).inserted else { continue }
                if found.count > most { return nil }
                open.append(next)
            }
        }
        let states = found.sorted()
        let numbers = Dictionary(uniqueKeysWithValues: states.enumerated().map { ($1, $0) })
        var next: [Int] = []
        var cost: [Int] = []
        for number in 0..<classes {
            for state in states {
                let after = step(state, number)
                next.append(after.flatMap { numbers[$0.next] } ?? refused)
                cost.append(after?.cost ?? 0)
            }
        }
        return Regular(
            classOf: classOf, classes: classes, states: states.count, start: numbers[start] ?? 0, next: next,
            cost: cost)
    }
}
