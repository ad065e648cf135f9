import Policies
import Posts
import Rules
import Solver
import TestSupport
import Testing
import Timeline

@testable import Planning

/// What the constraints say against what the rules say, on random sequences.
struct TranslatedRuleTests {
    static let seeds = Seeds.sample(1...120 as ClosedRange<UInt64>)

    private static func lanes(_ seed: UInt64) -> [TranslatedLane] {
        let translation = Translation(Replay(Docket(RichProblem.make(seed: seed))), frozen: [])
        return translation.model.lanes.indices.map { TranslatedLane(translation, $0) }
    }

    @Test func `the constraints of each check refuse and cost exactly what it does`() {
        var numbers = SeededNumbers(seed: 1)
        var answers: [String: (admitted: Int, refused: Int)] = [:]
        /// The first seed that fails, per kind of constraint.
        var failures: [String: UInt64] = [:]
        for seed in TranslatedRuleTests.seeds {
            for lane in TranslatedRuleTests.lanes(seed) {
                let once = lane.bench.musts.first { $0 is Once }
                for (rule, weight) in lane.checks where !Translation.fixedRules.contains(type(of: rule).name)
                {
                    guard
                        let constraints = LaneTranslation.constraints(
                            of: rule, on: lane.sketch, weight: weight), !constraints.isEmpty
                    else { continue }
                    let key = "\(type(of: rule).name) \(constraints[0].name)\(weight == nil ? "" : "?")"
                    var sequence: [Assignment] = []
                    var past = lane.past
                    var slot = 0
                    let stride = Int.random(in: 1...8, using: &numbers)
                    while slot < lane.lane.times.count, sequence.count < 60 {
                        for _ in 0..<4 {
                            guard let item = lane.items(in: slot).randomElement(using: &numbers) else {
                                break
                            }
                            let new = Assignment(item: item, slot: slot)
                            let candidate = lane.candidate(new)
                            let refusal = rule.refusal(of: candidate, after: past)
                            // The day's measure is the lane's own, and hides what the clause on weeks says.
                            if refusal is PaceDayRefusal { continue }
                            // What was asked for as often as it can be needs no goodwill any more.
                            let isRepeated = once?.refusal(of: candidate, after: past) != nil
                            if isRepeated && rule is Goodwill { continue }
                            let isRefused = refusal != nil
                            let expected = isRefused ? weight : 0
                            if lane.penalty(constraints, new, after: sequence) != expected {
                                failures[key] = failures[key] ?? seed
                            }
                            answers[key, default: (0, 0)].admitted += isRefused ? 0 : 1
                            answers[key, default: (0, 0)].refused += isRefused ? 1 : 0
                            guard expected != nil, !isRepeated else { continue }
                            sequence.append(new)
                            past.append(candidate, isPlanned: true)
                            break
                        }
                        slot += Int.random(in: 1...stride, using: &numbers)
                    }
                }
            }
        }
        #expect(failures.isEmpty, "\(failures)")
        let wanted = [
            "goodwill regular", "mix among", "mix among?", "mix share", "mix share?", "mix regular",
            "mix regular?", "apart distance", "apart distance?", "apart regular", "apart regular?",
            "spread among", "spread among?", "pace steady", "order precedence", "campaign total",
            "budget total",
        ]
        #expect(Set(answers.keys) == Set(wanted))
        for (key, count) in answers { #expect(count.admitted > 100 && count.refused > 40, "\(key) \(count)") }
    }

    @Test func `the lane with its constraints refuses and costs what all rules do together`() {
        var numbers = SeededNumbers(seed: 2)
        var reasons: [NaiveConstraints.Reason: Int] = [:]
        var admitted = 0
        var costly = 0
        var asked = 0
        var failures: [String] = []
        for seed in TranslatedRuleTests.seeds {
            let lanes = TranslatedRuleTests.lanes(seed)
            for (index, lane) in lanes.enumerated() {
                let elsewhere = TranslatedRuleTests.sightings(lanes, index, &numbers)
                var all = RuleAdmission(lane.translation)
                var untranslated = RuleAdmission(lane.translation, asking: .untranslated)
                all.begin(lane: index, elsewhere: elsewhere)
                untranslated.begin(lane: index, elsewhere: elsewhere)
                let naive = NaiveConstraints(lane.lane, index: index, elsewhere: elsewhere)
                var past = lane.past
                for sighting in elsewhere {
                    past.elsewhere[sighting.group, default: []].append(
                        .init(
                            account: lanes[sighting.lane].bench.account.account.id,
                            at: Instant(minutes: sighting.time), isPlanned: true))
                }
                asked += lane.lane.asks ? 1 : 0
                var sequence: [Assignment] = []
                var slot = 0
                let stride = Int.random(in: 1...12, using: &numbers)
                while slot < lane.lane.times.count, sequence.count < 50 {
                    for _ in 0..<4 {
                        guard let item = lane.items(in: slot).randomElement(using: &numbers) else { break }
                        let new = Assignment(item: item, slot: slot)
                        let candidate = lane.candidate(new)
                        let refusals = lane.bench.refusals(of: candidate, after: past)
                        let weights = lane.bench.broken(by: candidate, after: past).reduce(0) {
                            $0 + $1.weight
                        }
                        let verdict = naive.verdict(of: new, after: sequence)
                        let rest = untranslated.penalty(item: new.item, slot: slot)
                        if !lane.lane.asks && rest != 0 { failures.append("seed \(seed): rest") }
                        let own = lane.bench.reach.of(
                            candidate.subject, at: candidate.at, local: candidate.local)
                        let inWorth = own - Int(lane.lane.worth(item, slot))
                        let together = verdict.penalty.flatMap { cost in rest.map { cost + $0 } }
                        let expected = refusals.isEmpty ? weights : nil
                        if together.map({ $0 + inWorth }) != expected {
                            failures.append("seed \(seed) lane \(index): \(refusals) but \(verdict)")
                        }
                        if all.penalty(item: new.item, slot: slot) != together {
                            failures.append("seed \(seed) lane \(index): .all")
                        }
                        TranslatedRuleTests.compareOwn(verdict, refusals, "seed \(seed)", &failures)
                        for reason in verdict.reasons {
                            if case .constraint = reason { continue }
                            reasons[reason, default: 0] += 1
                        }
                        guard let expected else { continue }
                        admitted += 1
                        costly += expected > 0 ? 1 : 0
                        sequence.append(new)
                        past.append(candidate, isPlanned: true)
                        all.push(item: new.item, slot: slot)
                        untranslated.push(item: new.item, slot: slot)
                        break
                    }
                    slot += Int.random(in: 1...stride, using: &numbers)
                }
                for case .regular(let regular) in lane.lane.constraints
                where !TranslatedRuleTests.holds(regular, of: sequence, on: lane.lane) {
                    failures.append("seed \(seed) lane \(index): \(regular.relaxation)")
                }
            }
        }
        #expect(failures.isEmpty, "\(failures.count): \(failures.prefix(5).joined(separator: "\n"))")
        #expect(admitted > Seeds.share(800) && costly > Seeds.share(300), "\(admitted) \(costly)")
        #expect(asked > Seeds.share(10), "\(asked)")
        for reason in [.uses, .every, .spacing, .day, .coupling] as [NaiveConstraints.Reason] {
            #expect(reasons[reason, default: 0] > Seeds.share(30), "\(reason) \(reasons)")
        }
    }

    /// Whether the relaxation of an automaton holds for a sequence that is admitted.
    private static func holds(_ regular: Regular, of sequence: [Assignment], on lane: Lane) -> Bool {
        switch regular.relaxation {
        case .none: return true
        case .counter(let effect, let start):
            var counter = start
            return sequence.allSatisfy {
                counter += effect[regular.classOf[$0.item]]
                return counter >= 0
            }
        case .among(let classes, let length, let most):
            let times = sequence.filter { classes[regular.classOf[$0.item]] }.map { lane.times[$0.slot] }
            return times.allSatisfy { end in times.count { $0 > end - length && $0 <= end } <= most }
        }
    }

    /// What the lane says by itself, rule by rule.
    private static func compareOwn(
        _ verdict: NaiveConstraints.Verdict, _ refusals: [any Refusal], _ place: String,
        _ failures: inout [String]
    ) {
        func compare(_ rule: RuleName, _ own: Set<NaiveConstraints.Reason>) {
            let says = refusals.contains { $0.rule == rule && !($0 is PaceWeekRefusal) }
            if says == verdict.reasons.isDisjoint(with: own) { failures.append("\(place): \(rule)") }
        }
        compare(Once.name, [.uses, .every])
        compare(Spacing.name, [.spacing])
        compare(Pace.name, [.day])
        compare(Stagger.name, [.coupling])
    }

    /// Some things of a lane's groups on the other lanes.
    private static func sightings(_ lanes: [TranslatedLane], _ here: Int, _ numbers: inout SeededNumbers)
        -> [Sighting]
    {
        let others = lanes.indices.filter { $0 != here }
        return (0..<30).compactMap { _ in
            guard let other = others.randomElement(using: &numbers),
                let item = lanes[here].lane.items.randomElement(using: &numbers),
                let time = lanes[here].lane.times.randomElement(using: &numbers)
            else { return nil }
            return Sighting(group: item.group, lane: other, time: time)
        }
    }

    @Test func `a rule without a translation is asked`() {
        struct Quiet: Rule {
            static let name: RuleName = "quiet"
            static let examples: [RuleExample] = []
            static func checks(on account: AccountCase) -> [Quiet] { [Quiet()] }
            func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? { nil }
        }
        let lane = TranslatedLane(
            Problem(
                posts: [Build.post("a")], policy: Build.policy([Build.account()]), now: Build.now))
        #expect(LaneTranslation.constraints(of: Quiet(), on: lane.sketch, weight: nil) == nil)
        #expect(!lane.lane.asks)
    }
}

extension Constraint {
    /// What kind of constraint it is.
    var name: String {
        switch self {
        case .regular: "regular"
        case .among: "among"
        case .share: "share"
        case .distance: "distance"
        case .steady: "steady"
        case .total: "total"
        case .precedence: "precedence"
        }
    }
}
