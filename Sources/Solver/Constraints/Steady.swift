/// Placements in (t - 7 d, t], the one at t included, are at most max(`week`, floor(`thousandths` x earlier / 4000)),
/// where `earlier` counts those in (t - 35 d, t - 7 d].
public struct Steady: Sendable, Hashable {
    /// How many are always fine.
    public var week: Int
    /// How much a week may exceed the mean of the four before it, in thousandths.
    public var thousandths: Int
    /// Times of what was placed before the first slot, in order, 35 days back.
    public var past: [Int]

    /// Seven days in the unit of `Lane.times`.
    public static let window = 7 * 1440
    /// How far back the four weeks before reach.
    public static let reach = 35 * 1440

    /// A limit; see the properties.
    public init(week: Int, thousandths: Int, past: [Int]) {
        self.week = week
        self.thousandths = thousandths
        self.past = past
    }
}
