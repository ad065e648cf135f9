import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct GoodwillTests {
    func scene(start: Int, cap: Int?) -> RuleVerifier {
        verify(Goodwill.self) { $0.settings.goodwill = GoodwillSettings(start: start, cap: cap) }
    }

    @Test func `a balance equal to the cost is enough`() {
        let promo = Posting("promo", at: "2026-11-24T09:00")
        scene(start: 4, cap: 8).admits(promo)
        scene(start: 3, cap: 8).refuses(promo, "goodwill is 3 and this asks 4")
        scene(start: 3, cap: 8).given(hourly("curated", 1, on: "2026-11-23")).admits(promo)
    }

    @Test func `gives fill up to the cap`() {
        let promo = Posting("promo", at: "2026-11-24T09:00")
        scene(start: 0, cap: 4).given(hourly("curated", 9, on: "2026-11-23")).admits(promo)
        scene(start: 0, cap: 3).given(hourly("curated", 9, on: "2026-11-23"))
            .refuses(promo, "goodwill is 3 and this asks 4")
        scene(start: 0, cap: nil).given(hourly("curated", 4, on: "2026-11-23")).admits(promo)
    }

    @Test func `what the cap cut off does not come back`() {
        // Nine gives under a cap of 4 pay for one promotion, not for two.
        scene(start: 0, cap: 4)
            .given(hourly("curated", 9, on: "2026-11-23") + [Posting("promo", at: "2026-11-23T12:00")])
            .refuses(Posting("own", at: "2026-11-24T09:00"), "goodwill is 0 and this asks 2")
    }

    @Test func `history may have left the balance below zero`() {
        let asked = Posting("own", at: "2026-11-24T09:00")
        let past = [Posting("promo", at: "2026-11-22T09:00"), Posting("promo", at: "2026-11-22T12:00")]
        scene(start: 2, cap: 8).given(past + hourly("curated", 7, on: "2026-11-23"))
            .refuses(asked, "goodwill is 1 and this asks 2")
        scene(start: 2, cap: 8).given(past + hourly("curated", 8, on: "2026-11-23")).admits(asked)
    }

    @Test func `a start above the cap is not taken away`() {
        scene(start: 6, cap: 4).given(hourly("curated", 1, on: "2026-11-23"))
            .admits(Posting("promo", at: "2026-11-24T09:00"))
    }

    @Test func `gives and neutral posts are not asked`() {
        scene(start: -10, cap: 8)
            .admits(Posting("curated", at: "2026-11-24T09:00"))
            .admits(Posting("quote", at: "2026-11-24T09:00"))
    }

    @Test func `without a goodwill section nothing is asked`() {
        verify(Goodwill.self).admits(Posting("promo", at: "2026-11-24T09:00"))
    }
}
