import Testing
import Timeline

@testable import Policies

struct PolicyTextsTests {
    @Test(arguments: [
        ("mon-fri", [0, 1, 2, 3, 4]), ("sat", [5]), ("fri-mon", [0, 4, 5, 6]), ("mon, wed-thu", [0, 2, 3]),
        ("mon-sun", [0, 1, 2, 3, 4, 5, 6]), ("sun-sun", [6]), ("tue,tue", [1]),
    ])
    func `days are ranges and lists`(text: String, days: [Int]) {
        #expect(PolicyTexts.days(text)?.map(\.rawValue) == days)
    }

    @Test(arguments: ["", "monday", "mon-", "-mon", "mon-wed-fri", "mon,", "Mon", "mon–fri"])
    func `other days are none`(text: String) { #expect(PolicyTexts.days(text) == nil) }

    @Test func `windows may end at midnight or run past it`() {
        #expect(PolicyTexts.windows("07:00-12:00, 14:00-24:00")?.map(\.end) == [720, 1440])
        #expect(PolicyTexts.windows("20:00-02:00")?.map(\.start) == [1200])
        for wrong in [
            "", "7:00-9:00", "24:00-02:00", "07:00", "07:00-12:00,", "07:00-24:01", "07:00-08:00-09:00",
        ] {
            #expect(PolicyTexts.windows(wrong) == nil)
        }
    }

    @Test func `hours of the audience do not wrap`() {
        #expect(PolicyTexts.hours("08-10") == 8..<10)
        #expect(PolicyTexts.hours("0-24") == 0..<24)
        for wrong in ["10-08", "08-08", "08", "08-25", "08-", "8:00-10:00", "-1-3", "+1-3"] {
            #expect(PolicyTexts.hours(wrong) == nil)
        }
    }

    @Test func `shares, numbers of posts and decimals are whole texts`() {
        #expect(PolicyTexts.percent("20%") == 20)
        #expect(PolicyTexts.percent("100 %") == 100)
        #expect(PolicyTexts.percent("101%") == nil)
        #expect(PolicyTexts.percent("-1%") == nil)
        #expect(PolicyTexts.posts("6 posts") == 6)
        #expect(PolicyTexts.posts("1 post") == 1)
        #expect(PolicyTexts.posts("6posts") == nil)
        #expect(PolicyTexts.fixedPoint("1.5", places: 3) == 1500)
        #expect(PolicyTexts.fixedPoint("2", places: 3) == 2000)
        #expect(PolicyTexts.fixedPoint("0.015", places: 6) == 15_000)
        #expect(PolicyTexts.fixedPoint("1.2345", places: 3) == nil)
        #expect(PolicyTexts.fixedPoint("1.", places: 3) == nil)
        #expect(PolicyTexts.fixedPoint(".5", places: 3) == nil)
        #expect(PolicyTexts.money("12.50 EUR") == Money(currency: "EUR", millionths: 12_500_000))
        #expect(PolicyTexts.money("20USD") == nil)
        #expect(PolicyTexts.money("20 usd") == nil)
    }

    @Test func `a week's slots lie on the grid, and a day holds what spacing lets it`() {
        var hours = WeeklyHours()
        hours.open(.saturday, from: 9 * 60 + 5, to: 17 * 60)
        hours.open(.sunday, from: 23 * 60, to: 60)
        let week = WeekGrid(hours, grid: .minutes(15))
        #expect(week.slots.first == 0)
        #expect(week.slots.contains(5 * 1440 + 555))
        #expect(!week.slots.contains(5 * 1440 + 545))
        #expect(week.mostPerDay(spacing: .hours(4)) == 2)
        #expect(WeekGrid(hours, grid: .minutes(5)).mostPerDay(spacing: .minutes(475)) == 1)
        #expect(WeekGrid(hours, grid: .minutes(5)).mostPerDay(spacing: .minutes(470)) == 2)
        #expect(week.mostPerDay(spacing: nil) == 31)
        // Sunday night runs into Monday morning: two hours in a row.
        #expect(hours.holdsStretch(of: .minutes(475)))
        #expect(!hours.holdsStretch(of: .minutes(476)))
        #expect(hours.stretches[6 * 1440 + 1380] == 120)
        #expect(WeeklyHours.always.holdsStretch(of: .days(7)))
    }
}
