import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct SpacingTests {
    @Test func `exactly the spacing is far enough`() {
        verify(Spacing.self) { $0.settings.pace = PaceSettings(spacing: .hours(2)) }
            .given([Posting("curated", at: "2026-11-23T09:00")])
            .refuses(
                Posting("own", at: "2026-11-23T10:59"), "the previous post is at 09:00, less than 2h before"
            )
            .admits(Posting("own", at: "2026-11-23T11:00"))
    }

    @Test func `only the latest post counts`() {
        verify(Spacing.self) { $0.settings.pace = PaceSettings(spacing: .hours(2)) }
            .given([Posting("own", at: "2026-11-22T20:00"), Posting("promo", at: "2026-11-22T23:30")])
            .refuses(
                Posting("own", at: "2026-11-23T01:00"),
                "the previous post is at 2026-11-22 23:30, less than 2h before")
    }

    @Test func `spacing is real time when clocks change`() {
        verify(Spacing.self) {
            $0.settings.zone = SystemZones.berlin
            $0.settings.pace = PaceSettings(spacing: .hours(2))
        }
        .given([Posting("own", at: "2026-10-25T01:30")])
        // 02:30 comes twice; the second is two hours later.
        .refuses(
            Posting("own", at: "2026-10-25T02:30+02:00"), "the previous post is at 01:30, less than 2h before"
        )
        .admits(Posting("own", at: "2026-10-25T02:30+01:00"))
    }

    @Test func `the first post of an account has nothing before it`() {
        verify(Spacing.self) { $0.settings.pace = PaceSettings(spacing: .hours(2)) }
            .admits(Posting("own", at: "2026-11-23T10:59"))
    }

    @Test func `without a spacing nothing is asked`() {
        verify(Spacing.self) { $0.settings.pace = PaceSettings(max: 3) }
            .given([Posting("own", at: "2026-11-23T09:00")])
            .admits(Posting("own", at: "2026-11-23T09:01"))
    }
}
