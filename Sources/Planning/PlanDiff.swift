import Posts
import Rules
import Timeline

/// What changes from one plan to the next.
///
/// Placements of one post on one account are matched: first those at the same instant, then the rest in time
/// order; what has no partner was added or removed.
public struct PlanDiff: Hashable, Sendable {
    /// A placement at another time.
    public struct Move: Hashable, Sendable {
        /// Which post.
        public var post: PostID
        /// Where.
        public var account: AccountID
        /// When it was to go out.
        public var from: Instant
        /// When it goes out now.
        public var to: Instant
    }

    /// Only in the new plan.
    public var added: [Placement] = []
    /// Only in the stored plan, and not yet due.
    public var removed: [Placement] = []
    /// In both, at another time.
    public var moved: [Move] = []
    /// In both, at the same time.
    public var kept: [Placement] = []

    /// Whether nothing changes.
    public var isEmpty: Bool { added.isEmpty && removed.isEmpty && moved.isEmpty }

    /// From `stored` to `new`; stored placements before `now` are over and left out.
    public init(from stored: [Placement], to new: [Placement], now: Instant) {
        struct Place: Hashable {
            var post: PostID
            var account: AccountID
        }
        func grouped(_ placements: [Placement]) -> [Place: [Instant]] {
            Dictionary(grouping: placements) { Place(post: $0.post, account: $0.account) }
                .mapValues { $0.map(\.at).sorted() }
        }
        let before = grouped(stored.filter { $0.at >= now })
        let after = grouped(new)
        let places = Set(before.keys).union(after.keys)
        for place in places {
            let old = before[place] ?? []
            let fresh = after[place] ?? []
            let same = Set(old).intersection(fresh)
            kept += same.map { Placement(post: place.post, account: place.account, at: $0) }
            var from = old.filter { !same.contains($0) }[...]
            var to = fresh.filter { !same.contains($0) }[...]
            while let first = from.first, let second = to.first {
                moved.append(Move(post: place.post, account: place.account, from: first, to: second))
                from = from.dropFirst()
                to = to.dropFirst()
            }
            removed += from.map { Placement(post: place.post, account: place.account, at: $0) }
            added += to.map { Placement(post: place.post, account: place.account, at: $0) }
        }
        kept.sort(by: PlanDiff.inOrder)
        added.sort(by: PlanDiff.inOrder)
        removed.sort(by: PlanDiff.inOrder)
        moved.sort { ($0.to, $0.account, $0.post) < ($1.to, $1.account, $1.post) }
    }

    private static func inOrder(_ a: Placement, _ b: Placement) -> Bool {
        (a.at, a.account, a.post) < (b.at, b.account, b.post)
    }
}
