/// The rows that every valid plan of a lane keeps, besides that each thing is used as often as it may be.
///
/// Where a constraint is no linear row itself, its rows say less than it does: prices on them still give a bound.
struct Relaxation {
    /// How many windows to a length: two placements closer than 7/8 of it share one.
    static let overlap = 8

    private let lane: Lane
    private let dropped: [Regular]
    private let lacksNothing: Bool
    /// The highest limit that weeks can have.
    private var highestLimit: [Steady: Int]

    /// - Parameter lacksNothing: Whether only plans count that lack nothing and are nowhere silent for too long.
    init(_ lane: Lane, dropped: [Regular], lacksNothing: Bool) {
        self.lane = lane
        self.lacksNothing = lacksNothing
        self.dropped = dropped
        highestLimit = [:]
        for case .steady(let steady) in lane.constraints {
            highestLimit[steady] = limits(of: steady).max() ?? steady.week
        }
    }

    /// All rows.
    func families() -> [RowFamily] {
        var families: [RowFamily] = []
        for constraint in lane.constraints {
            switch constraint {
            // Paths know the automata.
            case .regular: break
            case .among(let among): families += rows(of: among)
            case .share(let share): families += rows(of: share)
            case .distance(let distance): families += rows(of: distance)
            case .steady(let steady): families += rows(of: steady)
            case .total(let total): families += rows(of: total)
            // What needs another before it is dropped.
            case .precedence: break
            }
        }
        for regular in dropped { families += rows(of: regular) }
        families += repetitions()
        return families
    }

    private func members(_ isMember: [Bool]) -> [RowFamily.Member] {
        lane.items.indices.filter { isMember[$0] }.map { .init(item: $0, coefficient: 1) }
    }

    /// The window that ends at the last member before `end` holds all members of the window that ends at `end`.
    private func rows(of among: Among) -> [RowFamily] {
        let members = members(among.members)
        let keys = among.keys.isEmpty ? [0] : Set(among.keys).sorted()
        return keys.map { key in
            let past = among.past.filter { among.keys.isEmpty || $0.key == key }.map(\.time)
            let windows = lane.windows(length: among.length, overlap: Relaxation.overlap) { end in
                max(0, among.most - past.count { $0 > end - among.length })
            }
            return RowFamily(
                members: members, windows: windows,
                slots: among.keys.isEmpty ? nil : among.keys.map { $0 == key }, cap: among.weight)
        }
    }

    /// As long as windows reach back to before the first slot, they grow with the plan: their rows are exact for the
    /// last member. For later windows the members are at most the share of the most that a window can hold.
    private func rows(of share: Share) -> [RowFamily] {
        guard share.weight == nil, let first = lane.times.first else { return [] }
        var families: [RowFamily] = []
        let growing = lane.items.indices.map {
            RowFamily.Member(
                item: $0, coefficient: share.members[$0] ? 100 - share.percent : -share.percent)
        }
        // The highest that the right-hand side has been at any slot so far.
        var highest = Int.min
        var rows: [RowFamily.Window] = []
        for slot in lane.times.indices {
            let time = lane.times[slot]
            guard time - share.length < first else { break }
            let past = share.past.filter { $0.time > time - share.length }
            let room = share.percent * past.count - 100 * past.count(where: \.isMember)
            highest = max(highest, room)
            if slot + 1 == lane.times.count || lane.days[slot + 1] != lane.days[slot]
                || lane.times[slot + 1] - share.length >= first
            {
                rows.append(.init(slots: 0..<slot + 1, most: max(0, highest)))
            }
        }
        families.append(RowFamily(members: growing, windows: rows))
        if let last = lane.times.last, last - share.length >= first {
            // Per slot, what the window that ends with it holds at most, history included.
            let all = lane.times.map { time in
                share.past.count { $0.time > time - share.length }
                    + mostPlacements(within: min(share.length, time - first + 1))
            }
            let windows = lane.windows(length: share.length, overlap: Relaxation.overlap) { end in
                let most =
                    share.percent * (all[lane.slots(through: end, length: share.length)].max() ?? 0) / 100
                return max(0, most - share.past.count { $0.isMember && $0.time > end - share.length })
            }
            families.append(RowFamily(members: members(share.members), windows: windows))
        }
        return families
    }

    /// How many placements any window of this length holds at most, history included.
    private func mostPlacements(within length: Int) -> Int {
        var most = length / lane.spacing + 1
        if let perDay = lane.maxPerDay { most = min(most, (length / 1440 + 2) * perDay) }
        for case .steady(let steady) in lane.constraints {
            let weeks = (length + Steady.window - 1) / Steady.window
            most = min(most, weeks * (highestLimit[steady] ?? Int.max / 8))
        }
        return most
    }

    /// Two with a value in common share no window as long as the distance. A distance in placements is one in time,
    /// for so many placements need so much spacing.
    private func rows(of distance: Distance) -> [RowFamily] {
        let length: Int
        switch distance.by {
        case .time(let time): length = time
        case .placements(let count): length = (count + 1) * lane.spacing
        }
        guard length > lane.spacing else { return [] }
        var membersOfValue: [Int: [RowFamily.Member]] = [:]
        for (item, values) in distance.values.enumerated() {
            // Who breaks an entry pays once, so a price may be asked for one value only.
            for value in distance.weight == nil ? values[...] : values.prefix(1) {
                membersOfValue[value, default: []].append(.init(item: item, coefficient: 1))
            }
        }
        let ordered = membersOfValue.sorted { $0.key < $1.key }
        let values = ordered.map(\.value).filter { $0.count > 1 }
        let overlap = length <= 2880 ? 72 : Relaxation.overlap
        let windows = lane.windows(length: length, overlap: overlap) { _ in 1 }
        guard let weight = distance.weight else {
            return values.map { RowFamily(members: $0, windows: windows) }
        }
        return ordered.flatMap { value, members in
            let events = distance.past.filter { $0.values.contains(value) }
            let settled: Int
            if case .time(let time) = distance.by, let last = events.last {
                settled = lane.slot(after: last.time + time - 1)
            } else {
                settled = 0
            }
            return softened(members, length: length, weight: weight, windows: windows, settled: settled)
        }
    }

    /// The rows of members that may come too close at a cost.
    private func softened(
        _ members: [RowFamily.Member], length: Int, weight: Int, windows: [RowFamily.Window], settled: Int
    ) -> [RowFamily] {
        let kept = strictDistance(among: members)
        var families: [RowFamily] = []
        if members.count > 1, kept < length {
            families =
                4 * kept < length
                ? [RowFamily(members: members, windows: windows, cap: weight)]
                : pairs(members, apart: kept, within: length, weight: weight, windows: windows)
        } else if settled > 0 {
            families = [RowFamily(members: members, windows: [], cap: weight)]
        }
        if !families.isEmpty { families[families.count - 1].settled = settled }
        return families
    }

    /// How far members are apart in every valid plan, because they have a value in common that demands it.
    private func strictDistance(among members: [RowFamily.Member]) -> Int {
        var strictest = lane.spacing
        for case .distance(let other) in lane.constraints where other.weight == nil {
            guard case .time(let length) = other.by, length > strictest, let first = members.first else {
                continue
            }
            let common = members.reduce(Set(other.values[first.item])) {
                $0.intersection(other.values[$1.item])
            }
            if !common.isEmpty { strictest = length }
        }
        return strictest
    }

    /// Of two that are at least `kept` apart but less than `length`, the later pays: what stands in a few hours and in
    /// the part of the time before them that holds one at most is one at most, or the later of two breaks the entry.
    private func pairs(
        _ members: [RowFamily.Member], apart kept: Int, within length: Int, weight: Int,
        windows: [RowFamily.Window]
    )
        -> [RowFamily]
    {
        guard let first = lane.times.first, let last = lane.times.last else { return [] }
        var earlier: [RowFamily.Window] = []
        var later: [RowFamily.Window] = []
        let step = max(1, (length - kept) / 18)
        var end = first + kept
        while end <= last + step {
            let ends = lane.slots(through: end, length: min(step, kept))
            let far = max(end - length, end - 2 * kept)
            let before = lane.slots(through: min(far + kept, end - step), length: min(kept, end - step - far))
            if !ends.isEmpty, !before.isEmpty {
                earlier.append(.init(slots: before, most: 1))
                later.append(.init(slots: ends, most: 1))
            }
            end += step
        }
        return [
            RowFamily(members: members, windows: earlier),
            RowFamily(
                members: members, layers: [.init(windows: later, continues: true), .init(windows: windows)],
                cap: weight),
        ]
    }

    private func rows(of steady: Steady) -> [RowFamily] {
        let limits = limits(of: steady)
        let all = members([Bool](repeating: true, count: lane.items.count))
        let windows = lane.windows(length: Steady.window, overlap: 56) { end in
            let slots = lane.slots(through: end, length: Steady.window)
            let past = steady.past.count { $0 > end - Steady.window }
            return max(0, (limits[slots].max() ?? 0) - past)
        }
        return [RowFamily(members: all, windows: windows)] + growing(steady, all)
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
            let endsDay = slot + 1 == lane.times.count || lane.days[slot + 1] != lane.days[slot]
            guard endsDay || latest.map({ end - $0 >= 240 }) ?? true,
                let quiet = quietTime(before: slot, endsDay: endsDay)
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
    private func quietTime(before slot: Int, endsDay: Bool) -> Int? {
        let day = lane.days[slot]
        let silence =
            lane.silence.map { lane.times[slot] - $0.limit >= lane.times[0] ? $0.limit : Int.max } ?? Int.max
        guard endsDay, lane.wanted[day] > 0, let first = lane.days.firstIndex(of: day) else {
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
    private func limits(of steady: Steady) -> [Int] {
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

    /// Amounts are rounded down to some hundredths of the largest, so that prices stay small numbers.
    private func rows(of total: Total) -> [RowFamily] {
        let unit = max(1, (total.amounts.max() ?? 0) / 100)
        let members = lane.items.indices.filter { total.amounts[$0] >= unit }.map {
            RowFamily.Member(item: $0, coefficient: total.amounts[$0] / unit)
        }
        return total.limits.indices.map { bucket in
            RowFamily(
                members: members,
                windows: [.init(slots: 0..<lane.times.count, most: max(0, total.limits[bucket] / unit))],
                slots: total.buckets.map { $0 == bucket })
        }
    }

    private func rows(of regular: Regular) -> [RowFamily] {
        switch regular.relaxation {
        case .none: return []
        case .counter(let effect, let start):
            let members = lane.items.indices.filter { effect[regular.classOf[$0]] != 0 }.map {
                RowFamily.Member(item: $0, coefficient: -effect[regular.classOf[$0]])
            }
            let ends = lane.times.indices.filter {
                $0 + 1 == lane.times.count || lane.days[$0 + 1] != lane.days[$0]
            }
            return [
                RowFamily(
                    members: members, windows: ends.map { .init(slots: 0..<$0 + 1, most: max(0, start)) })
            ]
        case .among(let classes, let length, let most):
            guard length > lane.spacing else { return [] }
            return [
                RowFamily(
                    members: members(regular.classOf.map { classes[$0] }),
                    windows: lane.windows(length: length, overlap: Relaxation.overlap) { _ in most })
            ]
        }
    }

    /// What may be repeated keeps its distance.
    private func repetitions() -> [RowFamily] {
        var itemsOfGroup: [Int: [Int]] = [:]
        for (index, item) in lane.items.enumerated() where item.every > lane.spacing && item.uses > 1 {
            itemsOfGroup[item.group, default: []].append(index)
        }
        return itemsOfGroup.sorted { $0.key < $1.key }.map { _, items in
            let every = items.map { lane.items[$0].every }.min() ?? 0
            return RowFamily(
                members: items.map { .init(item: $0, coefficient: 1) },
                windows: lane.windows(length: every, overlap: Relaxation.overlap) { _ in 1 })
        }
    }
}
