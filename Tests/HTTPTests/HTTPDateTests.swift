import Testing

@testable import HTTP

@Suite struct HTTPDateTests {
    @Test func `the calendar is the Gregorian one`() {
        func day(_ year: Int, _ month: Int, _ day: Int) -> Int? {
            HTTPDate.epoch(year: year, month: month, day: day, hour: 0, minute: 0, second: 0).map {
                $0 / 86_400
            }
        }
        #expect(day(1970, 1, 1) == 0)
        #expect(day(1969, 12, 31) == -1)
        #expect(day(2000, 2, 29) == 11_016)
        #expect(day(2000, 3, 1) == 11_017)
        #expect(day(1900, 2, 29) == nil)
        #expect(day(2100, 2, 29) == nil)
        #expect(day(2024, 2, 29) == 19_782)
        #expect(day(2038, 1, 19) == 24_855)
        #expect(day(9999, 12, 31) == 2_932_896)
        #expect(day(2026, 0, 1) == nil)
        #expect(day(2026, 4, 31) == nil)
        #expect(day(2026, 4, 0) == nil)
    }

    @Test func `the example of the standard is the same instant in its three forms`() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        ] {
            #expect(HTTPDate.seconds(text, now: 1_795_255_200) == 784_111_777)
        }
    }

    @Test func `days follow one another without a gap or a double`() throws {
        var expected = try #require(
            HTTPDate.epoch(year: 1999, month: 1, day: 1, hour: 0, minute: 0, second: 0))
        for year in 1999...2101 {
            for month in 1...12 {
                for day in 1...31 {
                    guard
                        let found = HTTPDate.epoch(
                            year: year, month: month, day: day, hour: 0, minute: 0, second: 0)
                    else { continue }
                    #expect(found == expected)
                    expected = found + 86_400
                }
            }
        }
        #expect(expected == HTTPDate.epoch(year: 2102, month: 1, day: 1, hour: 0, minute: 0, second: 0))
    }
}
