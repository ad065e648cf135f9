import TestSupport
import Testing
import Timeline

@Suite struct StampTests {
    @Test(arguments: ["2026-11-24", "2026-12-10T18:00", "2026-12-10T17:00:00Z"])
    func `a stamp is written as it was read`(text: String) {
        #expect(Stamp(parsing: text)?.description == text)
    }

    @Test(arguments: [
        "", "24.11.2026", "2026-12-10T18", "2026-12-10T18:00+1", "2026-12-10T25:00", "tomorrow", "18:00",
    ])
    func `what is no stamp is not read`(text: String) {
        #expect(Stamp(parsing: text) == nil)
    }

    func stamp(_ text: String) throws -> Stamp { try #require(Stamp(parsing: text)) }

    @Test func `a date begins with its first minute and ends after its last`() throws {
        let date = try stamp("2026-03-29")
        #expect(date.start(in: SystemZones.berlin).rfc3339 == "2026-03-28T23:00:00Z")
        #expect(date.end(in: SystemZones.berlin).rfc3339 == "2026-03-29T22:00:00Z")
        #expect(date.end(in: .utc).rfc3339 == "2026-03-30T00:00:00Z")
    }

    @Test func `a time is the same at both ends`() throws {
        for text in ["2026-12-10T18:00", "2026-12-10T17:00Z", "2026-12-10T18:00+01:00"] {
            let time = try stamp(text)
            #expect(time.start(in: SystemZones.berlin).rfc3339 == "2026-12-10T17:00:00Z")
            #expect(time.end(in: SystemZones.berlin).rfc3339 == "2026-12-10T17:00:00Z")
        }
    }

    @Test func `a time that comes twice is its first occurrence, one that is skipped moves forward`() throws {
        #expect(try stamp("2026-10-25T02:30").start(in: SystemZones.berlin).rfc3339 == "2026-10-25T00:30:00Z")
        #expect(try stamp("2026-03-29T02:30").start(in: SystemZones.berlin).rfc3339 == "2026-03-29T01:30:00Z")
    }
}
