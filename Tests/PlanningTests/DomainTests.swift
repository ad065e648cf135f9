import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct DomainTests {
    @Test func `rows are those of asking every rule for every post at every slot`() {
        var open = 0
        var closed = 0
        for seed in 1...120 as ClosedRange<UInt64> {
            let problem = RandomProblem(seed: seed).problem
            let replay = Replay(Docket(problem))
            let translation = Translation(replay, frozen: Freeze.frozen(replay))
            for (index, map) in translation.lanes.enumerated() {
                let lane = translation.model.lanes[index]
                for (item, subject) in map.subjects.enumerated() {
                    let row = map.slots.map {
                        worth(of: subject, at: $0, replay.benches[index], replay.docket.pasts[index], problem)
                    }
                    #expect(
                        map.slots.indices.map { lane.worth(item, $0) } == row,
                        "seed \(seed), \(subject.post?.rawValue ?? "")")
                    #expect(row.contains { $0 != Lane.never })
                    open += row.count { $0 != Lane.never }
                    closed += row.count { $0 == Lane.never }
                }
            }
        }
        // The instances are such that there is something to find.
        #expect(open > 20_000 && closed > 20_000)
    }

    @Test func `what is out for good after the history is refused after every plan`() {
        var found: Set<RuleName> = []
        for seed in 1...20 as ClosedRange<UInt64> {
            for instance in RefusalMapTests.Instance.all(seed: seed) {
                let history = instance.replay.docket.pasts[instance.index]
                let subjects = instance.subjects
                for slot in instance.bench.calendar.slots {
                    let later = instance.past(before: slot.at)
                    for check in instance.bench.musts where Domain.isForGood(check) {
                        for subject in subjects {
                            let candidate = Candidate(subject: subject, at: slot.at, local: slot.local)
                            guard check.refusal(of: candidate, after: history) != nil else { continue }
                            let name = type(of: check).name
                            found.insert(name)
                            #expect(
                                check.refusal(of: candidate, after: later) != nil, "seed \(seed), \(name)")
                        }
                    }
                }
            }
        }
        #expect(found.isSuperset(of: ["once", "apart", "spread", "stagger"]))
    }

    @Test func `a post that no slot is open to is no item`() {
        let problem = Problem(
            posts: [
                Build.post("late") { $0.notBefore = .instant(Build.now + .days(9)) }, Build.post("today"),
            ], policy: Build.policy([Build.account()]), now: Build.now)
        let translation = Translation(Replay(Docket(problem)), frozen: [])
        #expect(translation.lanes.first?.subjects.map(\.post) == ["today"])
    }

    private func worth(
        of subject: Subject, at slot: SlotCalendar.Slot, _ bench: Bench, _ past: Past, _ problem: Problem
    ) -> Int32 {
        guard bench.calendar.isSlot(slot.at, for: subject), subject.pin.map({ $0 == slot.at }) ?? true,
            past.postings.last.map({ $0.at < slot.at }) ?? true
        else { return Lane.never }
        let candidate = Candidate(subject: subject, at: slot.at, local: slot.local)
        for check in bench.musts where Domain.isForGood(check) {
            if check.refusal(of: candidate, after: past) != nil { return Lane.never }
        }
        let isKept = problem.stored.contains {
            $0.post == subject.post && $0.account == bench.account.account.id && $0.at == slot.at
        }
        // Wishes that look at nothing but post and slot are in the worth.
        let broken = bench.broken(by: candidate, after: past).filter { $0.refusal.rule == Hours.name }
        let reach = bench.reach.of(subject, at: slot.at, local: slot.local)
        return Int32(
            reach + (isKept ? bench.weights.keep : 0) - broken.reduce(0) { $0 + $1.weight })
    }
}
