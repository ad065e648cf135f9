import Testing
import Timeline

@Suite struct InstantTests {
    @Test func `a clock is rounded up to the next whole minute`() {
        #expect(
            [-61, -60, -59, -1, 0, 1, 59, 60, 61].map { Instant(roundingUpSeconds: $0).minutes } == [
                -1, -1, 0, 0, 0, 1, 1, 1, 2,
            ])
    }

    @Test func `instants and lengths go together`() {
        let instant = Instant(minutes: 100)
        #expect(instant + .hours(1) == Instant(minutes: 160))
        #expect(instant - .hours(2) == Instant(minutes: -20))
        #expect(Instant(minutes: 160) - instant == .hours(1))
        #expect(Instant(minutes: -20).utc.description == "1969-12-31T23:40")
    }

    @Test func `a window holds its start and not its end`() {
        let window = TimeWindow(start: Instant(minutes: 10), end: Instant(minutes: 12))
        #expect([9, 10, 11, 12].map { window.contains(Instant(minutes: $0)) } == [false, true, true, false])
        let empty = TimeWindow(start: Instant(minutes: 10), end: Instant(minutes: 10))
        #expect(!empty.contains(Instant(minutes: 10)))
    }

    @Test func `division rounds down on both sides of zero`() {
        #expect([-61, -60, -1, 0, 59, 60].map { floorDivide($0, 60) } == [-2, -1, -1, 0, 0, 1])
    }
}
