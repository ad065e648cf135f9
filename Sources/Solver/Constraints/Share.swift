/// In the window (t - length, t] that ends with a member of a class at t, 100 x members <= percent x all; asked only of
/// members.
public struct Share: Sendable, Hashable {
    /// Something that was placed before the first slot.
    public struct Event: Sendable, Hashable {
        /// When, in the unit of `Lane.times`.
        public var time: Int
        /// Whether it was of the class.
        public var isMember: Bool

        /// Something at `time`.
        public init(time: Int, isMember: Bool) {
            self.time = time
            self.isMember = isMember
        }
    }

    /// Per item, whether it is of the class.
    public var members: [Bool]
    /// The length of the window.
    public var length: Int
    /// The share in per cent.
    public var percent: Int
    /// What a member costs that exceeds the share; nil if it may not.
    public var weight: Int?
    /// Everything from before the first slot that a window may still see, in order of time.
    public var past: [Event]

    /// A share; see the properties.
    public init(members: [Bool], length: Int, percent: Int, weight: Int? = nil, past: [Event] = []) {
        self.members = members
        self.length = length
        self.percent = percent
        self.weight = weight
        self.past = past
    }
}
