import Policies
import Posts
import Rules
import Solver
import Testing
import Timeline

@testable import Planning

/// Plans that are made while another one is in force, and pins that stand in the way of what was worth more.
struct ReplanTests {
    private let effort = Effort(iterations: 4_000_000)

    /// A week of one account with goodwill, separation and a share of asks, and posts of many kinds.
    private func problem() -> Problem {
        let account = Build.account("here") { settings in
            settings.zone = Build.berlin
            settings.audience = .builtIn
            settings.pace = PaceSettings(min: 2, target: 3, max: 4, spacing: .hours(2), silence: .hours(24))
            settings.goodwill = GoodwillSettings(start: 2, cap: 6)
            settings.mix = [
                MixLimit(of: Selector([.side(.ask)]), atMost: .percent(25), over: .time(.days(7)))
            ]
            settings.apart = [ApartEntry(same: .topic, by: .time(.hours(12)))]
        }
        let kinds: [KindName] = ["curated", "curated", "own", "community", "answer", "promo", "conversation"]
        let posts = (0..<42).map { number in
            Build.post(PostID("p\(number)"), kinds[number % kinds.count]) {
                $0.topics = ["t\(number % 5)"]
                $0.priority = 1 + number * 7 % 5
            }
        }
        return Problem(posts: posts, policy: Build.policy([account], days: 7), now: Build.now)
    }

    @Test func `a stored plan is mended, not made anew`() throws {
        var problem = problem()
        let first = try Planner.plan(problem, effort: effort)
        problem.stored = first.bare
        problem.storedPrices = first.prices
        problem.now = Build.now + .minutes(5)
        let second = try Planner.plan(problem, effort: effort)
        let diff = PlanDiff(from: first.bare, to: second.bare, now: problem.now)
        #expect(first.placements.count >= 18)
        #expect(diff.kept.count * 10 >= first.placements.count * 8, "\(diff.kept.count) kept")
    }

    @Test func `planning again with nothing changed changes nothing in the end`() throws {
        var problem = problem()
        for _ in 0..<4 { problem.stored = try Planner.plan(problem, effort: effort).bare }
        let last = try Planner.plan(problem, effort: effort)
        #expect(PlanDiff(from: problem.stored, to: last.bare, now: problem.now).isEmpty)
    }

    @Test func `planning with the prices of the stored plan is as good, as sure and as repeatable`() throws {
        var problem = problem()
        let first = try Planner.plan(problem, effort: effort)
        #expect(first.prices["here"]?.rows.isEmpty == false)
        problem.stored = first.bare
        let plain = try Planner.plan(problem, effort: effort)
        problem.storedPrices = first.prices
        let priced = try Planner.plan(problem, effort: effort)
        #expect(try Planner.plan(problem, effort: effort) == priced)
        #expect(priced.bound >= max(priced.score, plain.score))
        #expect(plain.bound >= max(priced.score, plain.score))
        #expect(priced.floorShortfall == plain.floorShortfall)
    }

    @Test func `any prices give a bound that holds`() throws {
        var problem = problem()
        let best = try Planner.plan(problem, effort: effort)
        for price in [1, 900, 40_000, Int.max] {
            problem.storedPrices = best.prices.mapValues { stored in
                StoredPrices(
                    posts: stored.posts.mapValues { _ in price },
                    rows: stored.rows.map { row in
                        row.indices.map { row.count == 1 || $0 > 1 && $0 % 3 == 1 ? price : row[$0] }
                    })
            }
            let plan = try Planner.plan(problem, effort: effort)
            #expect(plan.bound >= max(plan.score, best.score))
        }
    }

    @Test func `a mended plan drops what is not admitted any more`() throws {
        var problem = problem()
        let first = try Planner.plan(problem, effort: effort)
        problem.stored = first.bare
        let gone = try #require(first.placements.last { $0.side == .give }).post
        problem.posts.removeAll { $0.id == gone }
        let second = try Planner.plan(problem, effort: effort)
        #expect(!second.placements.contains { $0.post == gone })
        #expect(Replay.judge(second.bare, docket: Docket(problem)).isValid)
    }

    @Test func `a pin takes the place of asks that would have used up what it needs`() throws {
        var problem = problem()
        // Worth least of all, and it costs what other asks would like to spend.
        problem.posts.append(
            Build.post("z-pinned", "promo") {
                $0.priority = 1
                $0.pin = .everywhere(.instant(Build.at("2026-11-26T10:00Z")))
            })
        let plan = try Planner.plan(problem, effort: effort)
        #expect(plan.pinConflicts.isEmpty)
        #expect(plan.placements.contains { $0.post == "z-pinned" && $0.isPinned })
    }
}
