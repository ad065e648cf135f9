import Diagnostics
import Planning
import Posts
import Rules

/// The posts that are left out, each with its main reason per account.
struct TextLeftOut {
    let plan: Plan
    let style: PreviewStyle
    let paint: Paint

    var lines: [String] {
        let posts = grouped
        guard !posts.isEmpty else { return [] }
        let shown = style.leftOutLimit.map { posts.prefix($0) } ?? posts[...]
        var lines = ["", paint.bold("Left out: \(Phrases.count(posts.count, "post"))")]
        lines += shown.flatMap(row)
        if shown.count < posts.count {
            lines.append(paint.faint("  and \(posts.count - shown.count) more; --all lists them"))
        }
        return lines
    }

    private struct LeftOut {
        var post: PostID
        var reasons: [(reason: String, accounts: [AccountID])]
    }

    /// By post; those that rules refuse come before those that others outranked, for a person can mend the former.
    private var grouped: [LeftOut] {
        let placed = Set(plan.placements.map { Placed(post: $0.post, account: $0.account) })
        let left = plan.unplaced.filter { !placed.contains(Placed(post: $0.post, account: $0.account)) }
        let byPost = Dictionary(grouping: left, by: \.post)
        return byPost.keys.sorted { a, b in
            let first = isRefused(byPost[a] ?? [])
            let second = isRefused(byPost[b] ?? [])
            return first != second ? first : a < b
        }.map { post in
            var reasons: [(reason: String, accounts: [AccountID])] = []
            for entry in byPost[post] ?? [] {
                let text = TextLeftOut.text(entry)
                if let index = reasons.firstIndex(where: { $0.reason == text }) {
                    reasons[index].accounts.append(entry.account)
                } else {
                    reasons.append((text, [entry.account]))
                }
            }
            return LeftOut(post: post, reasons: reasons)
        }
    }

    private struct Placed: Hashable {
        var post: PostID
        var account: AccountID
    }

    private func isRefused(_ entries: [UnplacedPost]) -> Bool {
        entries.contains { if case .refused = $0.mainReason { true } else { false } }
    }

    private func row(_ left: LeftOut) -> [String] {
        let id = DisplayWidth.padded(
            DisplayWidth.clipped(TextPreview.safe(left.post.rawValue), to: 32), to: 33)
        return left.reasons.enumerated().map { index, entry in
            let accounts =
                entry.accounts.count == plan.accounts.count && plan.accounts.count > 1
                ? "everywhere" : entry.accounts.map(\.rawValue).joined(separator: ", ")
            let text = DisplayWidth.clipped("\(accounts): \(entry.reason)", to: max(20, style.width - 35))
            return "  " + (index == 0 ? id : String(repeating: " ", count: 33)) + text
        }
    }

    /// The main reason in a sentence.
    static func text(_ entry: UnplacedPost) -> String {
        switch entry.mainReason {
        case .noSlots: "the account has no slot"
        case .outranked: "other posts are worth more"
        case .refused(let rule):
            "\(rule): "
                + TextPreview.safe(entry.refusals.first { $0.rule == rule }?.message ?? "refused everywhere")
        }
    }
}
