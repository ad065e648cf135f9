import Policies
import Timeline

/// What one account's placements cost and earn besides reach, in the unit of reach.
public struct ScoreWeights: Hashable, Sendable {
    /// What each post costs by which a local day exceeds the target.
    public let aboveTarget: Int
    /// What a placement earns that stays exactly where the stored plan had it.
    public let keep: Int
    /// The posts a local day aims at; nil if days have no target.
    public let target: Int?

    /// The numbers of the policy; `auto` is half, and a twentieth, of the mean audience over the slots, rounded half
    /// up from the exact value.
    public init(settings: Settings, calendar: SlotCalendar) {
        let sum = calendar.slots.reduce(0) { $0 + settings.audience.value(at: $1.local) }
        let count = calendar.slots.count
        func number(_ given: AutoOr, part: Int) -> Int {
            switch given {
            case .value(let value): value
            case .auto: count == 0 ? 0 : roundHalfUp(sum, over: part * count)
            }
        }
        aboveTarget = number(settings.aboveTarget, part: 2)
        keep = number(settings.keep, part: 20)
        target = settings.pace?.target
    }

    /// How many of the placements of a local day are above the target: what went out already is not charged.
    @inlinable
    public func excess(planned: Int, published: Int) -> Int {
        guard let target else { return 0 }
        return max(0, planned + published - max(target, published))
    }

    /// What a local day with so many placements, after so many postings of the history, costs.
    @inlinable
    public func cost(planned: Int, published: Int) -> Int {
        aboveTarget * excess(planned: planned, published: published)
    }
}

/// The score of a plan by its parts, in the unit of reach.
public struct Score: Hashable, Sendable {
    /// The sum of the reach of all placements.
    public var reach = 0
    /// What days above their target cost.
    public var aboveTarget = 0
    /// What placements earned that stayed where they were.
    public var keep = 0
    /// The weights of broken `should` entries.
    public var broken = 0

    /// Nothing is placed.
    public init() {}

    /// What plans are compared by, after the floor shortfall.
    public var total: Int { reach - aboveTarget + keep - broken }
}

/// `numerator / denominator` rounded to the nearest whole number, a half upwards; the denominator is positive.
func roundHalfUp(_ numerator: Int, over denominator: Int) -> Int {
    floorDivide(2 * numerator + denominator, 2 * denominator)
}
