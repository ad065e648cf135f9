import Testing
import Timeline

@Suite struct WeeklyHoursTests {
    func hours(_ openings: [(Weekday, Int, Int)]) -> WeeklyHours {
        var hours = WeeklyHours()
        for (day, start, end) in openings { hours.open(day, from: start, to: end) }
        return hours
    }

    /// 2026-11-23 is a Monday.
    func reading(_ day: Weekday, _ minute: Int) throws -> LocalDateTime {
        let monday = try #require(LocalDate(parsing: "2026-11-23"))
        return LocalDateTime(date: monday.adding(days: day.rawValue), minuteOfDay: minute)
    }

    @Test func `an opening holds its first minute and not its end`() throws {
        let hours = hours([(.monday, 420, 1320)])
        #expect(try !hours.contains(reading(.monday, 419)))
        #expect(try hours.contains(reading(.monday, 420)))
        #expect(try hours.contains(reading(.monday, 1319)))
        #expect(try !hours.contains(reading(.monday, 1320)))
        #expect(try !hours.contains(reading(.tuesday, 420)))
    }

    @Test func `an opening past midnight belongs to the day on which it starts`() throws {
        let hours = hours([(.sunday, 1200, 120)])
        #expect(hours.days[6] == [1200..<1440] && hours.days[0] == [0..<120])
        #expect(try hours.contains(reading(.monday, 119)))
        #expect(try !hours.contains(reading(.monday, 120)))
        #expect(try !hours.contains(reading(.sunday, 60)))
    }

    @Test func `one that ends where it starts lasts a day`() {
        #expect(hours([(.monday, 600, 600)]).days[0...1] == [[600..<1440], [0..<600]])
        #expect(hours([(.monday, 0, 0)]).days[0...1] == [[0..<1440], []])
    }

    @Test func `24 o'clock may end one`() {
        #expect(hours([(.monday, 1200, 1440)]).days[0...1] == [[1200..<1440], []])
    }

    @Test func `openings that touch or overlap are one, and are sorted`() {
        let openings = hours([
            (.monday, 840, 1000), (.monday, 420, 720), (.monday, 720, 780), (.monday, 430, 500),
            (.sunday, 1380, 425),
        ])
        #expect(openings.days[0] == [0..<780, 840..<1000])
    }

    @Test func `always is every minute, and nothing is empty`() throws {
        #expect(WeeklyHours.always.days.allSatisfy { $0 == [0..<1440] })
        #expect(WeeklyHours().isEmpty && !WeeklyHours.always.isEmpty)
        #expect(try !WeeklyHours().contains(reading(.friday, 0)))
    }
}
