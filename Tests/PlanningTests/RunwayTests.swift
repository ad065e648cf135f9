import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct RunwayTests {
    private func runway(_ posts: [Post], days: Int = 10, _ change: (inout Problem) -> Void = { _ in }) throws
        -> Runway
    {
        let account = Build.account { $0.pace = PaceSettings(target: 2, max: 2) }
        var problem = Problem(posts: posts, policy: Build.policy([account], days: days), now: Build.now)
        change(&problem)
        return try Planner.plan(problem, effort: .quick).accounts[0].runway
    }

    @Test func `a stock of gives runs out at the policy's pace`() throws {
        // Six posts, two a day, all of them gives: three days from Monday on.
        let runway = try runway((0..<6).map { Build.post(PostID("p\($0)")) })
        #expect(runway.giveStock == 6)
        #expect(runway.giveUntil?.description == "2026-11-26")
        // Eleven local days are touched: 22 posts, of which 6 are there.
        #expect(
            runway.needed == [
                .init(kind: "curated", count: 16, by: LocalDate(dayNumber: Build.now.utc.date.dayNumber + 3))
            ])
    }

    @Test func `a kind uses its share of the pace`() throws {
        let posts =
            (0..<3).map { Build.post(PostID("c\($0)")) }
            + (0..<3).map { Build.post(PostID("q\($0)"), "quote") }
        let runway = try runway(posts)
        #expect(runway.kinds.map(\.kind) == ["curated", "quote"])
        #expect(runway.kinds.map(\.count) == [3, 3])
        #expect(runway.kinds.map(\.until?.description) == ["2026-11-26", "2026-11-26"])
    }

    @Test func `an evergreen post without an end lasts for ever`() throws {
        let runway = try runway([Build.post("a") { $0.evergreen = Evergreen(every: .days(1)) }])
        #expect(runway.giveStock == nil && runway.giveUntil == nil && runway.needed.isEmpty)
    }

    @Test func `what went out or expired is no stock`() throws {
        let posts = [Build.post("a"), Build.post("b") { $0.notAfter = .instant(Build.now) }]
        let runway = try runway(posts) {
            $0.history = [HistoryLine(account: "here", post: "a", kind: "curated", at: Build.now - .hours(1))]
        }
        #expect(runway.giveStock == 0)
        #expect(runway.giveUntil == Build.now.utc.date)
    }

    @Test(arguments: [PaceSettings(min: 1), PaceSettings(target: 2), PaceSettings(silence: .hours(24))])
    func `where posts are asked for, an empty queue has run out today`(pace: PaceSettings) throws {
        let account = Build.account { $0.pace = pace }
        let problem = Problem(posts: [], policy: Build.policy([account]), now: Build.now)
        let runway = try Planner.plan(problem, effort: .quick).accounts[0].runway
        #expect(runway.giveStock == 0)
        #expect(runway.giveUntil == Build.now.utc.date)
    }

    @Test func `where nothing is asked for, an empty queue does not run out`() throws {
        let account = Build.account { $0.pace = PaceSettings(max: 2) }
        let problem = Problem(posts: [], policy: Build.policy([account]), now: Build.now)
        let runway = try Planner.plan(problem, effort: .quick).accounts[0].runway
        #expect(runway.giveStock == 0 && runway.giveUntil == nil)
    }

    @Test func `without a pace nothing runs out`() throws {
        let problem = Problem(
            posts: [Build.post("a")], policy: Build.policy([Build.account()]), now: Build.now)
        let runway = try Planner.plan(problem, effort: .quick).accounts[0].runway
        #expect(runway.giveUntil == nil && runway.giveStock == 1)
    }
}
