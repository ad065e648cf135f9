import Testing
import Timeline

@Suite struct LocalDateTests {
    @Test func `every day of 800 years has its fields, its number and its weekday`() throws {
        // 1600-01-01 was a Saturday.
        var date = try #require(LocalDate(year: 1600, month: 1, day: 1))
        var weekday = Weekday.saturday
        for year in 1600..<2400 {
            let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            for (index, length) in lengths.enumerated() {
                for day in 1...length {
                    let fields = date.fields
                    if fields != (year, index + 1, day) || date.weekday != weekday
                        || LocalDate(year: year, month: index + 1, day: day) != date
                    {
                        Issue.record("\(year)-\(index + 1)-\(day) reads \(date) \(date.weekday)")
                    }
                    date = date.adding(days: 1)
                    weekday = Weekday(rawValue: (weekday.rawValue + 1) % 7) ?? .monday
                }
            }
        }
    }

    @Test func `known days have known numbers`() {
        #expect(LocalDate(parsing: "1970-01-01")?.dayNumber == 0)
        #expect(LocalDate(parsing: "1969-12-31")?.dayNumber == -1)
        #expect(LocalDate(parsing: "2000-02-29")?.dayNumber == 11016)
        #expect(LocalDate(parsing: "2026-11-23")?.weekday == .monday)
        #expect(LocalDate(parsing: "0001-01-01")?.description == "0001-01-01")
        #expect(LocalDate(parsing: "9999-12-31")?.description == "9999-12-31")
    }

    @Test(arguments: [
        "", "2026-11-3", "2026-13-01", "2026-00-01", "2026-02-29", "2028-02-30", "1900-02-29", "2026-04-31",
        "2026/11/23",
        "2026-11-23 ", "20261123", "2026-1１-23", "+026-11-23", "0000-01-01", "2026-11-00",
    ])
    func `what no calendar has is not read`(text: String) {
        #expect(LocalDate(parsing: text) == nil)
    }

    @Test func `days of the week have short names and a day before`() {
        for day in Weekday.allCases {
            #expect(Weekday(shortName: day.shortName) == day)
            #expect(day.previous.rawValue == (day.rawValue + 6) % 7)
        }
        #expect(Weekday(shortName: "Mon") == nil && Weekday(shortName: "monday") == nil)
    }
}
