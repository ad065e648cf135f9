import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct GateTests {
    func scene(_ purpose: Problem.Purpose, waitingSince: String?) -> RuleVerifier {
        verify(Gate.self) {
            $0.settings.gate = GateSettings(replyWithin: .hours(24))
            $0.now = "2026-11-23T08:00"
            $0.purpose = purpose
            $0.waitingSince = waitingSince
        }
    }

    @Test func `sending waits when somebody has waited longer than allowed`() {
        scene(.sending, waitingSince: "2026-11-22T09:00")
            .admits(Posting("own", at: "2026-11-23T09:00"))
            .refuses(
                Posting("own", at: "2026-11-23T09:01"),
                "somebody has waited for an answer since 2026-11-22 09:00, more than 24h")
    }

    @Test func `planning leaves time to answer, from now on`() {
        scene(.planning, waitingSince: "2026-11-23T07:55")
            .refuses(
                Posting("promo", at: "2026-11-24T07:59"),
                "somebody has waited for an answer since 2026-11-23 07:55, so no ask is planned before 08:00"
            )
            .admits(Posting("promo", at: "2026-11-24T08:00"))
        scene(.planning, waitingSince: "2026-10-01T07:55").admits(Posting("promo", at: "2026-11-24T08:00"))
    }

    @Test(arguments: [Problem.Purpose.planning, .sending])
    func `only asks wait`(purpose: Problem.Purpose) {
        scene(purpose, waitingSince: "2026-10-01T07:55")
            .admits(Posting("answer", at: "2026-11-23T08:00"))
            .admits(Posting("quote", at: "2026-11-23T08:00"))
    }

    @Test(arguments: [Problem.Purpose.planning, .sending])
    func `nothing waits while nobody does`(purpose: Problem.Purpose) {
        scene(purpose, waitingSince: nil).admits(Posting("promo", at: "2026-11-23T08:00"))
    }
}
