import Planning
import Policies
import Posts
import Rules
import Solver
import Timeline

/// Something that happens to a planned workspace.
enum Change: String, CaseIterable, Codable, Sendable {
    /// A good post comes in.
    case added
    /// A network rejects a placement in the middle of the plan.
    case failed
    /// A day later; what was planned for it went out.
    case day

    /// The problem after the change, with `plan` as the stored one.
    func applied(to problem: Problem, plan: Plan) -> Problem {
        var changed = problem
        changed.stored = plan.bare
        changed.storedPrices = plan.prices
        switch self {
        case .added:
            var post = Post(id: "posts/new", kind: "curated", body: ["Something new."])
            post.link = "https://new.example/page"
            post.topics = ["maps"]
            post.priority = 4
            post.created = .date(problem.now.utc.date)
            changed.posts = (problem.posts + [post]).sorted { $0.id < $1.id }
        case .failed:
            let ahead = plan.bare.filter { $0.at >= problem.now + problem.policy.freeze }
            guard !ahead.isEmpty else { break }
            let lost = ahead[ahead.count / 2]
            changed.barred[lost.account, default: [:]][lost.post] = "the network rejected it"
        case .day:
            changed.now = problem.now + .days(1)
            let posts = Dictionary(problem.posts.map { ($0.id, $0) }) { first, _ in first }
            for placement in plan.bare where placement.at <= changed.now {
                guard let post = posts[placement.post] else { continue }
                changed.history.append(
                    HistoryLine(
                        account: placement.account, post: post.id, kind: post.kind, at: placement.at,
                        link: post.link, topics: post.topics, campaign: post.campaign))
            }
            changed.stored = plan.bare.filter { $0.at > changed.now }
        }
        return changed
    }
}

/// What planning anew after a change came to.
struct ReplanOutcome: Codable, Sendable {
    var set: String
    var seed: UInt64
    var change: Change
    /// CPU seconds with the stored plan, and without it on the same problem.
    var cpu: Double
    var freshCPU: Double
    /// Gap with the stored plan, in per cent.
    var gap: Double
    /// By how many per cent of the fresh score the plan falls short, what staying is worth left aside.
    var loss: Double
    var shortfall: Int
    var freshShortfall: Int
    /// Placements of the stored plan that are in the horizon and may still go out, and how many of them are elsewhere
    /// or nowhere now.
    var stored: Int
    var moved: Int
    var dropped: Int
    var isValid: Bool
}

enum Replan {
    /// Plans, changes, and plans again with and without the plan before.
    static func outcomes(_ workspace: GeneratedWorkspace, effort: Effort) -> [ReplanOutcome] {
        let shape = workspace.shape
        guard let first = Run.plan(workspace.problem, set: shape, seed: workspace.seed, effort: effort).1
        else {
            return []
        }
        return Change.allCases.compactMap { change in
            let problem = change.applied(to: workspace.problem, plan: first)
            var bare = problem
            bare.stored = []
            bare.storedPrices = [:]
            let again = Run.plan(problem, set: shape, seed: workspace.seed, effort: effort)
            let fresh = Run.plan(bare, set: shape, seed: workspace.seed, effort: effort)
            guard let plan = again.1, let freshPlan = fresh.1 else {
                Text.note("\(shape.name) \(change): \(again.0.failure ?? fresh.0.failure ?? "no plan")")
                return nil
            }
            let worth = Replay(Docket(bare)).judge(plan.bare).score.total
            let stored = problem.stored.filter {
                problem.barred[$0.account]?[$0.post] == nil && $0.at >= problem.now
            }
            let now = Set(plan.bare)
            let places = Set(plan.bare.map { Place(post: $0.post, account: $0.account) })
            let gone = stored.filter { !now.contains($0) }
            let moved = gone.count { places.contains(Place(post: $0.post, account: $0.account)) }
            return ReplanOutcome(
                set: shape.name, seed: workspace.seed, change: change, cpu: again.0.cpu,
                freshCPU: fresh.0.cpu,
                gap: again.0.gap,
                loss: 100 * Double(freshPlan.score - worth) / Double(max(1, abs(freshPlan.score))),
                shortfall: plan.floorShortfall, freshShortfall: freshPlan.floorShortfall,
                stored: stored.count,
                moved: moved, dropped: gone.count - moved, isValid: again.0.isValid && fresh.0.isValid)
        }
    }

    private struct Place: Hashable {
        var post: PostID
        var account: AccountID
    }
}
