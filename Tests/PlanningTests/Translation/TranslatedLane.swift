import Policies
import Posts
import Rules
import Solver
import TestSupport
import Timeline

@testable import Planning

/// A lane with the rules it was made from, for asking both the same.
struct TranslatedLane {
    let lane: Lane
    let map: Translation.LaneMap
    let bench: Bench
    let past: Past
    let translation: Translation

    init(_ translation: Translation, _ index: Int) {
        lane = translation.model.lanes[index]
        map = translation.lanes[index]
        bench = translation.replay.benches[index]
        past = translation.replay.docket.pasts[index]
        self.translation = translation
    }

    /// The first account of a problem.
    init(_ problem: Problem) {
        self.init(Translation(Replay(Docket(problem)), frozen: []), 0)
    }

    var sketch: LaneSketch {
        LaneSketch(
            subjects: map.subjects, items: lane.items, slots: map.slots, past: past, spacing: lane.spacing)
    }

    /// Every check with what breaking it costs, nil if it must not be broken.
    var checks: [(rule: any Rule, weight: Int?)] {
        bench.musts.map { ($0, nil) } + bench.shoulds.map { ($0.rule, $0.weight) }
    }

    func candidate(_ assignment: Assignment) -> Candidate {
        let slot = map.slots[assignment.slot]
        return Candidate(subject: map.subjects[assignment.item], at: slot.at, local: slot.local)
    }

    /// The items that may stand in a slot.
    func items(in slot: Int) -> [Int] { lane.items.indices.filter { lane.allows($0, slot) } }

    /// What several constraints say together.
    func penalty(_ constraints: [Constraint], _ new: Assignment, after sequence: [Assignment]) -> Int? {
        var sum = 0
        for constraint in constraints {
            guard let cost = NaiveConstraints.penalty(of: constraint, on: lane, new, after: sequence)
            else { return nil }
            sum += cost
        }
        return sum
    }

    /// The item of a post.
    func item(_ post: PostID) -> Int? { map.subjects.firstIndex { $0.post == post } }

    /// For posts placed so many hours after the first slot, in order: what the constraints that `isAsked` chooses say
    /// of each, refused ones left out of what follows.
    func penalties(_ placed: [(post: PostID, hour: Int)], of isAsked: (Constraint) -> Bool = { _ in true })
        -> [Int?]
    {
        var sequence: [Assignment] = []
        return placed.map { post, hour in
            guard let item = item(post), let first = map.slots.first?.at,
                let slot = map.slots.firstIndex(where: { $0.at == first + .hours(hour) })
            else { return -1 }
            let new = Assignment(item: item, slot: slot)
            let penalty = penalty(lane.constraints.filter(isAsked), new, after: sequence)
            if penalty != nil { sequence.append(new) }
            return penalty
        }
    }
}

/// Lanes with hourly slots, posts for them, and lines of their history.
extension TranslatedLane {
    static func hourly(
        _ posts: [Post], days: Int = 2, past: [HistoryLine] = [], budget: Int? = nil,
        now: Instant = Build.now,
        _ change: (inout Settings) -> Void = { _ in }
    ) -> TranslatedLane {
        var account = Build.account("here", change)
        account.budget = budget.map { Money(currency: "USD", millionths: $0) }
        if budget != nil {
            account.network = NetworkProfile(
                name: "net", keys: [], tariff: Tariff(currency: "USD", plain: 10, withURL: 100),
                putsLinkInText: true)
        }
        return TranslatedLane(
            Problem(posts: posts, policy: Build.policy([account], days: days), history: past, now: now))
    }

    static func line(
        _ hours: Int, _ kind: KindName = "curated", _ change: (inout HistoryLine) -> Void = { _ in }
    )
        -> HistoryLine
    {
        var line = HistoryLine(account: "here", kind: kind, at: Build.now + .hours(hours))
        change(&line)
        return line
    }

    static let posts = (0..<9).map { Build.post(PostID("p\($0)")) }
}
