import Testing

@testable import Timeline

@Suite struct PosixZoneTests {
    /// Rule, the second of a change in 2044, offsets before and from it on, as other implementations read them (Python's
    /// zoneinfo; for days counted with 29 February the C library); equal offsets: no change in that year.
    static let changes: [(String, Int, Int, Int)] = [
        ("CET-1CEST,M3.5.0,M10.5.0/3", 2_342_653_200, 3600, 7200),
        ("CET-1CEST,M3.5.0,M10.5.0/3", 2_361_402_000, 7200, 3600),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2_343_222_000, 39600, 37800),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2_358_948_600, 37800, 39600),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 2_342_653_200, 0, 3600),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 2_361_402_000, 3600, 0),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2_342_653_200, -7200, -3600),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2_361_402_000, -3600, -7200),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", 2_342_563_200, 7200, 10800),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", 2_361_308_400, 10800, 7200),
        ("EST5EDT,0/0,J365/25", 2_348_352_000, -14400, -14400),
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", 2_343_218_400, 46800, 43200),
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", 2_358_338_400, 43200, 46800),
        ("XXX3YYY,J60,300/1:30:15", 2_340_421_200, -10800, -7200),
        ("XXX3YYY,J60,300/1:30:15", 2_361_151_815, -7200, -10800),
        ("<+0545>-5:45", 2_348_352_000, 20700, 20700),
    ]

    @Test(arguments: changes)
    func `clocks change at the second the rule says`(rule: String, at: Int, before: Int, after: Int) throws {
        let zone = try #require(PosixZone(parsing: rule))
        #expect(zone.offset(at: at - 1) == before)
        #expect(zone.offset(at: at) == after)
    }

    @Test(arguments: [
        "", "C-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J300", "CET-1CEST,M3.5.0,M10.5.0/3x", "<CET-1",
    ])
    func `what is no rule is not read`(text: String) {
        #expect(PosixZone(parsing: text) == nil)
    }

    @Test func `permanent daylight time has no change at New Year`() throws {
        let zone = try #require(PosixZone(parsing: "EST5EDT,0/0,J365/25"))
        for hour in -12...12 {
            #expect(zone.offset(at: 2_366_841_600 + hour * 3600) == -14400)
        }
    }
}
