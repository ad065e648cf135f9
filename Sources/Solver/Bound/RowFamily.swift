/// Linear rows over the placements of a lane that differ only in their window: in each, the members' coefficients add
/// up to the right-hand side at most. Every valid plan keeps them; a price on a row is a Lagrange multiplier.
struct RowFamily {
    /// A range of slots and what the coefficients in it may add up to.
    struct Window {
        var slots: Range<Int>
        var most: Int
    }

    /// An item and what it counts.
    struct Member {
        var item: Int
        var coefficient: Int
    }

    /// Windows whose two ends ascend, and the rows they are of.
    struct Layer {
        var windows: [Window]
        /// Whether they are parts of the rows, one by one, of the first layer of the family before: such a row counts
        /// members in both parts, and has the right-hand side that stands there.
        var continues = false
    }

    /// Items with a coefficient other than zero.
    var members: [Member]
    /// The windows.
    var layers: [Layer]
    /// The slots that count; nil for all.
    var slots: [Bool]?
    /// What a member pays at most for all its windows, because breaking the entry costs no more; nil for any price.
    var cap: Int?
    /// The first slot from which on that depends on the plan: before it a member pays the cap whatever else there is,
    /// because of what was placed before the first slot.
    var settled = 0

    init(members: [Member], windows: [Window], slots: [Bool]? = nil, cap: Int? = nil) {
        self.init(members: members, layers: [Layer(windows: windows)], slots: slots, cap: cap)
    }

    init(members: [Member], layers: [Layer], slots: [Bool]? = nil, cap: Int? = nil) {
        self.members = members
        self.layers = layers
        self.slots = slots
        self.cap = cap
    }
}

extension Lane {
    /// The slots with t - `length` < time <= t.
    func slots(through time: Int, length: Int) -> Range<Int> {
        slot(after: time - length)..<slot(after: time)
    }

    /// The first slot later than `time`.
    func slot(after time: Int) -> Int {
        var low = 0
        var high = times.count
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Windows of this length that end at regular times, so many to a length that two placements much closer than the
    /// length share one; without those that hold no more than one another's slots.
    func windows(length: Int, overlap: Int, most: (_ end: Int) -> Int) -> [RowFamily.Window] {
        guard let first = times.first, let last = times.last else { return [] }
        var windows: [RowFamily.Window] = []
        let step = max(1, length / overlap)
        var end = first + step
        while true {
            let range = slots(through: end, length: length)
            if range.count > 1 {
                if let before = windows.last, before.slots == range {
                    windows[windows.count - 1].most = min(before.most, most(end))
                } else {
                    windows.append(.init(slots: range, most: most(end)))
                }
            }
            if end >= last { return windows }
            end += step
        }
    }
}
