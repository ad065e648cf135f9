/// Which lanes have to know of each other.
enum Coupling {
    /// The lanes in groups that share nothing that keeps a distance from itself on another lane, in order of lanes.
    static func components(_ model: SolverModel) -> [[Int]] {
        var parent = Array(model.lanes.indices)
        func root(_ lane: Int) -> Int {
            var at = lane
            while parent[at] != at { at = parent[at] }
            return at
        }
        if model.lanes.contains(where: { $0.coupling > 0 }) {
            var laneOfGroup: [Int: Int] = [:]
            for (index, lane) in model.lanes.enumerated() {
                for item in lane.items {
                    if let other = laneOfGroup[item.group] {
                        let (a, b) = (root(other), root(index))
                        if a != b { parent[max(a, b)] = min(a, b) }
                    } else {
                        laneOfGroup[item.group] = index
                    }
                }
            }
        }
        let byRoot = Dictionary(grouping: model.lanes.indices, by: root)
        return byRoot.sorted { $0.key < $1.key }.map { $0.value.sorted() }
    }

    /// What is on the lanes of a component but one.
    static func sightings(_ model: SolverModel, _ placed: [Int: [Assignment]], except index: Int)
        -> [Sighting]
    {
        placed.keys.sorted().filter { $0 != index }.flatMap { other in
            (placed[other] ?? []).map {
                Sighting(
                    group: model.lanes[other].items[$0.item].group, lane: other,
                    time: model.lanes[other].times[$0.slot])
            }
        }
    }
}
