import Ledger
import Policies
import Posts
import Rules
import Timeline

/// Asks the rules again at the moment of sending, against what was really posted.
struct Admission {
    private let docket: Docket

    /// Rules at `now`; `problem` has everything that counts as posted in its history.
    init(_ problem: Problem, delivery: Delivery, now: Instant) {
        var problem = problem
        problem.now = now
        problem.purpose = .sending
        // A pinned post is asked at its own instant when it is planned. It goes out some minutes later, and `late` says
        // how many are too many; a pin that was moved since still refuses.
        if let index = problem.posts.firstIndex(where: { $0.id == delivery.post }),
            problem.isPin(delivery, of: problem.posts[index])
        {
            problem.posts[index].pin = nil
            problem.earliestOfPosts[delivery.account]?[delivery.post] = nil
        }
        docket = Docket(problem)
    }

    /// Why the delivery may not go out now, a sentence per refusal; empty if it may.
    func refusals(of delivery: Delivery) -> [String] {
        guard let index = docket.cases.firstIndex(where: { $0.account.id == delivery.account }) else {
            return ["the policy has no account \(delivery.account) any more"]
        }
        guard let subject = docket.subjectOfPost[index][delivery.post] else {
            return [
                docket.barred[index][delivery.post]?.reason
                    ?? "the queue does not have it for this account any more"
            ]
        }
        let account = docket.cases[index]
        let candidate = account.candidate(subject, at: docket.problem.now)
        let zone = account.settings.zone
        return account.checks().filter { $0.level == .must }.compactMap { rule in
            rule.refusal(of: candidate, after: docket.pasts[index]).map {
                "\($0.rule): \($0.sentence(in: zone))"
            }
        }
    }
}

extension Problem {
    /// Whether the delivery's slot is the instant its post is pinned to: there is no other for it.
    func isPin(_ delivery: Delivery, of post: Post?) -> Bool {
        guard let post, let account = policy.account(delivery.account) else { return false }
        return post.pin(on: account.id)?.start(in: account.settings.zone) == delivery.plannedAt
    }
}
