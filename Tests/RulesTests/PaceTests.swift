import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct PaceTests {
    @Test func `a day has its most posts and no more`() {
        verify(Pace.self) { $0.settings.pace = PaceSettings(max: 3) }
            .given(hourly("curated", 2, on: "2026-11-23"))
            .admits(Posting("own", at: "2026-11-23T23:59"))
            .given(hourly("curated", 3, on: "2026-11-23"))
            .refuses(Posting("own", at: "2026-11-23T23:59"), "mon 2026-11-23 has 3 posts already, at most 3")
            .admits(Posting("own", at: "2026-11-24T00:00"))
    }

    @Test func `a day is the local date`() {
        let scene = verify(Pace.self) {
            $0.settings.zone = SystemZones.berlin
            $0.settings.pace = PaceSettings(max: 1)
        }
        // 23:00Z is midnight in Berlin.
        scene.given([Posting("own", at: "2026-11-22T22:59Z")]).admits(Posting("own", at: "2026-11-22T23:00Z"))
        scene.given([Posting("own", at: "2026-11-22T23:00Z")])
            .refuses(Posting("own", at: "2026-11-23T22:59Z"), "mon 2026-11-23 has 1 post already, at most 1")
            .admits(Posting("own", at: "2026-11-23T23:00Z"))
    }

    @Test func `a day of 25 hours is one day`() {
        verify(Pace.self) {
            $0.settings.zone = SystemZones.berlin
            $0.settings.pace = PaceSettings(max: 1)
        }
        .given([Posting("own", at: "2026-10-25T00:00")])
        .refuses(Posting("own", at: "2026-10-25T23:59"), "sun 2026-10-25 has 1 post already, at most 1")
    }

    @Test func `a date that clocks set back across midnight interrupts is one day`() {
        // In St. John's the clocks of 7 November 2010 went back at 00:01 to 23:01 of the 6th.
        let scene = verify(Pace.self) {
            $0.settings.zone = SystemZones.zone("America/St_Johns")
            $0.settings.pace = PaceSettings(max: 1)
        }
        scene.given([Posting("own", at: "2010-11-07T02:29Z"), Posting("own", at: "2010-11-07T02:30Z")])
            .refuses(Posting("own", at: "2010-11-07T03:20Z"), "sat 2010-11-06 has 1 post already, at most 1")
        scene.given([Posting("own", at: "2010-11-07T02:30Z"), Posting("own", at: "2010-11-07T03:20Z")])
            .refuses(Posting("own", at: "2010-11-07T04:00Z"), "sun 2010-11-07 has 1 post already, at most 1")
    }

    @Test func `29 February is a day of its own`() {
        verify(Pace.self) { $0.settings.pace = PaceSettings(max: 1) }
            .given([Posting("own", at: "2028-02-28T23:59"), Posting("own", at: "2028-02-29T00:00")])
            .refuses(Posting("own", at: "2028-02-29T23:59"), "tue 2028-02-29 has 1 post already, at most 1")
            .admits(Posting("own", at: "2028-03-01T00:00"))
    }

    @Test func `seven days hold seven times the target whatever was before`() {
        let scene = verify(Pace.self) { $0.settings.pace = PaceSettings(target: 1, steady: 1500) }
        // The post of the 16th at 12:00 is exactly 7 d before the one asked about: outside.
        scene.given([Posting("own", at: "2026-11-16T12:00")] + hourly("own", 6, on: "2026-11-17"))
            .admits(Posting("own", at: "2026-11-23T12:00"))
        scene.given([Posting("own", at: "2026-11-16T12:01")] + hourly("own", 6, on: "2026-11-17"))
            .refuses(Posting("own", at: "2026-11-23T12:00"), "8 posts within 7d with this one, at most 7")
    }

    @Test func `a week may exceed the mean of the four before by the factor, rounded down`() {
        let scene = verify(Pace.self) { $0.settings.pace = PaceSettings(target: 1, steady: 1500) }
        let candidate = Posting("own", at: "2026-11-23T12:00")
        // 24 in four weeks are 6 a week: 9 with the factor. 23 are 5.75: 8.625, so 8.
        let week = hourly("own", 8, on: "2026-11-20")
        scene.given(hourly("own", 24, on: "2026-11-02") + week).admits(candidate)
        scene.given(hourly("own", 23, on: "2026-11-02") + week)
            .refuses(candidate, "9 posts within 7d with this one, at most 8")
    }

    @Test func `the four weeks before begin after 35 days`() {
        let scene = verify(Pace.self) { $0.settings.pace = PaceSettings(target: 1, steady: 1000) }
        let candidate = Posting("own", at: "2026-11-23T12:00")
        let earlier = hourly("own", 23, on: "2026-11-02") + hourly("own", 8, on: "2026-11-03")
        let week = hourly("own", 7, on: "2026-11-20")
        // 32 in four weeks allow 8; what is exactly 35 d old is no longer one of them.
        scene.given([Posting("own", at: "2026-10-19T12:01")] + earlier + week).admits(candidate)
        scene.given([Posting("own", at: "2026-10-19T12:00")] + earlier + week)
            .refuses(candidate, "8 posts within 7d with this one, at most 7")
    }

    @Test func `without target or steady the week is not asked`() {
        for pace in [PaceSettings(target: 1), PaceSettings(steady: 1000)] {
            verify(Pace.self) { $0.settings.pace = pace }
                .given(hourly("own", 20, on: "2026-11-23"))
                .admits(Posting("own", at: "2026-11-23T21:00"))
        }
    }
}
