import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct WindowTests {
    @Test func `the first minute of a window is inside and the one before is not`() {
        verify(Window.self)
            .admits(Posting("own", at: "2026-11-24T10:00", notBefore: "2026-11-24T10:00"))
            .refuses(
                Posting("own", at: "2026-11-24T09:59", notBefore: "2026-11-24T10:00"),
                "it may not go out before 10:00")
    }

    @Test func `the end of a window is outside`() {
        verify(Window.self)
            .admits(Posting("own", at: "2026-12-10T17:59", notAfter: "2026-12-10T18:00"))
            .refuses(
                Posting("own", at: "2026-12-10T18:00", notAfter: "2026-12-10T18:00"),
                "it must go out before 18:00"
            )
            .refuses(
                Posting("own", at: "2026-12-11T00:00", notAfter: "2026-12-10T18:00"),
                "it must go out before 2026-12-10 18:00")
    }

    @Test func `a date ends with its last local minute`() {
        verify(Window.self) { $0.settings.zone = SystemZones.berlin }
            // 29 March 2026 has 23 hours in Berlin.
            .admits(Posting("own", at: "2026-03-29T21:59Z", notAfter: "2026-03-29"))
            .refuses(
                Posting("own", at: "2026-03-29T22:00Z", notAfter: "2026-03-29"), "it must go out before 00:00"
            )
    }

    @Test func `a date begins with its first local minute`() {
        verify(Window.self) { $0.settings.zone = SystemZones.zone("America/Sao_Paulo") }
            // On 15 October 2017 the clocks went from 00:00 to 01:00.
            .admits(Posting("own", at: "2017-10-15T03:00Z", notBefore: "2017-10-15"))
            .refuses(
                Posting("own", at: "2017-10-15T02:59Z", notBefore: "2017-10-15"),
                "it may not go out before 2017-10-15 01:00")
    }

    @Test func `a pinned post goes out at its instant only`() {
        let pin = "2026-12-01T12:00"
        verify(Window.self)
            .admits(Posting("own", at: "2026-12-01T12:00", pin: pin))
            .refuses(Posting("own", at: "2026-12-01T11:59", pin: pin), "it is pinned to 12:00")
            .refuses(Posting("own", at: "2026-11-30T12:00", pin: pin), "it is pinned to 2026-12-01 12:00")
    }

    @Test func `a pin does not override the window`() {
        verify(Window.self).refuses(
            Posting("own", at: "2026-12-01T12:00", notBefore: "2026-12-02", pin: "2026-12-01T12:00"),
            "it may not go out before 2026-12-02 00:00")
    }

    @Test func `a post without a window is not asked`() {
        verify(Window.self).admits(Posting("own", at: "2026-12-01T12:00"))
    }
}
