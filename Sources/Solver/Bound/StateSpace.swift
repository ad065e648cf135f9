/// The product of a lane's automata: what a path has to remember besides the day's count.
///
/// Items that no automaton tells apart are one class. Only states that can be reached are kept; where there would be
/// more than `limit`, the largest automata are left to prices (`Regular.relaxation`).
struct StateSpace {
    /// Per item, its class.
    let classOf: [Int]
    /// How many classes there are.
    let classes: Int
    /// How many states there are; the start is 0.
    let states: Int
    /// The state after class c in state q at `c * states + q`; `states` where it is refused.
    let next: [Int32]
    /// What that costs, at the same place.
    let cost: [Int32]
    /// The automata that are not in it.
    let dropped: [Regular]

    /// At most so many states: with some six classes and a month of quarters of an hour a path takes milliseconds.
    static let limit = 640

    init(_ lane: Lane, limit: Int = StateSpace.limit) {
        var kept: [Regular] = []
        for case .regular(let regular) in lane.constraints { kept.append(regular) }
        var dropped: [Regular] = []
        while true {
            if let space = StateSpace(lane, of: kept, dropped: dropped, limit: limit) {
                self = space
                return
            }
            // The largest goes; there is one, for without automata there is one state.
            let largest = kept.indices.max { kept[$0].states < kept[$1].states } ?? 0
            dropped.append(kept.remove(at: largest))
        }
    }

    private init?(_ lane: Lane, of regulars: [Regular], dropped: [Regular], limit: Int) {
        var classOfTuple: [[Int]: Int] = [:]
        var tuples: [[Int]] = []
        var classOf: [Int] = []
        for item in lane.items.indices {
            let tuple = regulars.map { $0.classOf[item] }
            if classOfTuple[tuple] == nil {
                classOfTuple[tuple] = tuples.count
                tuples.append(tuple)
            }
            classOf.append(classOfTuple[tuple] ?? 0)
        }
        var numberOfState: [[Int]: Int] = [:]
        var found: [[Int]] = [regulars.map(\.start)]
        numberOfState[found[0]] = 0
        var arcs: [(from: Int, kind: Int, to: Int, cost: Int)] = []
        var head = 0
        while head < found.count {
            for (kind, tuple) in tuples.enumerated() {
                guard let (to, cost) = StateSpace.step(regulars, from: found[head], tuple) else { continue }
                var number = numberOfState[to] ?? -1
                if number < 0 {
                    number = found.count
                    guard number < limit else { return nil }
                    numberOfState[to] = number
                    found.append(to)
                }
                arcs.append((head, kind, number, cost))
            }
            head += 1
        }
        let states = found.count
        var next = [Int32](repeating: Int32(states), count: tuples.count * states)
        var cost = [Int32](repeating: 0, count: tuples.count * states)
        for arc in arcs {
            next[arc.kind * states + arc.from] = Int32(arc.to)
            cost[arc.kind * states + arc.from] = Int32(clamping: arc.cost)
        }
        self.classOf = classOf
        classes = tuples.count
        self.states = states
        self.next = next
        self.cost = cost
        self.dropped = dropped
    }

    private static func step(_ regulars: [Regular], from state: [Int], _ tuple: [Int]) -> ([Int], Int)? {
        var to = state
        var cost = 0
        for (index, regular) in regulars.enumerated() {
            let arc = tuple[index] * regular.states + state[index]
            guard regular.next[arc] != Regular.refused else { return nil }
            to[index] = regular.next[arc]
            cost += regular.cost[arc]
        }
        return (to, cost)
    }
}
