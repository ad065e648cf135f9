import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct SpreadTests {
    func scene(_ atMost: Int, zone: Zone = .utc) -> RuleVerifier {
        verify(Spread.self) {
            $0.settings.zone = zone
            $0.settings.spread = [SpreadLimit(of: asks, atMost: atMost, over: .days(7))]
        }
    }

    @Test func `an hour is from its first to its last minute`() {
        scene(1).given([Posting("own", at: "2026-11-23T09:30")])
            .admits(Posting("own", at: "2026-11-24T08:59"))
            .refuses(
                Posting("own", at: "2026-11-24T09:00"),
                "ask would be 2 posts at 09:00-10:00 within 7d, at most 1"
            )
            .refuses(
                Posting("promo", at: "2026-11-24T09:59"),
                "ask would be 2 posts at 09:00-10:00 within 7d, at most 1"
            )
            .admits(Posting("own", at: "2026-11-24T10:00"))
    }

    @Test func `what is exactly the window ago is outside`() {
        scene(1).given([Posting("own", at: "2026-11-16T09:30")])
            .refuses(
                Posting("own", at: "2026-11-23T09:29"),
                "ask would be 2 posts at 09:00-10:00 within 7d, at most 1"
            )
            .admits(Posting("own", at: "2026-11-23T09:30"))
    }

    @Test func `posts of other classes are neither asked nor counted`() {
        scene(1).given([
            Posting("curated", at: "2026-11-23T09:00"), Posting("curated", at: "2026-11-23T09:10"),
        ])
        .admits(Posting("own", at: "2026-11-23T09:30"))
        scene(1).given([Posting("own", at: "2026-11-23T09:00")])
            .admits(Posting("curated", at: "2026-11-23T09:30"))
    }

    @Test func `the limit itself is admitted`() {
        let past = [Posting("own", at: "2026-11-21T09:00"), Posting("own", at: "2026-11-22T09:00")]
        scene(3).given(past).admits(Posting("own", at: "2026-11-23T09:00"))
        scene(2).given(past).refuses(
            Posting("own", at: "2026-11-23T09:00"), "ask would be 3 posts at 09:00-10:00 within 7d, at most 2"
        )
    }

    @Test func `an hour that comes twice is one hour of the day`() {
        scene(1, zone: SystemZones.berlin).given([Posting("own", at: "2026-10-25T02:10+02:00")])
            .refuses(
                Posting("own", at: "2026-10-25T02:50+01:00"),
                "ask would be 2 posts at 02:00-03:00 within 7d, at most 1"
            )
            .admits(Posting("own", at: "2026-10-25T03:00"))
    }

    @Test func `the hour is the local one across a change of clocks`() {
        // 08:30Z is 10:30 before the change and 09:30 after it.
        scene(1, zone: SystemZones.berlin).given([Posting("own", at: "2026-10-24T08:30Z")])
            .admits(Posting("own", at: "2026-10-26T08:30Z"))
            .refuses(
                Posting("own", at: "2026-10-26T09:30Z"),
                "ask would be 2 posts at 10:00-11:00 within 7d, at most 1"
            )
    }
}
