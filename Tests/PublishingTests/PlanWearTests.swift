import Ledger
import Posts
import Testing
import Timeline

@testable import Publishing

/// When a plan is made anew although nothing has changed.
struct PlanWearTests {
    /// Whether a plan of `age` minutes is worn out, with a placement so many minutes ahead.
    private func isWornOut(_ age: Int, horizon: Minutes, ahead: Int?, posts: [Post] = [World.tea]) throws
        -> Bool
    {
        let world = try World(posts: posts)
        let now = World.start + .minutes(age)
        let slots = ahead.map { [PlannedSlot(post: "tea", account: "home", at: now + .minutes($0))] } ?? []
        let plan = StoredPlan(json: "{}", fingerprint: "f", now: World.start, stored: 0, placements: slots)
        return try PlanWear(plan, horizon: horizon, now: now).isWornOut(in: world.problem, world.ledger)
    }

    @Test func `after an eighth of its horizon, an hour at least`() throws {
        #expect(try !isWornOut(59, horizon: .hours(5), ahead: 1))
        #expect(try isWornOut(60, horizon: .hours(5), ahead: 1))
        #expect(try !isWornOut(179, horizon: .hours(24), ahead: 1))
        #expect(try isWornOut(180, horizon: .hours(24), ahead: 1))
    }

    @Test func `sooner when nothing lies ahead and posts wait`() throws {
        #expect(try !isWornOut(36, horizon: .hours(5), ahead: nil))
        #expect(try isWornOut(37, horizon: .hours(5), ahead: nil))
        #expect(try isWornOut(37, horizon: .hours(5), ahead: 0))
        #expect(try !isWornOut(37, horizon: .hours(5), ahead: 1))
        #expect(try !isWornOut(59, horizon: .days(14), ahead: nil))
        #expect(try isWornOut(60, horizon: .days(14), ahead: nil))
        #expect(try !isWornOut(60, horizon: .days(14), ahead: nil, posts: []))
    }

    @Test func `a plan that a clock made which was ahead`() throws {
        #expect(try !isWornOut(-1, horizon: .hours(5), ahead: 30))
        #expect(try isWornOut(-2, horizon: .hours(5), ahead: 30))
    }

    @Test func `with a horizon of an hour a post that missed its slot is planned again the same day`()
        async throws
    {
        let world = try World()
        world.state.with { $0.horizon = .hours(1) }
        // It may be tried again in two hours, which is longer than the plan reaches.
        world.server.with {
            $0.faults = [.tooMany]
            $0.retryAfter = 2 * 3600
        }
        try await world.run(until: 15 + 120 + 90)
        #expect(world.server.current.published.count == 1)
    }
}
