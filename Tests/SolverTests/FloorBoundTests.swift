import Testing

@testable import Solver

struct FloorBoundTests {
    private func lane(
        items: Int, times: [Int], wanted: [Int], max: Int? = nil, published: Int = 0, spacing: Int = 1,
        silence: Lane.Silence? = nil
    ) -> Lane {
        Lane(
            times: times, days: times.map { $0 / 1440 }, items: (0..<items).map { Lane.Item(group: $0) },
            worth: Array(repeating: 10, count: items * times.count),
            published: wanted.map { _ in published }, wanted: wanted, maxPerDay: max, spacing: spacing,
            silence: silence)
    }

    private func missing(_ lane: Lane) -> Int { FloorBound.shortfall(of: lane).posts }
    private func silent(_ lane: Lane) -> Int { FloorBound.shortfall(of: lane).hours }

    @Test func `posts are missing where stock, slots, spacing or the maximum do not suffice`() {
        let times = [0, 60, 120, 1440, 1500, 1560]
        #expect(missing(lane(items: 6, times: times, wanted: [3, 3])) == 0)
        #expect(missing(lane(items: 4, times: times, wanted: [3, 3])) == 2)
        #expect(missing(lane(items: 9, times: times, wanted: [4, 3])) == 1)
        #expect(missing(lane(items: 9, times: times, wanted: [3, 3], spacing: 61)) == 2)
        #expect(missing(lane(items: 9, times: times, wanted: [3, 3], max: 2)) == 2)
        #expect(
            missing(lane(items: 9, times: times, wanted: [3, 3], max: 3, published: 1)) == 2)
    }

    @Test func `hours are silent where no slot lies, or where the stock is too small`() {
        let silence = Lane.Silence(limit: 120, start: 0, end: 600)
        // Even with both slots used, 120 to 600 is six hours too long.
        #expect(
            silent(lane(items: 9, times: [60, 120], wanted: [0], silence: silence)) == 6)
        let times = Array(stride(from: 30, to: 600, by: 30))
        #expect(silent(lane(items: 9, times: times, wanted: [0], silence: silence)) == 0)
        // One post cuts ten hours in two, which may have four without a price.
        #expect(silent(lane(items: 1, times: times, wanted: [0], silence: silence)) == 6)
    }
}
