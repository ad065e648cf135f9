/// How many placements there are at most up to each slot, if no week exceeds the four before it.
///
/// What is placed at a time has no more in its seven days than the weeks before allow, and those hold no more than has
/// been found for them: one pass over the slots (a rolling horizon of reachable counts).
struct SteadyCeiling {
    /// Per slot, how many placements of a plan stand there or before at most.
    private(set) var most: [Int] = []
    /// Per slot, how many placements of a plan are in the seven days that end there at most, if one stands there.
    private(set) var room: [Int] = []

    /// Per slot, the first one at which the last placement not after it may stand.
    private var earliestLast: [Int] = []

    init(_ relaxation: Relaxation, _ steady: Steady) {
        let lane = relaxation.lane
        let limits = relaxation.limits(of: steady)
        var dayFirst = 0
        for slot in lane.times.indices {
            if slot > 0, lane.days[slot] != lane.days[slot - 1] { dayFirst = slot }
            let time = lane.times[slot]
            let known = steady.past.count { $0 > time - Steady.reach && $0 <= time - Steady.window }
            let before = upTo(lane.slot(after: time - Steady.window))
            let limit = min(limits[slot], max(steady.week, steady.thousandths * (known + before) / 4000))
            room.append(max(0, limit - steady.past.count { $0 > time - Steady.window && $0 <= time }))
            let inDay = lane.maxPerDay.map { max(0, $0 - lane.published[lane.days[slot]]) } ?? Int.max / 2
            let here = min(
                before + room[slot], upTo(lane.slot(after: time - lane.spacing)) + 1, upTo(dayFirst) + inDay)
            let quiet = relaxation.quietTime(before: slot)
            earliestLast.append(quiet.map { lane.slot(after: time - $0 - 1) } ?? 0)
            placed.append(here)
            let last = placed[earliestLast[slot]...].max() ?? 0
            most.append(min(last, max(most.last ?? 0, here)))
        }
    }

    /// Per slot, the most up to there if something stands there.
    private var placed: [Int] = []

    /// The most in the first `count` slots.
    private func upTo(_ count: Int) -> Int { count == 0 ? 0 : most[count - 1] }

    /// Where the last placement of these slots may stand.
    func lastPlacement(in slots: Range<Int>) -> Range<Int> {
        guard let last = slots.last else { return slots }
        return max(slots.lowerBound, earliestLast[last])..<slots.upperBound
    }
}
