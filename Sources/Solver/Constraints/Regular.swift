/// A deterministic automaton that reads the classes of the items of a sequence in order of time, slots without an item
/// not included (the constraint `regular`; Pesant 2004).
public struct Regular: Sendable, Hashable {
    /// The next state of a class that is refused.
    public static let refused = -1

    /// Per item, its class: 0 ..< `classes`.
    public var classOf: [Int]
    /// How many classes there are.
    public var classes: Int
    /// How many states there are.
    public var states: Int
    /// The state before the first slot.
    public var start: Int
    /// The state after an item of class c in state q at `c * states + q`, or `refused`.
    public var next: [Int]
    /// What that costs besides, at the same place: the weights of entries that may be broken. Never negative.
    public var cost: [Int]
    /// What a search that cannot afford the states may keep of it.
    public var relaxation: Relaxation

    /// Something weaker than the automaton: every sequence that the automaton admits has it.
    public enum Relaxation: Sendable, Hashable {
        /// Nothing.
        case none
        /// A counter that never falls below zero: it begins at `start`, and an item of class c adds `effect[c]` at most.
        case counter(effect: [Int], start: Int)
        /// At most `most` items of the classes that are true in any window (t - length, t].
        case among(classes: [Bool], length: Int, most: Int)
    }

    /// An automaton; see the properties. `cost` empty means that nothing costs.
    public init(
        classOf: [Int], classes: Int, states: Int, start: Int, next: [Int], cost: [Int] = [],
        relaxation: Relaxation = .none
    ) {
        precondition(next.count == classes * states && (cost.isEmpty || cost.count == next.count))
        self.classOf = classOf
        self.classes = classes
        self.states = states
        self.start = start
        self.next = next
        self.cost = cost.isEmpty ? [Int](repeating: 0, count: next.count) : cost
        self.relaxation = relaxation
    }
}
