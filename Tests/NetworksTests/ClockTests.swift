import Testing

@testable import Networks

@Suite struct ClockTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_795_425_305_007, "2026-11-23T09:15:05.007Z"),
        (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
    ])
    func `milliseconds are written in UTC`(_ milliseconds: Int, _ text: String) {
        #expect(Clock.text(milliseconds: milliseconds) == text)
    }

    @Test func `times are read to the minute, with their offset`() {
        #expect(Clock.seconds("2026-11-23T09:15:59.999Z") == 1_795_425_300)
        #expect(Clock.seconds("2026-11-23T10:15:00+01:00") == 1_795_425_300)
        #expect(Clock.seconds("2026-11-23T09:15:00") == nil)
        #expect(Clock.seconds(nil) == nil)
    }
}
