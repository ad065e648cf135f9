import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

struct PlannerTests {
    @Test func `every plan of random problems passes the replay, and its bounds hold`() throws {
        var placed = 0
        var optimal = 0
        for seed in 1...300 as ClosedRange<UInt64> {
            let problem = RandomProblem(seed: seed).problem
            let plan = try Planner.plan(problem, effort: Effort(iterations: 20_000))
            placed += plan.placements.count
            optimal += plan.status == .optimal ? 1 : 0
            #expect(plan.floorBound <= plan.floorShortfall, "seed \(seed)")
            #expect(plan.score <= plan.bound, "seed \(seed)")
        }
        #expect(placed > 1000 && optimal > 20)
    }
}
