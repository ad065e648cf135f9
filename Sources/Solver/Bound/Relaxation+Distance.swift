/// The rows of distances.
extension Relaxation {
    /// Two with a value in common share no window as long as the distance. A distance in placements is one in time,
    /// for so many placements need so much spacing.
    func rows(of distance: Distance) -> [RowFamily] {
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
        // What may be repeated has itself to keep away from.
        let values = ordered.map(\.value).filter { $0.count > 1 || lane.items[$0[0].item].uses > 1 }
        let overlap = length <= 2880 ? shortOverlap : Relaxation.overlap
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
}
