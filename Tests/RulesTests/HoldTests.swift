import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct HoldTests {
    @Test func `nothing goes out on an account on hold, pinned or not`() {
        verify(Hold.self) { $0.isHeld = true }
            .refuses(Posting("curated", at: "2026-11-23T08:00"), "the account is on hold")
            .refuses(
                Posting("answer", at: "2027-11-23T08:00", pin: "2027-11-23T08:00"), "the account is on hold")
    }

    @Test func `other accounts are not asked`() {
        verify(Hold.self).admits(Posting("curated", at: "2026-11-23T08:00"))
    }
}
