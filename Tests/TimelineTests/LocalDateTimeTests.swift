import Testing
import Timeline

@Suite struct LocalDateTimeTests {
    @Test func `readings before the epoch have minutes from 0 to 1439`() {
        #expect(LocalDateTime(epochMinutes: -1).description == "1969-12-31T23:59")
        #expect(LocalDateTime(epochMinutes: -1440).description == "1969-12-31T00:00")
        #expect(LocalDateTime(epochMinutes: -1441).epochMinutes == -1441)
    }

    @Test func `hour and minute are those of the clock`() {
        let reading = LocalDateTime(epochMinutes: 23 * 60 + 7)
        #expect(reading.hour == 23 && reading.minute == 7)
        #expect(reading < LocalDateTime(epochMinutes: 1440))
    }

    @Test func `clock texts are read and written alike`() {
        for minute in 0..<1440 {
            #expect(LocalDateTime.minuteOfDay(parsing: LocalDateTime.clockText(minute)) == minute)
        }
        #expect(LocalDateTime.clockText(1440) == "24:00")
        #expect(LocalDateTime.minuteOfDay(parsing: "24:00", allowing24: true) == 1440)
    }

    @Test(arguments: ["24:00", "24:01", "7:00", "07:60", "07.00", "0700", "", "07:00:00", " 7:00", "-1:00"])
    func `what no clock shows is not read`(text: String) {
        #expect(LocalDateTime.minuteOfDay(parsing: text) == nil)
    }

    @Test func `24 o'clock has no minutes after it`() {
        #expect(LocalDateTime.minuteOfDay(parsing: "24:01", allowing24: true) == nil)
    }
}
