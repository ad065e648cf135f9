import Testing

@testable import Solver

struct PriceBoundTests {
    private func lane(_ items: Int, worth: [Int32], times: [Int], spacing: Int = 1, max: Int? = nil) -> Lane {
        Lane(
            times: times, days: times.map { $0 / 1440 }, items: (0..<items).map { Lane.Item(group: $0) },
            worth: worth, published: Array(repeating: 0, count: (times.last ?? 0) / 1440 + 1),
            wanted: Array(repeating: 0, count: (times.last ?? 0) / 1440 + 1), maxPerDay: max, target: 1,
            aboveTarget: 25, spacing: spacing)
    }

    @Test func `one thing counts once, for its best slot`() {
        let bound = PriceBound(lane(1, worth: [30, 100, 70], times: [0, 2000, 4000]))
        #expect(bound.bound(steps: 200, incumbent: 100) == 100)
    }

    @Test func `spacing, the day's maximum and what is above target are kept`() {
        let worth: [Int32] = [100, 100, 100, 100, 100, 100, 100, 100, 100]
        let times = [0, 60, 120]
        #expect(PriceBound(lane(3, worth: worth, times: times)).bound(steps: 9, incumbent: 0) == 250)
        #expect(PriceBound(lane(3, worth: worth, times: times, max: 2)).bound(steps: 9, incumbent: 0) == 175)
        #expect(
            PriceBound(lane(3, worth: worth, times: times, spacing: 120)).bound(steps: 9, incumbent: 0) == 175
        )
        #expect(
            PriceBound(lane(3, worth: worth, times: times, spacing: 121)).bound(steps: 9, incumbent: 0) == 100
        )
    }

    @Test func `nothing to place is worth nothing`() {
        #expect(PriceBound(lane(0, worth: [], times: [0])).bound(steps: 5, incumbent: 0) == 0)
        let never = lane(1, worth: [Lane.never, Lane.never], times: [0, 60])
        #expect(PriceBound(never).bound(steps: 5, incumbent: 0) == 0)
    }
}
