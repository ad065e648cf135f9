import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct HoursTests {
    @Test func `active hours are half-open on the wall clock`() {
        verify(Hours.self) {
            $0.settings.zone = SystemZones.berlin
            $0.settings.hours = HoursSettings(active: daily([.monday], from: 420, to: 1320))
        }
        .admits(Posting("own", at: "2026-11-23T07:00"))
        .admits(Posting("own", at: "2026-11-23T21:59"))
        .refuses(Posting("own", at: "2026-11-23T06:59"), "06:59 is outside the active hours, mon 07:00-22:00")
        .refuses(Posting("own", at: "2026-11-23T22:00"), "22:00 is outside the active hours, mon 07:00-22:00")
        .refuses(Posting("own", at: "2026-11-24T12:00"), "tue has no active hours")
    }

    @Test func `several windows of a day are shown`() {
        var hours = daily([.monday], from: 420, to: 720)
        hours.open(.monday, from: 840, to: 1440)
        verify(Hours.self) { [hours] in $0.settings.hours = HoursSettings(active: hours) }
            .admits(Posting("own", at: "2026-11-23T23:59"))
            .refuses(
                Posting("own", at: "2026-11-23T13:00"),
                "13:00 is outside the active hours, mon 07:00-12:00, 14:00-24:00")
    }

    @Test func `active hours run past midnight into the next day`() {
        verify(Hours.self) {
            $0.settings.hours = HoursSettings(active: daily([.sunday], from: 1200, to: 120))
        }
        .admits(Posting("own", at: "2026-11-22T20:00"))
        .admits(Posting("own", at: "2026-11-23T01:59"))
        .refuses(Posting("own", at: "2026-11-23T02:00"), "02:00 is outside the active hours, mon 00:00-02:00")
    }

    @Test func `a repeated hour is active both times`() {
        verify(Hours.self) {
            $0.settings.zone = SystemZones.berlin
            $0.settings.hours = HoursSettings(active: daily(from: 120, to: 180))
        }
        .admits(Posting("own", at: "2026-10-25T00:00Z"))
        .admits(Posting("own", at: "2026-10-25T01:59Z"))
        .refuses(
            Posting("own", at: "2026-10-25T02:00Z"), "03:00 is outside the active hours, sun 02:00-03:00")
    }

    @Test func `every entry of only that names the post must hold`() {
        let scene = verify(Hours.self) {
            $0.settings.hours = HoursSettings(only: [
                OnlyHours(of: asks, windows: daily([.tuesday, .wednesday], from: 600, to: 960)),
                OnlyHours(of: promos, windows: daily([.wednesday], from: 720, to: 780)),
            ])
        }
        scene.admits(Posting("promo", at: "2026-11-25T12:00"))
            .admits(Posting("own", at: "2026-11-24T10:00"))
            .refuses(Posting("promo", at: "2026-11-24T12:00"), "tue has no hours for promo")
            .refuses(
                Posting("own", at: "2026-11-24T16:00"), "16:00 is outside the hours of ask, tue 10:00-16:00"
            )
            .admits(Posting("curated", at: "2026-11-29T03:00"))
        #expect(scene.refusals(of: Posting("promo", at: "2026-11-23T12:00")).count == 2)
    }

    @Test func `somebody is there for the whole time after an ask`() {
        verify(Hours.self) {
            $0.settings.hours = HoursSettings(
                staffed: StaffedHours(
                    of: asks, length: .hours(1), windows: daily([.monday, .tuesday], from: 540, to: 1050)))
        }
        .admits(Posting("own", at: "2026-11-23T09:00"))
        .admits(Posting("own", at: "2026-11-23T16:30"))
        .refuses(
            Posting("own", at: "2026-11-23T16:31"), "nobody is there to answer at 17:30, within 1h after it"
        )
        .refuses(Posting("own", at: "2026-11-23T08:59"), "nobody is there to answer at 08:59")
        .refuses(Posting("own", at: "2026-11-25T12:00"), "nobody is there to answer at 12:00")
        .admits(Posting("curated", at: "2026-11-25T12:00"))
    }

    @Test func `staffed hours that meet at midnight and round the week are one stretch`() {
        verify(Hours.self) {
            $0.settings.hours = HoursSettings(
                staffed: StaffedHours(
                    of: asks, length: .hours(4), windows: daily([.sunday, .monday], from: 0, to: 1440)))
        }
        .admits(Posting("own", at: "2026-11-22T23:00"))
        .admits(Posting("own", at: "2026-11-23T20:00"))
        .refuses(
            Posting("own", at: "2026-11-23T20:01"),
            "nobody is there to answer at 2026-11-24 00:00, within 4h after it")
    }

    @Test func `staffed all week has no end`() {
        verify(Hours.self) {
            $0.settings.hours = HoursSettings(
                staffed: StaffedHours(of: asks, length: .days(30), windows: .always))
        }
        .admits(Posting("own", at: "2026-11-22T23:00"))
    }

    @Test func `staffed time is counted in real minutes when clocks are set back`() {
        verify(Hours.self) {
            $0.settings.zone = SystemZones.berlin
            $0.settings.hours = HoursSettings(
                staffed: StaffedHours(of: asks, length: .hours(2), windows: daily(from: 60, to: 180)))
        }
        // From 01:00 to 03:00 the wall clock of 25 October 2026 takes three hours.
        .admits(Posting("own", at: "2026-10-24T23:00Z"))
        .admits(Posting("own", at: "2026-10-25T00:00Z"))
        .refuses(
            Posting("own", at: "2026-10-25T00:01Z"), "nobody is there to answer at 03:00, within 2h after it")
    }

    @Test func `staffed time is counted in real minutes when clocks are set forward`() {
        verify(Hours.self) {
            $0.settings.zone = SystemZones.berlin
            $0.settings.hours = HoursSettings(
                staffed: StaffedHours(of: asks, length: .hours(2), windows: daily(from: 60, to: 240)))
        }
        // From 01:00 to 04:00 the wall clock of 29 March 2026 takes two hours.
        .admits(Posting("own", at: "2026-03-29T00:00Z"))
        .refuses(
            Posting("own", at: "2026-03-29T00:01Z"), "nobody is there to answer at 04:00, within 2h after it")
    }

    @Test func `a gap in staffed hours that the clocks skip does not count`() {
        var hours = daily(from: 60, to: 120)
        for day in Weekday.allCases { hours.open(day, from: 180, to: 240) }
        verify(Hours.self) { [hours] in
            $0.settings.zone = SystemZones.berlin
            $0.settings.hours = HoursSettings(
                staffed: StaffedHours(of: asks, length: .hours(2), windows: hours))
        }
        .admits(Posting("own", at: "2026-03-29T00:00Z"))
        .refuses(
            Posting("own", at: "2026-03-28T00:00Z"), "nobody is there to answer at 02:00, within 2h after it")
    }

    @Test func `a blackout of dates includes both days`() throws {
        let from = try #require(Stamp(parsing: "2026-12-24"))
        let to = try #require(Stamp(parsing: "2026-12-26"))
        verify(Hours.self) {
            $0.settings.zone = SystemZones.berlin
            $0.settings.hours = HoursSettings(blackout: [Blackout(from: from, to: to)])
        }
        .admits(Posting("own", at: "2026-12-23T23:59"))
        .refuses(Posting("own", at: "2026-12-24T00:00"), "blackout until 2026-12-27 00:00")
        .refuses(Posting("own", at: "2026-12-26T23:59"), "blackout until 2026-12-27 00:00")
        .admits(Posting("own", at: "2026-12-27T00:00"))
    }

    @Test func `a blackout with times ends before its end`() throws {
        let from = try #require(Stamp(parsing: "2026-12-31T18:00"))
        let to = try #require(Stamp(parsing: "2027-01-01T12:00"))
        verify(Hours.self) { $0.settings.hours = HoursSettings(blackout: [Blackout(from: from, to: to)]) }
            .admits(Posting("own", at: "2026-12-31T17:59"))
            .refuses(Posting("own", at: "2026-12-31T18:00"), "blackout until 2027-01-01 12:00")
            .refuses(Posting("own", at: "2027-01-01T11:59"), "blackout until 12:00")
            .admits(Posting("own", at: "2027-01-01T12:00"))
    }

    @Test func `entries of only and staffed keep their level`() {
        var scene = RuleScene()
        scene.settings.hours = HoursSettings(
            active: daily(from: 0, to: 60),
            only: [OnlyHours(of: asks, windows: daily(from: 0, to: 60), level: .should(weight: 70))],
            staffed: StaffedHours(
                of: asks, length: .hours(1), windows: daily(from: 0, to: 60), level: .should(weight: 80)))
        #expect(
            scene.answers(of: Hours.self).map(\.level) == [.must, .should(weight: 70), .should(weight: 80)])
    }
}
