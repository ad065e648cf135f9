/// The rows that every valid plan of a lane keeps, besides that each thing is used as often as it may be.
///
/// Where a constraint is no linear row itself, its rows say less than it does: prices on them still give a bound.
struct Relaxation {
    /// How many windows to a length: two placements closer than 7/8 of it share one.
    static let overlap = 8
    /// The same for distances of up to two days, where the rest tells: it pays for whoever takes many price steps.
    static let fineOverlap = 72

    let lane: Lane
    private let dropped: [Regular]
    let lacksNothing: Bool
    let shortOverlap: Int
    /// The highest limit that weeks can have.
    private var highestLimit: [Steady: Int]

    /// - Parameters:
    ///   - lacksNothing: Whether only plans count that lack nothing and are nowhere silent for too long.
    ///   - shortOverlap: How many windows to a distance of up to two days.
    init(
        _ lane: Lane, dropped: [Regular], lacksNothing: Bool, shortOverlap: Int = Relaxation.fineOverlap
    ) {
        self.shortOverlap = shortOverlap
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
            case .precedence(let precedence): families += rows(of: precedence)
            }
        }
        for regular in dropped { families += rows(of: regular) }
        families += repetitions()
        return families
    }

    func members(_ isMember: [Bool]) -> [RowFamily.Member] {
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
    func mostPlacements(within length: Int) -> Int {
        var most = length / lane.spacing + 1
        if let perDay = lane.maxPerDay { most = min(most, (length / 1440 + 2) * perDay) }
        for case .steady(let steady) in lane.constraints {
            let weeks = (length + Steady.window - 1) / Steady.window
            most = min(most, weeks * (highestLimit[steady] ?? Int.max / 8))
        }
        return most
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
