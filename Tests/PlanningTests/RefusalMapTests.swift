import Policies
import Posts
import Rules
import Testing
import Timeline

@testable import Planning

/// What is asked once for many posts, against asking for every post at every slot.
struct RefusalMapTests {
    /// One account of a random problem with a random plan, valid or not.
    struct Instance {
        let replay: Replay
        let index: Int
        let placements: [Placement]
        /// The history, with what the plan has on other accounts.
        var history: Past
        /// What the plan has on the account, in order of time.
        var planned: [Candidate] = []

        static func all(seed: UInt64) -> [Instance] {
            var problem = RandomProblem(seed: seed, days: 1 + Int(seed % 3)).problem
            if seed % 4 == 0 { problem.purpose = .sending }
            if seed % 7 == 0 { problem.held = Set(problem.policy.accounts.map(\.id)) }
            let replay = Replay(Docket(problem))
            var numbers = SeededNumbers(seed: seed)
            var placements: [Placement] = []
            for (index, bench) in replay.benches.enumerated() {
                let subjects = replay.docket.subjectOfPost[index].values.sorted { $0.index < $1.index }
                for subject in subjects where Bool.random(using: &numbers) {
                    guard let post = subject.post,
                        let slot = bench.calendar.slots(for: subject).randomElement(using: &numbers)
                    else { continue }
                    placements.append(Placement(post: post, account: bench.account.account.id, at: slot.at))
                }
            }
            return replay.benches.indices.map {
                Instance(replay: replay, index: $0, placements: placements)
            }
        }

        init(replay: Replay, index: Int, placements: [Placement]) {
            self.replay = replay
            self.index = index
            self.placements = placements
            history = replay.docket.pasts[index]
            for placement in placements {
                guard let there = replay.index(of: placement.account),
                    let subject = replay.docket.subjectOfPost[there][placement.post]
                else { continue }
                if there == index {
                    planned.append(bench.account.candidate(subject, at: placement.at))
                } else {
                    history.elsewhere[subject.identity, default: []].append(
                        .init(account: placement.account, at: placement.at, isPlanned: true))
                }
            }
            planned.sort { $0.at < $1.at }
        }

        var bench: Bench { replay.benches[index] }

        var subjects: [Subject] {
            replay.docket.subjectOfPost[index].values.sorted { $0.index < $1.index }
        }

        func past(before at: Instant) -> Past {
            var past = history
            for candidate in planned where candidate.at < at { past.append(candidate, isPlanned: true) }
            return past
        }
    }

    /// What is told about one post, to be compared.
    struct Told: Equatable {
        var entries: [String] = []
        var outranked = 0
        var slots = 0
    }

    @Test func `subjects of one aspect are refused alike at every slot, by every rule`() {
        var alike: Set<RuleName> = []
        var refusing: Set<RuleName> = []
        for seed in 1...60 as ClosedRange<UInt64> {
            for instance in Instance.all(seed: seed) {
                let bench = instance.bench
                let longest = instance.past(before: Instant(minutes: .max))
                let subjects = instance.subjects
                let slots = bench.calendar.slots
                let pasts = slots.map { instance.past(before: $0.at) }
                for check in bench.musts + bench.shoulds.map(\.rule) {
                    let name = type(of: check).name
                    let groups = Dictionary(grouping: subjects) {
                        check.aspect(of: $0, within: longest)
                    }
                    for group in groups.values where group.count > 1 {
                        alike.insert(name)
                        for (slot, past) in zip(slots, pasts) {
                            let refused = group.map { subject in
                                let candidate = Candidate(subject: subject, at: slot.at, local: slot.local)
                                return check.refusal(of: candidate, after: past) != nil
                            }
                            if refused[0] { refusing.insert(name) }
                            #expect(
                                Set(refused).count == 1, "seed \(seed), \(name) at \(slot.at.rfc3339)")
                        }
                    }
                }
            }
        }
        // The instances are such that there is something to find.
        #expect(alike == Set(RuleRegistry.all.map { $0.name }))
        #expect(refusing.isSuperset(of: ["spacing", "pace", "goodwill", "mix", "apart", "budget", "hold"]))
    }

    @Test func `counts, order and examples are those of asking every rule for every post`() {
        var refused = 0
        for seed in 1...60 as ClosedRange<UInt64> {
            for instance in Instance.all(seed: seed) {
                let subjects = instance.subjects
                let counts = RefusalCount.count(
                    subjects, on: instance.index, placements: instance.placements, replay: instance.replay)
                let zone = instance.bench.account.settings.zone
                let told = counts.map { count in
                    Told(
                        entries: count.entries.map {
                            "\($0.rule) \($0.slots) \($0.exampleAt.rfc3339) \($0.example.sentence(in: zone))"
                        }, outranked: count.outranked, slots: count.slots)
                }
                #expect(told == subjects.map { plainly($0, instance) }, "seed \(seed)")
                refused += counts.reduce(0) { $0 + $1.entries.count }
            }
        }
        #expect(refused > 2000)
    }

    private func plainly(_ subject: Subject, _ instance: Instance) -> Told {
        let bench = instance.bench
        var entries: [(rule: RuleName, slots: Int, text: String)] = []
        var told = Told()
        for slot in bench.calendar.slots(for: subject) {
            let candidate = Candidate(subject: subject, at: slot.at, local: slot.local)
            var refusals = bench.refusals(of: candidate, after: instance.past(before: slot.at))
            if subject.pin == slot.at, let other = instance.planned.first(where: { $0.at == slot.at }) {
                refusals.append(SlotRefusal.taken(slot.at, by: other.subject.post))
            }
            var rules: Set<RuleName> = []
            for refusal in refusals where rules.insert(refusal.rule).inserted {
                if let known = entries.firstIndex(where: { $0.rule == refusal.rule }) {
                    entries[known].slots += 1
                } else {
                    let text = refusal.sentence(in: bench.account.settings.zone)
                    entries.append((refusal.rule, 1, "\(slot.at.rfc3339) \(text)"))
                }
            }
            told.slots += 1
            if refusals.isEmpty { told.outranked += 1 }
        }
        told.entries = entries.map { "\($0.rule) \($0.slots) \($0.text)" }
        return told
    }
}
