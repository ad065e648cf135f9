import Policies
import Posts
import Rules
import Testing
import Timeline

struct BenchTests {
    private let apart = [
        ApartEntry(same: .topic, by: .time(.hours(2))),
        ApartEntry(same: .topic, by: .time(.hours(12)), level: .should(weight: 200)),
        ApartEntry(same: .topic, by: .posts(1), level: .should(weight: 50)),
    ]

    @Test func `checks are parted into those that may be broken and those that may not`() {
        let docket = ReplayTests.docket([]) {
            $0.apart = apart
            $0.pace = PaceSettings(min: 1, target: 2)
        }
        let bench = Replay(docket).benches[0]
        #expect(bench.musts.filter { $0 is Apart }.count == 1)
        #expect(bench.shoulds.map(\.weight) == [200, 50])
        #expect(bench.floors.count == 1 && bench.floors.first is PaceFloor)
        #expect(bench.weights.target == 2)
        #expect(bench.calendar.end == ReplayTests.now + .days(2))
    }

    @Test func `a broken entry costs its weight once per placement and refuses nothing`() {
        let posts = (1...4).map { number -> Post in
            var post = Stage.post(PostID("p\(number)"))
            post.topics = ["repair", "bicycles"]
            return post
        }
        let judgement = Replay.judge(
            Stage.placements(
                "p1 here 2026-11-23T09:00Z", "p2 here 2026-11-23T11:00Z", "p3 here 2026-11-23T12:59Z",
                "p4 there 2026-11-23T13:00Z"),
            docket: ReplayTests.docket(posts) {
                $0.grid = .minutes(1)
                $0.apart = apart
            })
        #expect(judgement.verdicts.map { $0.broken.map(\.weight) } == [[], [200, 50], [200, 50], []])
        #expect(judgement.verdicts.map { $0.refusals.map(\.rule) } == [[], [], ["apart"], []])
        #expect(judgement.verdicts[1].broken.map(\.refusal.rule) == ["apart", "apart"])
        #expect(judgement.score.broken == 500)
        #expect(judgement.score.total == 400 - 500)
    }

    @Test func `the same post waits for its stagger on the other account`() {
        let judgement = Replay.judge(
            Stage.placements(
                "a there 2026-11-23T09:00Z", "a here 2026-11-23T09:15Z", "b there 2026-11-23T09:00Z",
                "b here 2026-11-23T09:30Z"),
            docket: ReplayTests.docket([Stage.post("a"), Stage.post("b")]) { $0.stagger = .minutes(30) })
        // The second post at 09:00 on one account is refused its slot, but counts as past elsewhere all the same.
        #expect(judgement.verdicts.map { $0.refusals.map(\.rule) } == [[], ["slot"], ["stagger"], []])
    }
}
