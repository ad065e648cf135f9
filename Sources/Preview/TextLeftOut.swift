import Diagnostics
import Planning
import Posts
import Rules

/// The posts that are left out, grouped by what a person could do about them.
///
/// Pins that cannot be kept are not repeated here: `TextFindings` has them.
struct TextLeftOut {
    let plan: Plan
    let style: PreviewStyle
    let paint: Paint

    private static let mostReasons = 3

    /// Why a post stays out, the most mendable reason first.
    private enum Group: Int, CaseIterable {
        case barred
        case refused
        case outranked
        case closed
        case out

        /// Whether the posts need not be named unless everything is asked for: their accounts say it all.
        var isOnlyCounted: Bool { self == .closed || self == .out }

        var title: String {
            switch self {
            case .barred: "Left out, kept from their accounts"
            case .refused: "Left out, refused by the rules"
            case .outranked: "Left out, others are worth more"
            case .closed: "Left out, the account takes nothing now"
            case .out: "Out already"
            }
        }
    }

    private struct Entry {
        var group: Group
        var reason: String
        var accounts: [AccountID]
    }

    private struct LeftOut {
        var post: PostID
        var group: Group
        var entries: [Entry]
    }

    private struct Place: Hashable {
        var post: PostID
        var account: AccountID
    }

    var lines: [String] {
        let all = Dictionary(grouping: posts, by: \.group)
        var left = style.leftOutLimit
        return Group.allCases.flatMap { group -> [String] in
            guard let posts = all[group] else { return [] }
            let room = left.map { group.isOnlyCounted ? 0 : min($0, posts.count) } ?? posts.count
            left = left.map { $0 - room }
            return section(group, posts, showing: room)
        }
    }

    private func section(_ group: Group, _ posts: [LeftOut], showing count: Int) -> [String] {
        let title = "\(group.title): \(Phrases.count(posts.count, "post"))"
        var rows = [""] + Wrapping.lines(title, width: style.columns).map(paint.bold)
        let shown = posts.prefix(count)
        // The ids get two fifths of the line at most; where too little would remain, the reasons stand below them.
        let longest = shown.map { DisplayWidth.of(Phrases.safe($0.post.rawValue)) }.max() ?? 0
        let column = min(longest, max(32, style.columns * 2 / 5))
        rows += shown.flatMap { row($0, column: column) }
        if count < posts.count {
            let rest = count == 0 ? "--all lists them" : "and \(posts.count - count) more; --all lists them"
            rows.append(paint.faint("  " + rest))
        }
        return rows
    }

    private func row(_ left: LeftOut, column: Int) -> [String] {
        let texts = left.entries.map(text).filter { !$0.isEmpty }
        let isBeside = style.columns - column - 4 >= 24
        let id = Phrases.id(left.post, in: isBeside ? column : style.columns - 2)
        guard !texts.isEmpty else { return ["  " + id] }
        let blank = String(repeating: " ", count: isBeside ? column + 4 : 6)
        let rows = texts.flatMap { text in
            Wrapping.lines(text, width: style.columns, first: blank, rest: blank + "  ")
        }
        guard isBeside, let first = rows.first else { return ["  " + id] + rows }
        let begin = DisplayWidth.padded("  " + id, to: column + 4)
        return [begin + first.dropFirst(blank.count)] + rows.dropFirst()
    }

    private func text(_ entry: Entry) -> String {
        guard plan.accounts.count > 1 else { return entry.reason }
        let accounts =
            entry.accounts.count == plan.accounts.count
            ? "everywhere" : entry.accounts.map { Phrases.safe($0.rawValue) }.joined(separator: ", ")
        return entry.reason.isEmpty ? accounts : "\(accounts): \(entry.reason)"
    }

    /// By post, in order of their ids; of several reasons those of the most mendable group.
    private var posts: [LeftOut] {
        let known = Set(
            plan.placements.map { Place(post: $0.post, account: $0.account) }
                + plan.pinConflicts.map { Place(post: $0.post, account: $0.account) })
        let left = plan.unplaced.filter { !known.contains(Place(post: $0.post, account: $0.account)) }
        return Dictionary(grouping: left, by: \.post).sorted { $0.key < $1.key }.map { post, unplaced in
            var entries: [Entry] = []
            for one in unplaced {
                let (group, reason) = TextLeftOut.reason(one)
                if let same = entries.firstIndex(where: { $0.group == group && $0.reason == reason }) {
                    entries[same].accounts.append(one.account)
                } else {
                    entries.append(Entry(group: group, reason: reason, accounts: [one.account]))
                }
            }
            let group = entries.map(\.group).min { $0.rawValue < $1.rawValue } ?? .outranked
            entries.removeAll { $0.group != group && $0.group.isOnlyCounted }
            // Beside a refusal the title does not say why the post stays out elsewhere.
            for index in entries.indices where entries[index].group == .outranked && group != .outranked {
                entries[index].reason = "others are worth more"
            }
            return LeftOut(post: post, group: group, entries: entries)
        }
    }

    /// The reason in a sentence; empty where the group's title says it all.
    private static func reason(_ entry: UnplacedPost) -> (group: Group, text: String) {
        func isEverywhere(_ rule: RuleName) -> Bool {
            entry.refusals.contains { $0.rule == rule && $0.slots == entry.slots }
        }
        if let barred = entry.refusals.first(where: { $0.rule == SlotRefusal.barredName }) {
            return (.barred, Phrases.safe(barred.message))
        }
        if entry.slots == 0 { return (.closed, "no slot in this time") }
        if isEverywhere(Hold.name) { return (.closed, "on hold") }
        if isEverywhere(Once.name) { return (.out, "") }
        guard case .refused = entry.mainReason else { return (.outranked, "") }
        return (.refused, Phrases.safe(TextLeftOut.sentences(entry).joined(separator: "; ")))
    }

    /// The rule that refuses most often; where it leaves slots open, also the next ones that may close them.
    private static func sentences(_ entry: UnplacedPost) -> [String] {
        var closed = 0
        var named: [String] = []
        for refusal in entry.refusals where closed < entry.slots && named.count < mostReasons {
            closed += refusal.slots
            named.append("\(refusal.rule): \(refusal.message)")
        }
        return named
    }
}
