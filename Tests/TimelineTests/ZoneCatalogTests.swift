import TestSupport
import Testing
import Timeline

@Suite struct ZoneCatalogTests {
    @Test func `UTC needs no file`() throws {
        let empty = ZoneCatalog { _ in nil }
        #expect(try empty.zone(named: "UTC").local(at: Instant(minutes: 0)).description == "1970-01-01T00:00")
        #expect(try empty.zone(named: "Etc/UTC").name == "Etc/UTC")
    }

    @Test(arguments: [
        "", "EST", "CET", "GMT+3", "Etc/GMT+3", "UTC0", "CET-1CEST,M3.5.0,M10.5.0/3", "../../etc/passwd",
        "/Europe/Berlin",
        "Europe/", "Europe//Berlin", "Europe/../UTC", "right/Europe/Berlin", "posix/Europe/Berlin",
        "europe/berlin",
        "Europe/Berlin ",
    ])
    func `only names of areas are accepted, and nothing else reaches the files`(name: String) {
        let catalog = ZoneCatalog { name in
            Issue.record("\(name) was read")
            return nil
        }
        #expect(throws: ZoneCatalog.LookupError.notAnAreaName(name)) { try catalog.zone(named: name) }
    }

    @Test func `an unknown name and an unreadable file are told apart`() {
        #expect(throws: ZoneCatalog.LookupError.unknown("Europe/Atlantis")) {
            try SystemZones.catalog.zone(named: "Europe/Atlantis")
        }
        let broken = ZoneCatalog { _ in [1, 2, 3] }
        #expect(throws: ZoneCatalog.LookupError.unreadable("Europe/Berlin", .notTZif)) {
            try broken.zone(named: "Europe/Berlin")
        }
    }

    @Test(arguments: [
        "America/Argentina/Buenos_Aires", "America/Port-au-Prince", "America/North_Dakota/New_Salem",
    ])
    func `names may have several parts`(name: String) throws {
        #expect(try SystemZones.catalog.zone(named: name).name == name)
    }
}
