import Testing
import Timeline

@Suite struct MinutesTests {
    @Test(arguments: [
        ("15m", 15), ("2h", 120), ("36h", 2160), ("14d", 20160), ("1d12h", 2160), ("1h30m", 90),
        ("1d1m", 1441),
        ("0m", 0), ("90m", 90), ("007d", 10080), ("36600d", 52_704_000),
    ])
    func `lengths are read`(text: String, minutes: Int) {
        #expect(Minutes(parsing: text)?.count == minutes)
    }

    @Test(arguments: [
        "", "h", "5", "2 h", "h2", "1m2h", "1h1h", "1.5h", "-2h", "2w", "2H", "36601d",
        "99999999999999999999d", "1d5", "١h",
    ])
    func `what is no length is not read`(text: String) {
        #expect(Minutes(parsing: text) == nil)
    }

    @Test(arguments: [
        (0, "0m"), (45, "45m"), (60, "1h"), (90, "1h30m"), (1440, "24h"), (2160, "36h"), (2880, "2d"),
        (20160, "14d"),
        (2881, "48h1m"), (-90, "-1h30m"),
    ])
    func `lengths are written the way people say them`(count: Int, text: String) {
        #expect(Minutes(count).description == text)
    }

    @Test func `what is written is read back`() {
        for count in 0..<10_000 {
            if Minutes(parsing: Minutes(count).description)?.count != count { Issue.record("\(count)") }
        }
    }

    @Test func `lengths add up`() {
        #expect(Minutes.hours(1) + .minutes(30) == .minutes(90))
        #expect(Minutes.days(1) - .hours(25) == .minutes(-60))
        #expect(Minutes.hours(23) < .days(1))
    }
}
