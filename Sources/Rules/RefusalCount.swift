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
        public let slots: Int
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
        let bench = replay.benches[index]
        var past = replay.docket.pasts[index]
        var planned: [Candidate] = []
        for placement in placements {
            guard let there = replay.index(of: placement.account),
                let subject = replay.docket.subjectOfPost[there][placement.post],
                bench.calendar.contains(placement.at)
            else { continue }
            if there == index {
                planned.append(bench.account.candidate(subject, at: placement.at))
            } else {
                past.elsewhere[subject.identity, default: []].append(
                    .init(account: placement.account, at: placement.at, isPlanned: true))
            }
        }
        planned.sort { $0.at < $1.at }
        return Tally(subjects: subjects, bench: bench, history: past, planned: planned).counts()
    }
}

/// Counts the refusals of subjects on one account.
private struct Tally {
    /// A rule that refuses a subject somewhere.
    private struct Finding {
        let rule: Int
        let slots: Int
        /// The first slot at which it does.
        let first: SlotCalendar.Slot
        var example: (any Refusal)?
    }

    private let subjects: [Subject]
    private let bench: Bench
    private let planned: [Candidate]
    /// How many postings are history.
    private let history: Int
    /// The history and all that is planned.
    private let past: Past
    private let map: RefusalMap
    /// The rules with their checks: several entries of one rule count as one.
    private let rules: [(name: RuleName, checks: Range<Int>)]

    init(subjects: [Subject], bench: Bench, history: Past, planned: [Candidate]) {
        var rules: [(name: RuleName, checks: Range<Int>)] = []
        for (number, check) in bench.musts.enumerated() {
            let name = type(of: check).name
            if let last = rules.last, last.name == name {
                rules[rules.count - 1].checks = last.checks.lowerBound..<number + 1
            } else {
                rules.append((name, number..<number + 1))
            }
        }
        var past = history
        for candidate in planned { past.append(candidate, isPlanned: true) }
        var map = RefusalMap(bench.musts, of: subjects, at: bench.calendar.slots, within: past)
        var before = history
        var next = 0
        for candidate in planned {
            let end = bench.calendar.firstIndex(notBefore: candidate.at + .minutes(1))
            map.ask(next..<end, after: before)
            next = end
            before.append(candidate, isPlanned: true)
        }
        map.ask(next..<bench.calendar.slots.count, after: before)
        self.subjects = subjects
        self.bench = bench
        self.planned = planned
        self.history = history.postings.count
        self.past = past
        self.map = map
        self.rules = rules
    }

    func counts() -> [RefusalCount] {
        var counts: [RefusalCount] = []
        var findings: [[Finding]] = []
        counts.reserveCapacity(subjects.count)
        findings.reserveCapacity(subjects.count)
        for (number, subject) in subjects.enumerated() {
            let (count, found) = count(subject, number)
            counts.append(count)
            findings.append(found)
        }
        addExamples(to: &findings)
        for (number, found) in findings.enumerated() {
            // A slot that is taken is refused after all rules.
            let taken = counts[number].entries
            var entries = found.compactMap { finding in
                finding.example.map {
                    RefusalCount.Entry(
                        rule: rules[finding.rule].name, slots: finding.slots, example: $0,
                        exampleAt: finding.first.at)
                }
            }
            for entry in taken {
                let place = entries.firstIndex { $0.exampleAt > entry.exampleAt } ?? entries.count
                entries.insert(entry, at: place)
            }
            counts[number].entries = entries
        }
        return counts
    }

    /// The numbers of one subject, with an entry only for what stands where it is pinned to, and the rules that refuse
    /// it in order of their first refusal.
    private func count(_ subject: Subject, _ number: Int) -> (RefusalCount, [Finding]) {
        let slots = bench.calendar.slots
        let own = bench.calendar.ownSlot(of: subject)
        let ownPast = own.map { past(before: $0.at) }
        var count = RefusalCount()
        var findings: [Finding] = []
        var all = SlotSet(limit: slots.count)
        var isOwnRefused = false
        for (rule, entry) in rules.enumerated() {
            var refused = map.refused(by: entry.checks.lowerBound, number)
            for check in entry.checks.dropFirst() { refused.formUnion(map.refused(by: check, number)) }
            all.formUnion(refused)
            let first = refused.first.map { slots[$0] }
            if let own, let ownPast, refusal(by: rule, of: subject, at: own, after: ownPast) != nil {
                isOwnRefused = true
                let earliest = first.map { $0.at < own.at ? $0 : own } ?? own
                findings.append(Finding(rule: rule, slots: refused.count + 1, first: earliest))
            } else if let first {
                findings.append(Finding(rule: rule, slots: refused.count, first: first))
            }
        }
        count.slots = slots.count + (own == nil ? 0 : 1)
        count.outranked = slots.count - all.count + (own == nil || isOwnRefused ? 0 : 1)
        if let pin = subject.pin, let other = planned.first(where: { $0.at == pin })?.subject.post {
            let isFree =
                own.map { _ in !isOwnRefused } ?? bench.calendar.index(of: pin).map { !all.contains($0) }
            if isFree == true { count.outranked -= 1 }
            count.entries = [
                .init(
                    rule: SlotRefusal.name, slots: 1, example: SlotRefusal.taken(pin, by: other),
                    exampleAt: pin)
            ]
        }
        // Rules that begin at one slot stay in their order.
        let order = findings.indices.sorted { (findings[$0].first.at, $0) < (findings[$1].first.at, $1) }
        return (count, order.map { findings[$0] })
    }

    /// Asks again where a rule refuses each subject first: the same answer may have other words for every subject.
    private func addExamples(to findings: inout [[Finding]]) {
        var wanted: [(at: Instant, subject: Int, place: Int)] = []
        for (subject, found) in findings.enumerated() {
            for (place, finding) in found.enumerated() { wanted.append((finding.first.at, subject, place)) }
        }
        // The latest first, so that the past only has to be taken back.
        wanted.sort { $0.at > $1.at }
        var past = self.past
        for (at, subject, place) in wanted {
            past.truncate(to: count(before: at))
            let finding = findings[subject][place]
            findings[subject][place].example = refusal(
                by: finding.rule, of: subjects[subject], at: finding.first, after: past)
        }
    }

    private func refusal(
        by rule: Int, of subject: Subject, at slot: SlotCalendar.Slot, after past: Past
    ) -> (any Refusal)? {
        let candidate = Candidate(subject: subject, at: slot.at, local: slot.local)
        for check in rules[rule].checks {
            if let refusal = bench.musts[check].refusal(of: candidate, after: past) { return refusal }
        }
        return nil
    }

    /// How many postings go out before an instant of the horizon, the whole history among them.
    private func count(before at: Instant) -> Int {
        var low = 0
        var high = planned.count
        while low < high {
            let middle = (low + high) / 2
            if planned[middle].at < at { low = middle + 1 } else { high = middle }
        }
        return history + low
    }

    private func past(before at: Instant) -> Past {
        var before = past
        before.truncate(to: count(before: at))
        return before
    }
}
