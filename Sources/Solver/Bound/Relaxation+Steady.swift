/// The rows of weeks.
extension Relaxation {
    func rows(of steady: Steady) -> [RowFamily] {
        let all = members([Bool](repeating: true, count: lane.items.count))
        let ceiling = SteadyCeiling(self, steady)
        // Whatever is placed last before the end of a window has the others of the window in its own seven days.
        let windows = lane.windows(length: Steady.window, overlap: 56) { end in
            let slots = lane.slots(through: end, length: Steady.window)
            return max(0, ceiling.room[ceiling.lastPlacement(in: slots)].max() ?? 0)
        }
        let prefixes = lane.times.indices.filter(endsHour).map {
            RowFamily.Window(slots: 0..<$0 + 1, most: ceiling.most[$0])
        }
        return [RowFamily(members: all, windows: windows), RowFamily(members: all, windows: prefixes)]
            + growing(steady, all)
    }

    private func endsHour(_ slot: Int) -> Bool {
        slot + 1 == lane.times.count || lane.times[slot + 1] / 60 != lane.times[slot] / 60
    }

    func endsDay(_ slot: Int) -> Bool {
        slot + 1 == lane.times.count || lane.days[slot + 1] != lane.days[slot]
    }

    /// With the four weeks before as they are in the plan.
    ///
    /// What is asked of the last placement before the end of a window holds for the whole window; its four weeks begin
    /// no earlier than the window's by more than the time in which every plan that counts places something.
    private func growing(_ steady: Steady, _ all: [RowFamily.Member]) -> [RowFamily] {
        guard lacksNothing, let start = lane.times.first else { return [] }
        let unit = 8
        var weeks: [RowFamily.Window] = []
        var before: [RowFamily.Window] = []
        var slope = 0
        var latest: Int?
        for slot in lane.times.indices {
            let end = lane.times[slot]
            guard endsDay(slot) || latest.map({ end - $0 >= 240 }) ?? true,
                let quiet = quietTime(before: slot)
            else { continue }
            latest = end
            let early = end - quiet - Steady.reach
            let known = steady.past.count { $0 > early && $0 <= end - Steady.window }
            let pastWeek = steady.past.count { $0 > end - Steady.window }
            let range = lane.slot(after: max(early, start - 1))..<lane.slot(after: end - Steady.window)
            // A limit that grows from a level on lies below the line from where it starts to where it ends at most.
            let least = leastPlacements(range)
            let most = max(least + 1, mostPlacements(range))
            func limit(_ count: Int) -> Int { max(steady.week * 4000, steady.thousandths * (known + count)) }
            let rise = limit(most) - limit(least)
            let run = 4000 * (most - least)
            slope = max(slope, (unit * rise + run - 1) / run)
            let level = unit * limit(least) * (most - least) - unit * rise * least
            weeks.append(
                .init(
                    slots: lane.slots(through: end, length: Steady.window),
                    most: floorDivide(level, run) - unit * pastWeek))
            before.append(.init(slots: range, most: 0))
        }
        guard !weeks.isEmpty else { return [] }
        return [
            RowFamily(members: all.map { .init(item: $0.item, coefficient: unit) }, windows: weeks),
            RowFamily(
                members: all.map { .init(item: $0.item, coefficient: -slope) },
                layers: [.init(windows: before, continues: true)]),
        ]
    }

    /// How long before a slot there is nothing at most, in a plan that lacks nothing; nil if that may be anything.
    func quietTime(before slot: Int) -> Int? {
        guard lacksNothing else { return nil }
        let day = lane.days[slot]
        let silence =
            lane.silence.map { lane.times[slot] - $0.limit >= lane.times[0] ? $0.limit : Int.max } ?? Int.max
        // Of a day that comes back after midnight, what is wanted may stand in any piece of it.
        guard endsDay(slot), lane.wanted[day] > 0, lane.days.lastIndex(of: day) == slot,
            let first = lane.days.firstIndex(of: day)
        else {
            return silence == Int.max ? nil : silence
        }
        return min(silence, lane.times[slot] - lane.times[first])
    }

    /// What whole days in a range of slots want.
    private func leastPlacements(_ range: Range<Int>) -> Int {
        guard !range.isEmpty else { return 0 }
        let days = Set(lane.days[range]).sorted()
        return days.reduce(0) { sum, day in
            let whole =
                lane.days.firstIndex(of: day).map { $0 >= range.lowerBound } == true
                && lane.days.lastIndex(of: day).map { $0 < range.upperBound } == true
            return sum + (whole ? lane.wanted[day] : 0)
        }
    }

    /// How many placements a range of slots holds at most.
    private func mostPlacements(_ range: Range<Int>) -> Int {
        guard !range.isEmpty else { return 0 }
        let time = lane.times[range.upperBound - 1] - lane.times[range.lowerBound]
        return min(
            time / lane.spacing + 1, lane.maxPerDay.map { $0 * Set(lane.days[range]).count } ?? Int.max)
    }

    /// Per slot, no less than the limit that holds there, whatever the plan.
    func limits(of steady: Steady) -> [Int] {
        var limits: [Int] = []
        guard let first = lane.times.first else { return [] }
        for time in lane.times {
            var earlier = 0
            var end = time - Steady.window
            let start = time - Steady.reach
            // Seven days hold no more than the highest limit in them, history included.
            while end >= first, end > start {
                let from = max(start, end - Steady.window)
                let slots = lane.slots(through: end, length: end - from)
                let past = steady.past.count { $0 > from && $0 <= end }
                earlier += max(past, min(past + mostPlacements(slots), limits[slots].max() ?? 0))
                end = from
            }
            earlier += steady.past.count { $0 > start && $0 <= end }
            limits.append(max(steady.week, steady.thousandths * earlier / 4000))
        }
        return limits
    }
}
