import Policies
import Posts
import Rules
import Solver
import Timeline

/// Random problems so small that every plan can be judged.
enum TinyProblem {
    /// One or two accounts, three posts, a day or two of a few slots.
    static func make(seed: UInt64) -> Problem {
        var problem = RandomProblem(
            seed: seed &+ 1000, posts: 3, days: 1, accounts: seed % 3 == 0 ? 2 : 1
        ).problem
        for index in problem.policy.accounts.indices {
            problem.policy.accounts[index].settings.grid = .hours(seed % 3 == 0 ? 6 : 4)
        }
        for index in problem.posts.indices { problem.posts[index].evergreen = nil }
        return problem
    }

    /// The objective of every valid plan; nil if there are too many plans.
    static func objectives(_ problem: Problem) -> [Objective]? {
        let docket = Docket(problem)
        let replay = Replay(docket)
        var choices: [[Placement?]] = []
        for (index, bench) in replay.benches.enumerated() {
            for subject in docket.subjectOfPost[index].values.sorted(by: { $0.index < $1.index }) {
                guard let post = subject.post else { continue }
                choices.append(
                    [nil]
                        + bench.calendar.slots(for: subject).map {
                            Placement(post: post, account: bench.account.account.id, at: $0.at)
                        })
            }
        }
        guard choices.reduce(1, { $0 * $1.count }) <= 3000 else { return nil }
        let frozen = Freeze.frozen(replay)
        var plans: [[Placement]] = [[]]
        for options in choices {
            plans = plans.flatMap { plan in options.map { option in option.map { plan + [$0] } ?? plan } }
        }
        return plans.compactMap { plan in
            guard frozen.allSatisfy(plan.contains) else { return nil }
            let judgement = replay.judge(plan)
            return judgement.isValid
                ? Objective(
                    pins: pins(plan, problem), shortfall: judgement.floorShortfall,
                    score: judgement.score.total) : nil
        }
    }

    /// How many placements are pinned ones.
    static func pins(_ plan: [Placement], _ problem: Problem) -> Int {
        plan.count { placement in
            problem.posts.first { $0.id == placement.post }?.pin(on: placement.account) != nil
        }
    }
}
