/// At most `most` members of a class in the window (t - length, t] that ends with a member at t; asked only of members
/// (the constraint `among` on sliding windows; Beldiceanu and Contejean 1994).
public struct Among: Sendable, Hashable {
    /// A member that was placed before the first slot.
    public struct Event: Sendable, Hashable {
        /// When, in the unit of `Lane.times`.
        public var time: Int
        /// Its key; see `Among.keys`.
        public var key: Int

        /// A member at `time`.
        public init(time: Int, key: Int = 0) {
            self.time = time
            self.key = key
        }
    }

    /// Per item, whether it is a member.
    public var members: [Bool]
    /// Per slot, a key: only members whose slots have the key of t are counted. Empty if all are.
    public var keys: [Int]
    /// The length of the window.
    public var length: Int
    /// How many members it may have.
    public var most: Int
    /// What a member costs that comes when the window is full; nil if it may not.
    public var weight: Int?
    /// Members from before the first slot, in order of time.
    public var past: [Event]

    /// A limit; see the properties.
    public init(
        members: [Bool], keys: [Int] = [], length: Int, most: Int, weight: Int? = nil, past: [Event] = []
    ) {
        self.members = members
        self.keys = keys
        self.length = length
        self.most = most
        self.weight = weight
        self.past = past
    }
}
