import Policies
import Posts
import Timeline

/// Why a post that is not placed on an account is nowhere there: at how many slots each rule refuses it.
public struct RefusalCount: Sendable {
    /// One rule that refuses the post somewhere.
    public struct Entry: Sendable {
        /// The rule.
        public let rule: RuleName
        /// At how many slots it refuses the post.
        public fileprivate(set) var slots: Int
        /// Its refusal at the first of them.
        public let example: any Refusal
        /// The first of them.
        public let exampleAt: Instant
    }

    /// The rules that refuse the post somewhere, those first that do so first.
    public fileprivate(set) var entries: [Entry] = []
    /// The slots at which no rule that must not be broken refuses it.
    public fileprivate(set) var outranked = 0
    /// How many slots the post has: the account's, and its own pin.
    public fileprivate(set) var slots = 0

    /// Nothing asked yet.
    public init() {}

    /// The number of slots at which `rule` refuses the post.
    public func slots(of rule: RuleName) -> Int { entries.first { $0.rule == rule }?.slots ?? 0 }

    /// Asks for each of `subjects` at each of its slots on the account number `index`, in the order of `subjects`.
    ///
    /// A slot looks back over the history and those of `placements` that go out before it; what the plan has at the
    /// slot itself does not count, for the post would stand in its place; only a pinned post is refused at its instant
    /// when another stands there, for it has no other and pins count above everything else.
    public static func count(
        _ subjects: [Subject], on index: Int, placements: [Placement], replay: Replay
    ) -> [RefusalCount] {
        var tally = Tally(subjects: subjects, bench: replay.benches[index])
        var past = replay.docket.pasts[index]
        var planned: [Candidate] = []
        for placement in placements {
            guard let there = replay.index(of: placement.account),
                let subject = replay.docket.subjectOfPost[there][placement.post],
                tally.bench.calendar.contains(placement.at)
            else { continue }
            if there == index {
                planned.append(tally.bench.account.candidate(subject, at: placement.at))
            } else {
                past.elsewhere[subject.identity, default: []].append(
                    .init(account: placement.account, at: placement.at, isPlanned: true))
            }
        }
        planned.sort { $0.at < $1.at }
        var gone = planned.startIndex
        for (slot, owner) in tally.slots() {
            while gone < planned.endIndex, planned[gone].at < slot.at {
                past.append(planned[gone], isPlanned: true)
                gone += 1
            }
            let standing = gone < planned.endIndex && planned[gone].at == slot.at ? planned[gone] : nil
            for asker in owner.map({ $0..<$0 + 1 }) ?? subjects.indices {
                tally.ask(asker, at: slot, past: past, takenBy: standing?.subject.post)
            }
        }
        return tally.counts
    }
}

/// Counts while the slots of an account are walked.
private struct Tally {
    let subjects: [Subject]
    let bench: Bench
    private(set) var counts: [RefusalCount]
    /// Per check, the number of its rule: several entries of one rule count as one.
    private let ruleOfCheck: [Int]
    private let rules: [RuleName]
    /// Where the entry of rule r for subject s stands in the counts of s, at `s * rules.count + r`; -1 for nowhere.
    private var entry: [Int]

    init(subjects: [Subject], bench: Bench) {
        self.subjects = subjects
        self.bench = bench
        counts = Array(repeating: RefusalCount(), count: subjects.count)
        var rules: [RuleName] = []
        var ruleOfCheck: [Int] = []
        for check in bench.musts {
            let name = type(of: check).name
            if rules.last != name { rules.append(name) }
            ruleOfCheck.append(rules.count - 1)
        }
        self.rules = rules
        self.ruleOfCheck = ruleOfCheck
        entry = Array(repeating: -1, count: subjects.count * rules.count)
    }

    /// The account's slots and the own ones of pinned posts, in order of time, with the number of the owner.
    func slots() -> [(slot: SlotCalendar.Slot, owner: Int?)] {
        var all: [(slot: SlotCalendar.Slot, owner: Int?)] = bench.calendar.slots.map { ($0, nil) }
        for (number, subject) in subjects.enumerated() {
            if let own = bench.calendar.ownSlot(of: subject) { all.append((own, number)) }
        }
        return all.sorted { $0.slot.at < $1.slot.at }
    }

    /// Asks every check whether subject number `asker` may go out at `slot`.
    mutating func ask(_ asker: Int, at slot: SlotCalendar.Slot, past: Past, takenBy other: PostID?) {
        let candidate = Candidate(subject: subjects[asker], at: slot.at, local: slot.local)
        var latest = -1
        for (check, rule) in zip(bench.musts, ruleOfCheck) where rule != latest {
            guard let refusal = check.refusal(of: candidate, after: past) else { continue }
            latest = rule
            let known = entry[asker * rules.count + rule]
            if known >= 0 {
                counts[asker].entries[known].slots += 1
            } else {
                entry[asker * rules.count + rule] = counts[asker].entries.count
                counts[asker].entries.append(
                    .init(rule: rules[rule], slots: 1, example: refusal, exampleAt: slot.at))
            }
        }
        counts[asker].slots += 1
        if let other, subjects[asker].pin == slot.at {
            counts[asker].entries.append(
                .init(
                    rule: SlotRefusal.name, slots: 1, example: SlotRefusal.taken(slot.at, by: other),
                    exampleAt: slot.at))
        } else if latest < 0 {
            counts[asker].outranked += 1
        }
    }
}
