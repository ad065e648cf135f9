/// Answers what may follow what on a lane; the solver knows of rules only through it.
///
/// It holds the sequence of one lane at a time, which grows and shrinks at its end.
public protocol Admission: Sendable {
    /// Starts with the empty sequence of a lane, while these things are on the other lanes.
    mutating func begin(lane: Int, elsewhere: [Sighting])

    /// What it costs to place `item` in `slot` after the sequence, or nil if that is not allowed.
    ///
    /// Asked only for pairs whose worth is not `Lane.never`.
    mutating func penalty(item: Int, slot: Int) -> Int?

    /// Appends to the sequence.
    mutating func push(item: Int, slot: Int)

    /// Takes back the latest until `count` are left.
    mutating func truncate(to count: Int)
}

/// Something on another lane.
public struct Sighting: Hashable, Sendable {
    /// What it is.
    public var group: Int
    /// On which lane.
    public var lane: Int
    /// When, in the unit of `Lane.times`.
    public var time: Int

    /// `group` on `lane` at `time`.
    public init(group: Int, lane: Int, time: Int) {
        self.group = group
        self.lane = lane
        self.time = time
    }
}
