import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@Suite struct MixTests {
    func scene(
        _ of: Selector, _ atMost: MixLimit.Limit, over: LookBack, level: Level = .must
    ) -> RuleVerifier {
        verify(Mix.self) { $0.settings.mix = [MixLimit(of: of, atMost: atMost, over: over, level: level)] }
    }

    @Test(arguments: [(3, false), (4, false), (5, true), (6, true)])
    func `over 6 posts means the last six with the one asked about`(between: Int, admitted: Bool) {
        let verifier = scene(promos, .count(1), over: .posts(6))
            .given([Posting("promo", at: "2026-11-22T09:00")] + hourly("curated", between, on: "2026-11-23"))
        let candidate = Posting("promo", at: "2026-11-24T09:00")
        if admitted {
            verifier.admits(candidate)
        } else {
            verifier.refuses(
                candidate, "promo would be 2 of the last \(between + 2) posts, at most 1")
        }
    }

    @Test func `a short history is a short window`() {
        scene(promos, .count(1), over: .posts(6))
            .admits(Posting("promo", at: "2026-11-24T09:00"))
            .given([Posting("promo", at: "2026-11-22T09:00")])
            .refuses(
                Posting("promo", at: "2026-11-24T09:00"), "promo would be 2 of the last 2 posts, at most 1")
    }

    @Test func `a share counts the post asked about on both sides`() {
        let verifier = scene(asks, .percent(20), over: .time(.days(14)))
        let own = Posting("own", at: "2026-11-24T09:00")
        verifier.refuses(own, "ask would be 1 of 1 post within 14d, at most 20%")
        verifier.given(hourly("curated", 3, on: "2026-11-23"))
            .refuses(own, "ask would be 1 of 4 posts within 14d, at most 20%")
        verifier.given(hourly("curated", 4, on: "2026-11-23")).admits(own)
        verifier.given(hourly("curated", 7, on: "2026-11-23") + [Posting("promo", at: "2026-11-23T12:00")])
            .refuses(own, "ask would be 2 of 9 posts within 14d, at most 20%")
        verifier.given(hourly("curated", 8, on: "2026-11-23") + [Posting("promo", at: "2026-11-23T12:00")])
            .admits(own)
    }

    @Test func `a window over time leaves out what is exactly its length ago`() {
        let quote = Selector([.kind("quote")])
        scene(quote, .count(1), over: .time(.days(7)))
            .given([Posting("quote", at: "2026-11-16T09:00")])
            .admits(Posting("quote", at: "2026-11-23T09:00"))
            .refuses(
                Posting("quote", at: "2026-11-23T08:59"), "quote would be 2 of 2 posts within 7d, at most 1")
    }

    @Test func `only a post of the class is asked`() {
        scene(asks, .count(0), over: .time(.days(7)))
            .given(hourly("own", 5, on: "2026-11-23"))
            .admits(Posting("curated", at: "2026-11-23T09:00"))
            .refuses(
                Posting("own", at: "2026-11-23T09:00"), "ask would be 6 of 6 posts within 7d, at most 0")
    }

    @Test func `a class may be a list, an origin, a topic or a campaign`() {
        let list = Selector([
            .kind("quote"), .origin(.thirdParty), .topic("colour"), .campaign("spring-sale"),
        ])
        scene(list, .count(0), over: .posts(1))
            .admits(Posting("own", at: "2026-11-23T09:00", topics: ["Colour"], campaign: "spring"))
            .refuses(
                Posting("own", at: "2026-11-23T09:00", topics: ["colour"]),
                "quote, origin:third-party, topic:colour, campaign:spring-sale would be 1 of the last 1 post, at most 0"
            )
        #expect(
            scene(list, .count(0), over: .posts(1))
                .refusals(of: Posting("own", at: "2026-11-23T09:00", campaign: "spring-sale")).count == 1)
    }

    @Test func `an entry may be one that can be broken`() {
        let verifier = scene(asks, .count(0), over: .posts(1), level: .should(weight: 50))
        #expect(verifier.scene.answers(of: Mix.self).map(\.level) == [.should(weight: 50)])
    }
}
