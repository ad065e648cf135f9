import Policies
import Rules
import Solver
import Timeline

/// A distance between items with a common value. Where one value is all there is, a distance in posts is a small
/// automaton that counts the posts since the last member.
extension Apart: TranslatedRule {
    /// Beyond so many posts there is no automaton.
    static let mostPosts = 256

    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? {
        let kin = Kin(lane.lookUp(likeness.values))
        guard !kin.isEmpty else { return [] }
        switch entry.by {
        case .time(let by):
            guard by.count > 0 else { return [] }
            let past = events(lane.history(within: by), kin).filter { !$0.values.isEmpty }
            return [
                .distance(Distance(values: kin.values, by: .time(by.count), weight: weight, past: past))
            ]
        case .posts(let by):
            guard by > 0 else { return [] }
            let past = events(lane.past.postings.suffix(by), kin)
            if by <= Apart.mostPosts, kin.isOne {
                return counting(by, kin, past: past, on: lane, weight: weight).map { [.regular($0)] }
            }
            return [
                .distance(Distance(values: kin.values, by: .placements(by), weight: weight, past: past))
            ]
        }
    }

    private func events(_ postings: ArraySlice<Past.Posting>, _ kin: Kin) -> [Distance.Event] {
        postings.map {
            .init(time: $0.at.minutes, values: kin.shared(by: likeness.values[$0.subject.index]))
        }
    }

    /// The states are how many posts lie between the last member and the next post, up to `by`.
    private func counting(
        _ by: Int, _ kin: Kin, past: [Distance.Event], on lane: LaneSketch, weight: Int?
    ) -> Regular? {
        let since = past.reversed().firstIndex { !$0.values.isEmpty }
        let start = since.map { past.count - $0.base } ?? by
        var automaton = Regular.exploring(
            from: start, classOf: kin.values.map { $0.isEmpty ? 0 : 1 }, classes: 2, most: by + 1
        ) { between, number in
            if number == 0 { return (min(by, between + 1), 0) }
            if between >= by { return (0, 0) }
            return weight.map { (0, $0) }
        }?.minimised()
        if weight == nil {
            automaton?.relaxation = .among(
                classes: [false, true], length: (by + 1) * lane.spacing, most: 1)
        }
        return automaton
    }
}

/// The values of items, numbered from 0 among themselves.
private struct Kin {
    /// Per item, ascending.
    let values: [[Int]]
    private let numbers: [Int: Int]

    init(_ all: [[Int]]) {
        let known = Set(all.joined()).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
        self.numbers = numbers
        values = all.map { $0.compactMap { numbers[$0] } }
    }

    var isEmpty: Bool { numbers.isEmpty }

    /// Whether all items that have values have the same ones.
    var isOne: Bool { Set(values.filter { !$0.isEmpty }).count == 1 }

    /// Those of `others` that an item has too.
    func shared(by others: [Int]) -> [Int] { others.compactMap { numbers[$0] } }
}
