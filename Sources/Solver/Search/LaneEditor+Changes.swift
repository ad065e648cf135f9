/// Changes that an editor can be asked to try.
extension LaneEditor {
    /// The change that places an item in a slot and takes out what stands too close, if all of that may go.
    func placing(_ item: Int, in slot: Int, without gone: Int? = nil) -> Change? {
        var change = Change(removed: gone.map { [$0] } ?? [], inserted: [Assignment(item: item, slot: slot)])
        let time = lane.times[slot]
        let at = current.position(ofSlot: slot)
        var left = at
        while left > 0, time - lane.times[current.slots[left - 1]] < lane.spacing { left -= 1 }
        var right = at
        while right < current.count, lane.times[current.slots[right]] - time < lane.spacing { right += 1 }
        for position in left..<right where position != gone {
            guard isMovable(position) else { return nil }
            change.removed.append(position)
        }
        if change.removed.count > 1 { change.removed.sort() }
        return change
    }

    /// The change that places an item in a slot, takes out what stands too close, and puts other things in the places
    /// of those that have too much in common with it: ejection chains of length two (Glover 1996).
    mutating func ejecting(
        _ item: Int, in slot: Int, without gone: Int?, substitute: (_ slot: Int) -> Int?
    ) -> Change? {
        guard var change = placing(item, in: slot, without: gone) else { return nil }
        conflicts.removeAll(keepingCapacity: true)
        let time = lane.times[slot]
        guard checker.conflicts(of: item, at: time, in: current, into: &conflicts) else { return nil }
        let direct = change.removed.count
        for position in conflicts where !change.removed.contains(position) {
            guard isMovable(position), change.removed.count < direct + 2 else { return nil }
            change.removed.append(position)
        }
        if change.removed.count == direct { return change }
        // What comes for those that go must get along with their neighbours.
        for position in change.removed[direct...] {
            let there = current.slots[position]
            for _ in 0..<6 {
                guard let other = substitute(there), lane.allows(other, there),
                    !change.inserted.contains(where: { lane.items[$0.item].group == lane.items[other].group }
                    ),
                    isFree(other)
                        || change.removed.contains(where: {
                            lane.items[current.items[$0]].group == lane.items[other].group
                        }),
                    goes(other, there, change)
                else { continue }
                change.inserted.append(Assignment(item: other, slot: there))
                break
            }
        }
        change.removed.sort()
        change.inserted.sort { $0.slot < $1.slot }
        return change
    }

    /// Adds a placement to a change if it goes with what the change leaves and brings, pair by pair.
    ///
    /// What is counted over more than two placements is checked when the change is tried.
    func extend(_ change: inout Change, with new: Assignment) -> Bool {
        let time = lane.times[new.slot]
        let group = groupNumber[new.item]
        var uses = placed[group]
        for position in change.removed where groupNumber[current.items[position]] == group { uses -= 1 }
        for other in change.inserted {
            if groupNumber[other.item] == group { uses += 1 }
            let there = lane.times[other.slot]
            if abs(there &- time) < lane.spacing || checker.areClose(new.item, time, other.item, there) {
                return false
            }
        }
        guard uses < lane.items[new.item].uses else { return false }
        let at = current.position(ofSlot: new.slot)
        var position = at &- 1
        while position >= 0 {
            let there = lane.times[current.slots[position]]
            if time &- there >= checker.reach { break }
            if !change.removed.contains(position),
                time &- there < lane.spacing
                    || checker.areClose(new.item, time, current.items[position], there)
            {
                return false
            }
            position &-= 1
        }
        position = at
        while position < current.count {
            let there = lane.times[current.slots[position]]
            if there &- time >= checker.reach { break }
            if !change.removed.contains(position),
                there &- time < lane.spacing
                    || checker.areClose(new.item, time, current.items[position], there)
            {
                return false
            }
            position &+= 1
        }
        change.inserted.append(new)
        return true
    }

    /// Whether an item keeps its distance from what a change leaves and brings.
    private mutating func goes(_ item: Int, _ slot: Int, _ change: Change) -> Bool {
        let time = lane.times[slot]
        clashes.removeAll(keepingCapacity: true)
        guard checker.conflicts(of: item, at: time, in: current, into: &clashes),
            clashes.allSatisfy({ change.removed.contains($0) })
        else { return false }
        return !change.inserted.contains { checker.areClose($0.item, lane.times[$0.slot], item, time) }
    }

    /// The change that places an item in a slot, takes out what stands too close and what `gone` names, and then
    /// everything later that is not admitted any more; nil if the item is refused all the same, or what may not go is.
    mutating func forcing(_ item: Int, in slot: Int, without gone: Set<Int>) -> Change? {
        guard let plain = placing(item, in: slot) else { return nil }
        var out = gone.union(plain.removed)
        let at = current.position(ofSlot: slot)
        let from = min(at, out.min() ?? at)
        // What stays is built up one by one after what comes before the change.
        var built = LaneSequence()
        built.append(0..<from, of: current, automata: checker.automata)
        sync(to: from)
        defer { forget(from) }
        for position in from...current.count {
            if position == at, !extends(&built, item, slot) { return nil }
            guard position < current.count, !out.contains(position) else { continue }
            if extends(&built, current.items[position], current.slots[position]) { continue }
            guard isMovable(position) else { return nil }
            out.insert(position)
        }
        return Change(removed: out.sorted(), inserted: plain.inserted)
    }

    /// Whether an item may follow at the end of a sequence; adds it if so.
    private mutating func extends(_ built: inout LaneSequence, _ item: Int, _ slot: Int) -> Bool {
        statistics.moves += 1
        if let last = built.slots.last, lane.times[slot] - lane.times[last] < lane.spacing { return false }
        let end = built.count
        var next = built
        next.append(item: item, slot: slot, automata: checker.automata)
        let difference = Difference(
            from: end, to: end + 1, inserted: [end], lastTime: lane.times[slot], touched: [item],
            removes: false)
        guard checker.admits(&next, difference), staggers([Assignment(item: item, slot: slot)]) else {
            return false
        }
        if lane.asks {
            statistics.questions += 1
            guard admission.penalty(item: item, slot: slot) != nil else { return false }
            admission.push(item: item, slot: slot)
        }
        built = next
        return true
    }
}
