import Planning
import Policies
import Posts
import Rules
import Timeline

/// What changes between two plans, one line a change.
struct PlanDiffText {
    private let diff: PlanDiff
    private let policy: Policy

    init(_ diff: PlanDiff, policy: Policy) {
        self.diff = diff
        self.policy = policy
    }

    /// The lines, then how many placements stay.
    var text: String {
        var lines: [String] = []
        lines += diff.removed.map { "- \(place($0.at, $0.account)) \($0.post)" }
        lines += diff.moved.map {
            "> \(place($0.to, $0.account)) \($0.post) (was \(place($0.from, $0.account, name: false)))"
        }
        lines += diff.added.map { "+ \(place($0.at, $0.account)) \($0.post)" }
        let counts =
            "\(diff.added.count) added, \(diff.moved.count) moved, \(diff.removed.count) removed, \(diff.kept.count) kept"
        lines.append(diff.isEmpty ? "nothing changes; \(diff.kept.count) kept" : counts)
        return lines.joined(separator: "\n") + "\n"
    }

    private func place(_ at: Instant, _ account: AccountID, name: Bool = true) -> String {
        let zone = policy.account(account)?.settings.zone ?? .utc
        let local = zone.local(at: at)
        let clock = "\(local.date) \(LocalDateTime.clockText(local.minuteOfDay))"
        return name ? "\(clock) \(account)" : clock
    }
}
