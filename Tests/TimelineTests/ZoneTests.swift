import TestSupport
import Testing
import Timeline

@Suite struct ZoneTests {
    /// Zone, instant, wall clock: the minutes around changes of the past, as another implementation (Python's
    /// zoneinfo on tzdata 2025b) reads them.
    static let readings = """
        Europe/Berlin 1916-04-30T21:59Z 1916-04-30T22:59
        Europe/Berlin 1916-04-30T22:00Z 1916-05-01T00:00
        Europe/Berlin 1916-09-30T22:59Z 1916-10-01T00:59
        Europe/Berlin 1916-09-30T23:00Z 1916-10-01T00:00
        Europe/Berlin 1945-04-02T00:59Z 1945-04-02T01:59
        Europe/Berlin 1945-04-02T01:00Z 1945-04-02T03:00
        Europe/Berlin 1945-05-23T23:59Z 1945-05-24T01:59
        Europe/Berlin 1945-05-24T00:00Z 1945-05-24T03:00
        Europe/Berlin 1945-09-23T23:59Z 1945-09-24T02:59
        Europe/Berlin 1945-09-24T00:00Z 1945-09-24T02:00
        Europe/Berlin 1945-11-18T00:59Z 1945-11-18T02:59
        Europe/Berlin 1945-11-18T01:00Z 1945-11-18T02:00
        Europe/Berlin 2025-03-30T00:59Z 2025-03-30T01:59
        Europe/Berlin 2025-03-30T01:00Z 2025-03-30T03:00
        Europe/Berlin 2025-10-26T00:59Z 2025-10-26T02:59
        Europe/Berlin 2025-10-26T01:00Z 2025-10-26T02:00
        America/New_York 2007-03-11T06:59Z 2007-03-11T01:59
        America/New_York 2007-03-11T07:00Z 2007-03-11T03:00
        America/New_York 2007-11-04T05:59Z 2007-11-04T01:59
        America/New_York 2007-11-04T06:00Z 2007-11-04T01:00
        Australia/Lord_Howe 2024-04-06T14:59Z 2024-04-07T01:59
        Australia/Lord_Howe 2024-04-06T15:00Z 2024-04-07T01:30
        Australia/Lord_Howe 2024-10-05T15:29Z 2024-10-06T01:59
        Australia/Lord_Howe 2024-10-05T15:30Z 2024-10-06T02:30
        Pacific/Apia 2011-04-02T13:59Z 2011-04-02T03:59
        Pacific/Apia 2011-04-02T14:00Z 2011-04-02T03:00
        Pacific/Apia 2011-09-24T13:59Z 2011-09-24T02:59
        Pacific/Apia 2011-09-24T14:00Z 2011-09-24T04:00
        Pacific/Apia 2011-12-30T09:59Z 2011-12-29T23:59
        Pacific/Apia 2011-12-30T10:00Z 2011-12-31T00:00
        America/Sao_Paulo 2017-02-19T01:59Z 2017-02-18T23:59
        America/Sao_Paulo 2017-02-19T02:00Z 2017-02-18T23:00
        America/Sao_Paulo 2017-10-15T02:59Z 2017-10-14T23:59
        America/Sao_Paulo 2017-10-15T03:00Z 2017-10-15T01:00
        Asia/Beirut 2022-03-26T21:59Z 2022-03-26T23:59
        Asia/Beirut 2022-03-26T22:00Z 2022-03-27T01:00
        Asia/Beirut 2022-10-29T20:59Z 2022-10-29T23:59
        Asia/Beirut 2022-10-29T21:00Z 2022-10-29T23:00
        Europe/Dublin 2024-03-31T00:59Z 2024-03-31T00:59
        Europe/Dublin 2024-03-31T01:00Z 2024-03-31T02:00
        Europe/Dublin 2024-10-27T00:59Z 2024-10-27T01:59
        Europe/Dublin 2024-10-27T01:00Z 2024-10-27T01:00
        America/St_Johns 2010-03-14T03:30Z 2010-03-14T00:00
        America/St_Johns 2010-03-14T03:31Z 2010-03-14T01:01
        America/St_Johns 2010-11-07T02:30Z 2010-11-07T00:00
        America/St_Johns 2010-11-07T02:31Z 2010-11-06T23:01
        Africa/Monrovia 1972-01-07T00:44Z 1972-01-06T23:59
        Africa/Monrovia 1972-01-07T00:45Z 1972-01-07T00:45
        America/Havana 2024-03-10T04:59Z 2024-03-09T23:59
        America/Havana 2024-03-10T05:00Z 2024-03-10T01:00
        America/Havana 2024-11-03T04:59Z 2024-11-03T00:59
        America/Havana 2024-11-03T05:00Z 2024-11-03T00:00
        Pacific/Chatham 2024-04-06T13:59Z 2024-04-07T03:44
        Pacific/Chatham 2024-04-06T14:00Z 2024-04-07T02:45
        Pacific/Chatham 2024-09-28T13:59Z 2024-09-29T02:44
        Pacific/Chatham 2024-09-28T14:00Z 2024-09-29T03:45
        Africa/Casablanca 2024-03-10T01:59Z 2024-03-10T02:59
        Africa/Casablanca 2024-03-10T02:00Z 2024-03-10T02:00
        Africa/Casablanca 2024-04-14T01:59Z 2024-04-14T01:59
        Africa/Casablanca 2024-04-14T02:00Z 2024-04-14T03:00
        Asia/Kathmandu 1985-12-31T18:29Z 1985-12-31T23:59
        Asia/Kathmandu 1985-12-31T18:30Z 1986-01-01T00:15
        Antarctica/Troll 2024-03-31T00:59Z 2024-03-31T00:59
        Antarctica/Troll 2024-03-31T01:00Z 2024-03-31T03:00
        Antarctica/Troll 2024-10-27T00:59Z 2024-10-27T02:59
        Antarctica/Troll 2024-10-27T01:00Z 2024-10-27T01:00
        """.split(separator: "\n")

    /// Zone, wall clock, the instant it means, and all instants at which it is shown (- for none); same source.
    static let walls = """
        Europe/Berlin 2025-03-30T01:59 2025-03-30T00:59Z 2025-03-30T00:59Z
        Europe/Berlin 2025-03-30T02:30 2025-03-30T01:30Z -
        Europe/Berlin 2025-03-30T03:00 2025-03-30T01:00Z 2025-03-30T01:00Z
        Europe/Berlin 2025-10-26T02:00 2025-10-26T00:00Z 2025-10-26T00:00Z 2025-10-26T01:00Z
        Europe/Berlin 2025-10-26T02:59 2025-10-26T00:59Z 2025-10-26T00:59Z 2025-10-26T01:59Z
        Europe/Berlin 2025-10-26T03:00 2025-10-26T02:00Z 2025-10-26T02:00Z
        Australia/Lord_Howe 2024-10-06T02:15 2024-10-05T15:45Z -
        Australia/Lord_Howe 2024-10-06T02:30 2024-10-05T15:30Z 2024-10-05T15:30Z
        Australia/Lord_Howe 2024-04-07T01:30 2024-04-06T14:30Z 2024-04-06T14:30Z 2024-04-06T15:00Z
        Australia/Lord_Howe 2024-04-07T01:29 2024-04-06T14:29Z 2024-04-06T14:29Z
        Australia/Lord_Howe 2024-04-07T02:00 2024-04-06T15:30Z 2024-04-06T15:30Z
        Pacific/Apia 2011-12-29T23:59 2011-12-30T09:59Z 2011-12-30T09:59Z
        Pacific/Apia 2011-12-30T12:00 2011-12-30T22:00Z -
        Pacific/Apia 2011-12-31T00:00 2011-12-30T10:00Z 2011-12-30T10:00Z
        America/Sao_Paulo 2017-10-15T00:00 2017-10-15T03:00Z -
        America/Sao_Paulo 2017-10-15T00:59 2017-10-15T03:59Z -
        America/Sao_Paulo 2017-10-15T01:00 2017-10-15T03:00Z 2017-10-15T03:00Z
        America/Sao_Paulo 2017-02-18T23:30 2017-02-19T01:30Z 2017-02-19T01:30Z 2017-02-19T02:30Z
        Asia/Beirut 2022-03-27T00:30 2022-03-26T22:30Z -
        Asia/Beirut 2022-10-29T23:30 2022-10-29T20:30Z 2022-10-29T20:30Z 2022-10-29T21:30Z
        America/Havana 2024-11-03T00:30 2024-11-03T04:30Z 2024-11-03T04:30Z 2024-11-03T05:30Z
        America/St_Johns 2010-11-06T23:30 2010-11-07T02:00Z 2010-11-07T02:00Z 2010-11-07T03:00Z
        America/St_Johns 2010-11-07T00:00 2010-11-07T02:30Z 2010-11-07T02:30Z 2010-11-07T03:30Z
        Africa/Monrovia 1971-06-01T12:00 1971-06-01T12:45Z 1971-06-01T12:45Z
        Pacific/Chatham 2024-04-07T03:00 2024-04-06T13:15Z 2024-04-06T13:15Z 2024-04-06T14:15Z
        Europe/Dublin 2024-10-27T01:30 2024-10-27T00:30Z 2024-10-27T00:30Z 2024-10-27T01:30Z
        Antarctica/Troll 2024-03-31T02:00 2024-03-31T02:00Z -
        Antarctica/Troll 2024-10-27T01:30 2024-10-26T23:30Z 2024-10-26T23:30Z 2024-10-27T01:30Z
        """.split(separator: "\n")

    @Test(arguments: readings)
    func `a wall clock shows`(row: Substring) throws {
        let words = row.split(separator: " ")
        let instant = try #require(Instant(rfc3339: words[1]))
        let shown = SystemZones.zone(String(words[0])).local(at: instant).description
        #expect(shown == words[2])
    }

    @Test(arguments: walls)
    func `a wall clock reading means`(row: Substring) throws {
        let words = row.split(separator: " ").map(String.init)
        let zone = SystemZones.zone(words[0])
        let stamp = try #require(Stamp(parsing: words[1]))
        guard case .local(let local) = stamp else {
            Issue.record("not a local time")
            return
        }
        let expected = words[3] == "-" ? [] : words[3...].compactMap { Instant(rfc3339: $0) }
        #expect(zone.instants(of: local) == expected)
        #expect(zone.instant(of: local) == Instant(rfc3339: words[2]))
    }

    @Test(arguments: [
        "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia",
        "America/Havana",
        "Africa/Monrovia",
    ])
    func `every instant is one of those of its own reading`(name: String) throws {
        let zone = SystemZones.zone(name)
        func expectFound(_ instant: Instant) {
            let found = zone.instants(of: zone.local(at: instant))
            if !found.contains(instant) { Issue.record("\(name) \(instant.rfc3339) is not found") }
        }
        func offset(_ instant: Instant) -> Int { zone.local(at: instant).epochMinutes - instant.minutes }
        for year in ["1971", "1972", "2011", "2017", "2050"] {
            var day = try #require(Instant(rfc3339: "\(year)-01-01T00:00Z"))
            for _ in 0..<366 {
                let isEven = offset(day) == offset(day + .days(1))
                for minute in stride(from: 0, to: 1440, by: isEven ? 360 : 1) {
                    expectFound(day + .minutes(minute))
                }
                day = day + .days(1)
            }
        }
    }

    @Test(arguments: [
        ("Europe/Berlin", "2025-03-30", 23 * 60), ("Europe/Berlin", "2025-10-26", 25 * 60),
        ("Europe/Berlin", "2025-06-01", 24 * 60), ("Australia/Lord_Howe", "2024-04-07", 24 * 60 + 30),
        ("Australia/Lord_Howe", "2024-10-06", 23 * 60 + 30), ("Pacific/Apia", "2011-12-29", 24 * 60),
        ("Pacific/Apia", "2011-12-30", 0), ("Pacific/Apia", "2011-12-31", 24 * 60),
        ("America/Sao_Paulo", "2017-10-14", 24 * 60), ("America/Sao_Paulo", "2017-10-15", 23 * 60),
        ("America/Sao_Paulo", "2017-02-18", 25 * 60), ("Asia/Beirut", "2022-03-27", 23 * 60),
        ("Asia/Beirut", "2022-10-29", 25 * 60), ("America/Havana", "2024-11-03", 25 * 60),
    ])
    func `a local day has its own length`(name: String, date: String, minutes: Int) throws {
        let day = SystemZones.zone(name).day(try #require(LocalDate(parsing: date)))
        #expect((day.end - day.start).count == minutes)
    }

    @Test(arguments: [
        ("America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00:00Z"),
        ("Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00Z"),
        ("Europe/Berlin", "2025-03-30", "2025-03-29T23:00:00Z"),
        ("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
    ])
    func `a day begins with its first minute, midnight or not`(name: String, date: String, start: String)
        throws
    {
        let zone = SystemZones.zone(name)
        #expect(zone.startOfDay(try #require(LocalDate(parsing: date))).rfc3339 == start)
    }
}
