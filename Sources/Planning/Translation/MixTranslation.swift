import Policies
import Rules
import Solver
import Timeline

/// A window over time is a count or a share; one over posts is an automaton that knows where in it the members stand.
extension Mix: TranslatedRule {
    /// The largest automaton, before equal states are made one.
    static let mostStates = 4096

    func constraints(on lane: LaneSketch, weight: Int?) -> [Constraint]? {
        let isMember = lane.lookUp(members)
        guard isMember.contains(true) else { return [] }
        switch entry.over {
        case .time(let length): return [overTime(length, isMember, on: lane, weight: weight)]
        case .posts(let count): return overPosts(max(1, count), isMember, on: lane, weight: weight)
        }
    }

    private func overTime(_ length: Minutes, _ isMember: [Bool], on lane: LaneSketch, weight: Int?)
        -> Constraint
    {
        let past = lane.history(within: length)
        switch entry.atMost {
        case .count(let most):
            return .among(
                Among(
                    members: isMember, length: length.count, most: most, weight: weight,
                    past: past.filter { members[$0.subject.index] }.map { .init(time: $0.at.minutes) }))
        case .percent(let percent):
            return .share(
                Share(
                    members: isMember, length: length.count, percent: percent, weight: weight,
                    past: past.map { .init(time: $0.at.minutes, isMember: members[$0.subject.index]) }))
        }
    }

    private func overPosts(_ length: Int, _ isMember: [Bool], on lane: LaneSketch, weight: Int?)
        -> [Constraint]?
    {
        var window: MemberWindow
        switch entry.atMost {
        case .count(let most):
            if most >= length { return [] }
            window = MemberWindow(room: length - 1, most: max(0, most))
            // A count does not ask how many posts there are.
            window.fill()
        case .percent(let percent):
            if percent >= 100 { return [] }
            window = MemberWindow(room: length - 1, most: max(0, percent * length / 100))
        }
        guard MemberWindow.rooms.contains(window.room) else { return nil }
        for posting in lane.past.postings.suffix(window.room) {
            window.append(isMember: members[posting.subject.index])
        }
        guard
            var automaton = Regular.exploring(
                from: window, classOf: isMember.map { $0 ? 1 : 0 }, classes: 2, most: Mix.mostStates,
                step: { window, number in
                    let isRefused = number == 1 && !admitsMember(after: window)
                    if isRefused, weight == nil { return nil }
                    var next = window
                    next.append(isMember: number == 1)
                    return (next, isRefused ? weight ?? 0 : 0)
                })?.minimised()
        else { return nil }
        if weight == nil {
            // So many posts take at least `length` x `spacing` minutes to the one after them.
            automaton.relaxation = .among(
                classes: [false, true], length: length * lane.spacing, most: window.most)
        }
        return [.regular(automaton)]
    }

    private func admitsMember(after window: MemberWindow) -> Bool {
        switch entry.atMost {
        case .count: window.members < window.most
        case .percent(let percent): 100 * (window.members + 1) <= percent * (window.posts + 1)
        }
    }
}
