/// The amounts of what is placed in the slots of each bucket add up to its limit at most.
public struct Total: Sendable, Hashable {
    /// Per item, its amount; never negative.
    public var amounts: [Int]
    /// Per slot, its bucket.
    public var buckets: [Int]
    /// Per bucket, what the amounts may add up to.
    public var limits: [Int]

    /// A limit; see the properties.
    public init(amounts: [Int], buckets: [Int], limits: [Int]) {
        self.amounts = amounts
        self.buckets = buckets
        self.limits = limits
    }
}
