/// Rows of what must come after something else.
extension Relaxation {
    /// A repeated item with more uses than that has no row.
    private static let mostUses = 64

    private var span: Int { (lane.times.last ?? 0) - (lane.times.first ?? 0) + 1 }

    /// How often a day these rows look: between two looks the order is not seen.
    private static let looks = 6

    /// Up to any time an item is placed no more often than what it needs, up to the lag before, allows for.
    func rows(of precedence: Precedence) -> [RowFamily] {
        precedence.needs.flatMap { need -> [RowFamily] in
            // Whatever is out is accounted for; see `Lane.propagate`.
            guard need.since == nil else { return [] }
            let member = [RowFamily.Member(item: need.item, coefficient: 1)]
            // More often than there is room for it is not placed; coefficients stay small numbers.
            let uses = min(lane.items[need.item].uses, mostPlacements(within: span))
            guard uses <= Relaxation.mostUses else { return [] }
            let needed = lane.items.indices.filter { lane.items[$0].group == need.group }
            let ends = looks()
            let own = ends.map { RowFamily.Window(slots: 0..<lane.slot(after: $0), most: 0) }
            let before = ends.map { RowFamily.Window(slots: 0..<lane.slot(after: $0 - need.lag), most: 0) }
            return [
                RowFamily(members: member, windows: own),
                RowFamily(
                    members: needed.map { .init(item: $0, coefficient: -uses) },
                    layers: [.init(windows: before, continues: true)]),
            ]
        }
    }

    /// Regular times up to the last slot.
    private func looks() -> [Int] {
        guard let first = lane.times.first, let last = lane.times.last else { return [] }
        return Array(stride(from: first, to: last, by: 1440 / Relaxation.looks)) + [last]
    }
}
