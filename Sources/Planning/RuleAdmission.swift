import Policies
import Posts
import Rules
import Solver
import Timeline

/// Answers the solver with the house's rules.
struct RuleAdmission: Admission {
    /// Which checks are asked.
    enum Asking {
        /// Those that the constraints of the lanes do not say.
        case untranslated
        /// All that look at more than the post and the slot.
        case all
    }

    private let translation: Translation
    /// Per lane, the checks that are asked.
    private let musts: [[any Rule]]
    /// Per lane, the checks that are asked for what breaking them costs.
    private let shoulds: [[Bench.Breakable]]
    private var lane = 0
    private var past: Past
    /// How many postings of `past` are history.
    private var history = 0

    init(_ translation: Translation, asking: Asking = .all) {
        self.translation = translation
        switch asking {
        case .untranslated:
            musts = translation.lanes.map(\.rules.musts)
            shoulds = translation.lanes.map(\.rules.shoulds)
        case .all:
            // What the fixed rules say is in the worth, whether they refuse or only cost something.
            musts = translation.replay.benches.map { bench in
                bench.musts.filter { !Translation.fixedRules.contains(type(of: $0).name) }
            }
            shoulds = translation.replay.benches.map { bench in
                bench.shoulds.filter { !Translation.fixedRules.contains(type(of: $0.rule).name) }
            }
        }
        past = Past(account: "", goodwill: nil)
    }

    mutating func begin(lane: Int, elsewhere: [Sighting]) {
        self.lane = lane
        past = translation.replay.docket.pasts[lane]
        history = past.postings.count
        for sighting in elsewhere {
            past.elsewhere[sighting.group, default: []].append(
                .init(
                    account: translation.replay.benches[sighting.lane].account.account.id,
                    at: Instant(minutes: sighting.time), isPlanned: true))
        }
    }

    mutating func penalty(item: Int, slot: Int) -> Int? {
        let candidate = candidate(item, slot)
        for rule in musts[lane] where rule.refusal(of: candidate, after: past) != nil { return nil }
        var sum = 0
        for entry in shoulds[lane]
        where entry.rule.refusal(of: candidate, after: past) != nil { sum += entry.weight }
        return sum
    }

    mutating func push(item: Int, slot: Int) { past.append(candidate(item, slot), isPlanned: true) }

    mutating func truncate(to count: Int) { past.truncate(to: history + count) }

    private func candidate(_ item: Int, _ slot: Int) -> Candidate {
        let map = translation.lanes[lane]
        let slot = map.slots[slot]
        return Candidate(subject: map.subjects[item], at: slot.at, local: slot.local)
    }
}
