/// The moves of a walk.
extension LaneWalk {
    mutating func propose() -> Change? {
        if editor.current.count == 0 { return insertion() }
        if !pool.isEmpty, random.below(10) < 3 { return ruinAndRecreate() }
        switch random.below(100) {
        case 0..<30: return replacement()
        case 30..<58: return insertion()
        case 58..<76: return shift()
        case 76..<80: return shiftOfRun()
        case 80..<97: return exchange()
        default: return removal()
        }
    }

    /// Takes out a stretch of the sequence and fills it with what prices think best, a little at random (Schrimpf,
    /// Schneider, Stamm-Wilbrandt and Dueck 2000).
    private mutating func ruinAndRecreate() -> Change? {
        let count = editor.current.count
        let first = random.below(count)
        let end = min(count, first + 1 + random.below(5))
        var change = Change()
        for position in first..<end where editor.isMovable(position) { change.removed.append(position) }
        guard !change.removed.isEmpty else { return nil }
        // The stretch of slots that becomes free.
        let from = first == 0 ? 0 : editor.current.slots[first - 1]
        let to = end == count ? lane.times.count - 1 : editor.current.slots[end]
        candidates.removeAll(keepingCapacity: true)
        for day in lane.days[from]...max(lane.days[from], lane.days[to]) {
            let near = poolOfDay[day]
            guard !near.isEmpty else { continue }
            for _ in 0..<10 {
                let pick = near[random.below(near.count)]
                guard pick.slot > from, pick.slot < to || end == count else { continue }
                let value =
                    Int(lane.worth(pick.item, pick.slot)) - prices[pick.item] + random.below(typical / 4 + 1)
                candidates.append((pick, value))
            }
        }
        candidates.sort {
            $0.value == $1.value
                ? ($0.pick.slot, $0.pick.item) < ($1.pick.slot, $1.pick.item) : $0.value > $1.value
        }
        for candidate in candidates { _ = editor.extend(&change, with: candidate.pick) }
        change.inserted.sort { $0.slot < $1.slot }
        return change
    }

    /// Another item where one stands.
    private mutating func replacement() -> Change? {
        let position = random.below(editor.current.count)
        let slot = editor.current.slots[position]
        guard editor.isMovable(position) else { return nil }
        var item = likelyItem()
        let near = poolOfDay[lane.days[slot]]
        if !near.isEmpty, random.below(4) > 0 {
            item = near[random.below(near.count)].item
        }
        let present = editor.current.items[position]
        let isFree = editor.isFree(item) || lane.items[item].group == lane.items[present].group
        guard item != present, isFree, lane.allows(item, slot) else { return nil }
        return eject(item, slot, position)
    }

    /// Now and then something elsewhere that goes: what comes may need its share of the week.
    private mutating func spare() -> Int? {
        guard editor.current.count > 0, random.below(3) == 0 else { return nil }
        let position = random.below(editor.current.count)
        return editor.isMovable(position) ? position : nil
    }

    private mutating func eject(_ item: Int, _ slot: Int, _ gone: Int?) -> Change? {
        var random = self.random
        let ranked = self.ranked
        defer { self.random = random }
        let poolOfDay = self.poolOfDay
        let days = lane.days
        return editor.ejecting(item, in: slot, without: gone) { slot in
            let near = poolOfDay[days[slot]]
            if !near.isEmpty, random.below(4) > 0 {
                return near[random.below(near.count)].item
            }
            return ranked[min(random.below(ranked.count), random.below(ranked.count))]
        }
    }

    /// An item at one of its slots, whatever stands too close taken out.
    private mutating func insertion() -> Change? {
        if !pool.isEmpty, random.below(4) > 0 {
            for _ in 0..<4 {
                let pick = pool[random.below(pool.count)]
                if editor.isFree(pick.item) { return eject(pick.item, pick.slot, spare()) }
            }
        }
        guard let item = freeItem() else { return nil }
        return eject(item, slot(of: item), spare())
    }

    /// The same item at another time: close by, or anywhere.
    private mutating func shift() -> Change? {
        let position = random.below(editor.current.count)
        guard editor.isMovable(position) else { return nil }
        let item = editor.current.items[position]
        let from = editor.current.slots[position]
        let to: Int
        if random.below(3) > 0 {
            let step = 1 + random.below(24)
            to = random.below(2) == 0 ? from - step : from + step
            guard lane.times.indices.contains(to), lane.allows(item, to) else { return nil }
        } else {
            to = slot(of: item)
        }
        return to == from ? nil : editor.placing(item, in: to, without: position)
    }

    /// Several in a row move together: two that are a day apart may have to, lest one of them leave a silence.
    private mutating func shiftOfRun() -> Change? {
        let first = random.below(editor.current.count)
        let end = min(editor.current.count, first + 2 + random.below(6))
        let step = 1 + random.below(8)
        let by = random.below(2) == 0 ? -step : step
        var edit = Change()
        for position in first..<end {
            let to = editor.current.slots[position] + by
            guard editor.isMovable(position), lane.times.indices.contains(to),
                lane.allows(editor.current.items[position], to)
            else { return nil }
            edit.removed.append(position)
            edit.inserted.append(Assignment(item: editor.current.items[position], slot: to))
        }
        return edit
    }

    /// Two items change places.
    private mutating func exchange() -> Change? {
        let count = editor.current.count
        guard count > 1 else { return nil }
        let a = random.below(count)
        let b = random.below(count)
        guard a != b, editor.isMovable(a), editor.isMovable(b) else { return nil }
        let (first, second) = (min(a, b), max(a, b))
        let sequence = editor.current
        let (one, two) = (sequence.items[first], sequence.items[second])
        guard one != two, lane.allows(two, sequence.slots[first]), lane.allows(one, sequence.slots[second])
        else { return nil }
        return .init(
            removed: [first, second],
            inserted: [
                Assignment(item: two, slot: sequence.slots[first]),
                Assignment(item: one, slot: sequence.slots[second]),
            ])
    }

    private mutating func removal() -> Change? {
        let position = random.below(editor.current.count)
        return editor.isMovable(position) ? .init(removed: [position]) : nil
    }

    /// An item with uses left.
    private mutating func freeItem() -> Int? {
        for _ in 0..<6 {
            let item = likelyItem()
            if editor.isFree(item) { return item }
        }
        return nil
    }

    /// Any item, one of much worth rather than one of little.
    private mutating func likelyItem() -> Int {
        ranked[min(random.below(ranked.count), random.below(ranked.count))]
    }

    /// A slot of an item: the better of two.
    private mutating func slot(of item: Int) -> Int {
        let all = slots[item]
        let a = all[random.below(all.count)]
        let b = all[random.below(all.count)]
        return lane.worth(item, a) >= lane.worth(item, b) ? a : b
    }
}
