/// What no plan of a lane can do without: a lower bound of its shortfall.
enum FloorBound {
    /// Posts and hours that any plan of the lane lacks.
    ///
    /// Posts: on a day no more can be placed than the day's usable slots hold at the spacing (earliest first is the
    /// most), than its maximum leaves, and than there are things with a slot on it; over all days, no more than there
    /// are things. Hours: see `silentHours`.
    static func shortfall(of lane: Lane) -> (posts: Int, hours: Int) {
        let usable = usableSlots(of: lane)
        let stock = stock(of: lane, slots: Array(lane.times.indices))
        return (
            missingPosts(lane, usable: usable, stock: stock), silentHours(lane, usable: usable, stock: stock)
        )
    }

    /// The slots that some item may have.
    private static func usableSlots(of lane: Lane) -> [Int] {
        let count = lane.times.count
        var usable = [Bool](repeating: false, count: count)
        for item in lane.items.indices {
            for slot in 0..<count where lane.allows(item, slot) { usable[slot] = true }
        }
        return usable.indices.filter { usable[$0] }
    }

    /// How many placements things with a slot among `slots` allow.
    private static func stock(of lane: Lane, slots: [Int]) -> Int {
        var uses: [Int: Int] = [:]
        for (index, item) in lane.items.enumerated() where slots.contains(where: { lane.allows(index, $0) }) {
            uses[item.group] = max(uses[item.group] ?? 0, item.uses)
        }
        return uses.values.reduce(0, +)
    }

    private static func missingPosts(_ lane: Lane, usable: [Int], stock: Int) -> Int {
        let wanted = lane.wanted.reduce(0, +)
        guard wanted > 0 else { return 0 }
        var slotsOfDay = [[Int]](repeating: [], count: lane.wanted.count)
        for slot in usable { slotsOfDay[lane.days[slot]].append(slot) }
        var possible = 0
        for (day, slots) in slotsOfDay.enumerated() where lane.wanted[day] > 0 {
            var held = 0
            var previous: Int?
            for slot in slots {
                if let previous, lane.times[slot] - previous < lane.spacing { continue }
                previous = lane.times[slot]
                held += 1
            }
            let left = lane.maxPerDay.map { max(0, $0 - lane.published[day]) } ?? held
            let most = min(lane.wanted[day], held, left)
            // Counting things is the dear part, and rarely the one that decides.
            possible += most == 0 ? 0 : min(most, self.stock(of: lane, slots: slots))
        }
        return wanted - min(possible, stock)
    }

    /// Hours that stay silent although something were placed in every usable slot, or with the stock spread ideally.
    ///
    /// A placement between two others never adds silent hours when the limit is an hour or more (ceil(a) + ceil(b) <=
    /// ceil(a + b) + 1), so using every slot has the fewest. And n placements cut the time into n + 1 parts, each of
    /// which costs at least (length - limit) / 60.
    private static func silentHours(_ lane: Lane, usable: [Int], stock: Int) -> Int {
        guard let silence = lane.silence else { return 0 }
        var everywhere = 0
        if silence.limit >= 60 {
            var previous = silence.start
            for slot in usable {
                everywhere += silence.hours(from: previous, to: lane.times[slot])
                previous = lane.times[slot]
            }
            everywhere += silence.hours(from: previous, to: silence.end)
        }
        let beyond = silence.end - silence.start - (min(stock, usable.count) + 1) * silence.limit
        return max(everywhere, beyond <= 0 ? 0 : (beyond + 59) / 60)
    }
}
