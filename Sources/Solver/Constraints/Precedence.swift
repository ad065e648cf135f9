/// An item may stand at t only if each of the groups it needs was placed at t - `lag` or before.
public struct Precedence: Sendable, Hashable {
    /// One item's needs.
    public struct Need: Sendable, Hashable {
        /// The item.
        public var item: Int
        /// The group that must come before it.
        public var group: Int
        /// When the group was first placed before the first slot; nil if it was not.
        public var since: Int?
        /// How long before, in the unit of `Lane.times`.
        public var lag: Int

        /// `item` needs `group`.
        public init(item: Int, group: Int, since: Int? = nil, lag: Int) {
            self.item = item
            self.group = group
            self.since = since
            self.lag = lag
        }
    }

    /// What items need, by item.
    public var needs: [Need]

    /// Needs.
    public init(needs: [Need]) { self.needs = needs }
}
