/// A first plan of a lane: day by day, the best slots that keep the spacing, and in each the best item admitted.
struct Construction {
    private let lane: Lane
    /// Per slot, the most that any item is worth there; `never` where none may go.
    private let most: [Int32]
    /// Items, the most worth first.
    private let ranked: [Int]

    init(_ lane: Lane) {
        self.lane = lane
        let count = lane.times.count
        var most = [Int32](repeating: Lane.never, count: count)
        var best = [Int32](repeating: Lane.never, count: lane.items.count)
        for item in lane.items.indices {
            for slot in 0..<count {
                most[slot] = max(most[slot], lane.worth(item, slot))
                best[item] = max(best[item], lane.worth(item, slot))
            }
        }
        self.most = most
        ranked = lane.items.indices.filter { best[$0] != Lane.never }.sorted {
            best[$0] == best[$1] ? $0 < $1 : best[$0] > best[$1]
        }
    }

    /// How many pins that found no place are tried as the first of all.
    private static let mostFirst = 3

    /// Adds to what the editor holds the best of a few plans: pins may stand in each other's way, so each that found no
    /// place is the first of another plan.
    ///
    /// - Returns: How much of the earlier solution stayed.
    @discardableResult
    func build<A: Admission>(_ editor: inout LaneEditor<A>) -> Int {
        let bare = editor
        var kept = build(&editor, first: nil)
        let placed = Set(editor.assignments)
        let left = ranked.filter { item in
            guard let pin = lane.items[item].pin, lane.allows(item, pin) else { return false }
            return !placed.contains(Assignment(item: item, slot: pin))
        }
        for item in left.prefix(Construction.mostFirst) {
            var other = bare
            let keptThere = build(&other, first: item)
            if other.objective > editor.objective { (editor, kept) = (other, keptThere) }
        }
        return kept
    }

    /// A pin, what an earlier solution had and is still admitted, pins, then every day in turn, then the pins that had
    /// to wait.
    private func build<A: Admission>(_ editor: inout LaneEditor<A>, first: Int?) -> Int {
        if let first, let pin = lane.items[first].pin { makeRoom(for: first, in: pin, &editor) }
        let kept = keepStart(&editor)
        placePins(&editor)
        let quotas = quotas()
        for day in quotas.indices where quotas[day] > 0 { fill(day, quota: quotas[day], &editor) }
        placePins(&editor)
        makeRoomForPins(&editor)
        return kept
    }

    /// In order of time, for what comes later may need what came before.
    private func keepStart<A: Admission>(_ editor: inout LaneEditor<A>) -> Int {
        lane.start.count { old in
            guard editor.isFree(old.item), lane.allows(old.item, old.slot),
                let edit = editor.placing(old.item, in: old.slot), edit.removed.isEmpty
            else { return false }
            return editor.attempt(edit, value: { _ in 1 }, threshold: 1)
        }
    }

    /// A pin that is still refused takes the place of others: of one, or else of two or three before it, the latest
    /// that will do, and of everything after it that does not go with it.
    ///
    /// What it needs before it (goodwill, a predecessor) stands there by now, so what is in its way is what was placed
    /// without knowing of it. The walk that follows fills the holes again.
    private func makeRoomForPins<A: Admission>(_ editor: inout LaneEditor<A>) {
        for item in ranked where editor.isFree(item) {
            guard let pin = lane.items[item].pin, lane.allows(item, pin) else { continue }
            makeRoom(for: item, in: pin, &editor)
        }
    }

    /// Positions before a pin that are tried in threes: enough for two weeks, and two thousand sets at most.
    private static let reach = 24

    private func makeRoom<A: Admission>(for item: Int, in pin: Int, _ editor: inout LaneEditor<A>) {
        let pins = editor.objective.pins
        let before = editor.current.position(ofSlot: pin)
        let movable = (0..<before).reversed().filter { editor.isMovable($0) }.prefix(Construction.reach)
        func takes(_ gone: Set<Int>, _ editor: inout LaneEditor<A>) -> Bool {
            guard let edit = editor.forcing(item, in: pin, without: gone) else { return false }
            return editor.attempt(edit, value: { $0.pins }, threshold: pins + 1)
        }
        if takes([], &editor) { return }
        for one in movable where takes([one], &editor) { return }
        for (index, one) in movable.enumerated() {
            for two in movable.dropFirst(index + 1) where takes([one, two], &editor) { return }
        }
        for (first, one) in movable.enumerated() {
            for (second, two) in movable.enumerated().dropFirst(first + 1) {
                for three in movable.dropFirst(second + 1) where takes([one, two, three], &editor) { return }
            }
        }
        bringAlong(item, in: pin, &editor)
    }

    /// Places a pin together with something before it that it needs, the nearest slots first.
    private func bringAlong<A: Admission>(_ item: Int, in pin: Int, _ editor: inout LaneEditor<A>) {
        guard let plain = editor.placing(item, in: pin) else { return }
        let pins = editor.objective.pins
        var left = Construction.mostCompany
        for slot in (0..<pin).reversed() {
            for other in ranked where other != item && lane.allows(other, slot) {
                var change = plain
                if !editor.isFree(other) {
                    guard let place = editor.current.items.lastIndex(of: other), editor.isMovable(place)
                    else {
                        continue
                    }
                    if !change.removed.contains(place) { change.removed.append(place) }
                    change.removed.sort()
                }
                left -= 1
                if left < 0 { return }
                guard editor.extend(&change, with: Assignment(item: other, slot: slot)) else { continue }
                change.inserted.sort { $0.slot < $1.slot }
                if editor.attempt(change, value: { $0.pins }, threshold: pins + 1) { return }
            }
        }
    }

    /// How many things in slots are tried before a pin.
    private static let mostCompany = 2000

    private func placePins<A: Admission>(_ editor: inout LaneEditor<A>) {
        for item in ranked where editor.isFree(item) {
            guard let pin = lane.items[item].pin, lane.allows(item, pin),
                let edit = editor.placing(item, in: pin)
            else { continue }
            _ = editor.attempt(edit, value: { $0.pins }, threshold: Int.min)
        }
    }

    /// How many things each day should have: the target or the minimum, spread evenly where the stock is short.
    private func quotas() -> [Int] {
        var uses: [Int: Int] = [:]
        for item in ranked {
            uses[lane.items[item].group] = max(uses[lane.items[item].group] ?? 0, lane.items[item].uses)
        }
        let stock = uses.values.reduce(0, +)
        let days = lane.wanted.count
        guard days > 0 else { return [] }
        let goal = lane.target ?? lane.maxPerDay ?? max(3, lane.wanted.max() ?? 0)
        let total = min(stock, goal * days)
        return (0..<days).map { day in
            let even = (day + 1) * total / days - day * total / days
            return max(lane.wanted[day], min(even, max(0, goal - lane.published[day])))
        }
    }

    private func fill<A: Admission>(_ day: Int, quota: Int, _ editor: inout LaneEditor<A>) {
        let missing = quota - editor.placedCount(onDay: day)
        guard missing > 0 else { return }
        // Room is left for pins that only wait, not for those that others shut out.
        let pending = ranked.compactMap { item -> Int? in
            guard let pin = lane.items[item].pin, editor.isFree(item) else { return nil }
            return editor.placing(item, in: pin) == nil ? nil : pin
        }
        let open = lane.times.indices.filter { slot in
            lane.days[slot] == day && most[slot] != Lane.never
                && !pending.contains { abs(lane.times[$0] - lane.times[slot]) < lane.spacing }
                && (editor.placing(0, in: slot)?.removed.isEmpty ?? false)
        }
        for slot in best(missing, of: open) {
            if place(in: slot, &editor) { continue }
            // Somewhere close by another item may be admitted.
            let near = open.filter { $0 != slot && abs(lane.times[$0] - lane.times[slot]) < lane.spacing }
            for other in near.sorted(by: { most[$0] == most[$1] ? $0 < $1 : most[$0] > most[$1] }).prefix(3)
            where place(in: other, &editor) { break }
        }
    }

    /// Places the best item that is admitted in a slot.
    private func place<A: Admission>(in slot: Int, _ editor: inout LaneEditor<A>) -> Bool {
        let candidates = ranked.filter { editor.isFree($0) && lane.allows($0, slot) }.sorted {
            let a = lane.worth($0, slot)
            let b = lane.worth($1, slot)
            return a == b ? $0 < $1 : a > b
        }
        let before = editor.objective
        for item in candidates.prefix(60) {
            guard let edit = editor.placing(item, in: slot), edit.removed.isEmpty else { continue }
            let accepted = editor.attempt(
                edit,
                value: { after in
                    // Presence first, but never by breaking what costs more than the post brings.
                    after.shortfall < before.shortfall || after.score > before.score ? 1 : 0
                }, threshold: 1)
            if accepted { return true }
        }
        return false
    }

    /// The `count` slots of most worth that keep the spacing; fewer if there is no room.
    private func best(_ count: Int, of open: [Int]) -> [Int] {
        // gain[k][n]: the most that k slots bring among those from the n-th on.
        let size = open.count
        var gain = [[Int]](repeating: [Int](repeating: 0, count: size + 1), count: count + 1)
        func next(_ n: Int) -> Int {
            var ahead = n + 1
            while ahead < size, lane.times[open[ahead]] - lane.times[open[n]] < lane.spacing { ahead += 1 }
            return ahead
        }
        let following = (0..<size).map(next)
        // A bonus per slot makes more slots better than better ones.
        let bonus = 1 << 32
        for k in stride(from: 1, through: count, by: 1) {
            for n in stride(from: size - 1, through: 0, by: -1) {
                gain[k][n] = max(
                    gain[k][n + 1], bonus + Int(most[open[n]]) + gain[k - 1][following[n]])
            }
        }
        var chosen: [Int] = []
        var n = 0
        var left = count
        while n < size, left > 0 {
            if gain[left][n] == gain[left][n + 1] {
                n += 1
            } else {
                chosen.append(open[n])
                n = following[n]
                left -= 1
            }
        }
        return chosen
    }
}
