/// Items that have a value in common keep a distance: an item may not follow another too closely.
public struct Distance: Sendable, Hashable {
    /// How distance is measured.
    public enum Measure: Sendable, Hashable {
        /// At least so much time from one to the other, in the unit of `Lane.times`.
        case time(Int)
        /// At least so many other placements between them.
        case placements(Int)
    }

    /// Something that was placed before the first slot.
    public struct Event: Sendable, Hashable {
        /// When, in the unit of `Lane.times`.
        public var time: Int
        /// Its values.
        public var values: [Int]

        /// Something at `time`.
        public init(time: Int, values: [Int]) {
            self.time = time
            self.values = values
        }
    }

    /// Per item, its values, ascending; none if it has no part in this.
    public var values: [[Int]]
    /// How far apart they must be.
    public var by: Measure
    /// What an item costs that follows another too closely, once, however many it follows; nil if it may not.
    public var weight: Int?
    /// What was placed before the first slot and may still be too close, in order of time; for a distance in placements
    /// everything, also without values.
    public var past: [Event]

    /// A distance; see the properties.
    public init(values: [[Int]], by: Measure, weight: Int? = nil, past: [Event] = []) {
        self.values = values
        self.by = by
        self.weight = weight
        self.past = past
    }

    /// How long after an item another may be too close, in the unit of `Lane.times`; `Int.max` if that depends on how
    /// many come between.
    var longest: Int { if case .time(let time) = by { time } else { Int.max } }
}
