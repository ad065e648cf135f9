/// A change of a sequence: what goes, by position, ascending, and what comes, by slot, ascending.
struct Change {
    var removed: [Int] = []
    var inserted: [Assignment] = []
}

/// Where a changed sequence differs from what it was.
struct Difference {
    /// The first position that differs.
    var from: Int
    /// The first position from which on everything is as it was, if further along.
    var to: Int
    /// Positions of what came.
    var inserted: [Int]
    /// The time of the last thing that came or went.
    var lastTime: Int
    /// Items that came or went.
    var touched: [Int]
    /// Whether anything went.
    var removes: Bool
}
