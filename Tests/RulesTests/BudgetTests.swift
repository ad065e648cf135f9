import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct BudgetTests {
    let cent = 10_000

    func scene(_ millionths: Int, zone: Zone = .utc) -> RuleVerifier {
        verify(Budget.self) {
            $0.settings.zone = zone
            $0.budget = Money(currency: "USD", millionths: millionths)
        }
    }

    @Test func `the budget itself may be spent`() {
        let past = [Posting("own", at: "2026-11-01T00:00", price: 80 * cent)]
        scene(1_000_000).given(past)
            .admits(Posting("own", at: "2026-11-30T23:59", price: 20 * cent))
            .refuses(
                Posting("own", at: "2026-11-30T23:59", price: 20 * cent + 1),
                "2026-11 has cost 0.80 USD and this costs 0.200001, at most 1")
    }

    @Test func `months are those of UTC, not of the account`() {
        let scene = scene(1_000_000, zone: SystemZones.berlin)
        // 00:30 on 1 December in Berlin is still November in UTC.
        scene.given([Posting("own", at: "2026-11-15T12:00", price: 100 * cent)])
            .refuses(
                Posting("own", at: "2026-12-01T00:30", price: cent),
                "2026-11 has cost 1 USD and this costs 0.01, at most 1"
            )
            .admits(Posting("own", at: "2026-12-01T01:00", price: cent))
        scene.given([Posting("own", at: "2026-12-01T00:59", price: 100 * cent)])
            .admits(Posting("own", at: "2026-12-01T01:00", price: cent))
    }

    @Test func `29 February belongs to its month`() {
        scene(1_000_000).given([Posting("own", at: "2028-02-01T00:00", price: 100 * cent)])
            .refuses(
                Posting("own", at: "2028-02-29T23:59", price: 13 * cent + 5000),
                "2028-02 has cost 1 USD and this costs 0.135, at most 1"
            )
            .admits(Posting("own", at: "2028-03-01T00:00", price: cent))
    }

    @Test func `nothing is asked without a budget or a price`() {
        verify(Budget.self).given([Posting("own", at: "2026-11-01T00:00", price: 100 * cent)])
            .admits(Posting("own", at: "2026-11-30T23:59", price: cent))
        scene(0).admits(Posting("own", at: "2026-11-30T23:59"))
    }
}
