import Testing

@testable import Solver

struct RowFamilyTests {
    private func lane(_ numbers: inout SplitMix64) -> Lane {
        var times = [numbers.below(5000)]
        while times.count < 30 { times.append((times.last ?? 0) + 1 + numbers.below(200)) }
        return Lane(
            times: times, days: times.map { _ in 0 }, items: [], worth: [], published: [0], wanted: [0])
    }

    @Test func `slots much closer than the length share a window, and no window is longer`() {
        var numbers = SplitMix64(seed: 60)
        var shared = 0
        for _ in 0..<60 {
            let lane = lane(&numbers)
            let length = 8 * (1 + numbers.below(150))
            let windows = lane.windows(length: length, overlap: 8) { _ in 1 }
            for window in windows {
                let slots = window.slots
                #expect(lane.times[slots.upperBound - 1] - lane.times[slots.lowerBound] < length)
            }
            for (a, b) in zip(windows, windows.dropFirst()) {
                #expect(a.slots.lowerBound <= b.slots.lowerBound && a.slots.upperBound <= b.slots.upperBound)
                #expect(a.slots != b.slots)
            }
            for first in lane.times.indices {
                for second in first + 1..<max(first + 1, lane.times.count)
                where lane.times[second] - lane.times[first] <= length - length / 8 {
                    #expect(windows.contains { $0.slots.contains(first) && $0.slots.contains(second) })
                    shared += 1
                }
            }
        }
        #expect(shared > 500)
    }

    @Test func `a window keeps the least of what those with its slots may have`() {
        let lane = Lane(
            times: [0, 10, 500], days: [0, 0, 0], items: [], worth: [], published: [0], wanted: [0])
        let windows = lane.windows(length: 80, overlap: 8) { end in end == 40 ? 1 : 3 }
        #expect(windows.map(\.slots) == [0..<2])
        #expect(windows.map(\.most) == [1])
    }

    @Test func `slots are found by time`() {
        let lane = Lane(
            times: [0, 10, 20], days: [0, 0, 0], items: [], worth: [], published: [0], wanted: [0])
        #expect(lane.slots(through: 20, length: 10) == 2..<3)
        #expect(lane.slots(through: 20, length: 11) == 1..<3)
        #expect(lane.slot(after: -1) == 0 && lane.slot(after: 0) == 1 && lane.slot(after: 99) == 3)
    }
}
