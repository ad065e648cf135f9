import Planning
import Policies
import Posts
import TestSupport
import Testing
import Timeline

@testable import Preview

struct TextFindingsTests {
    @Test func `nothing found says nothing`() { #expect(Scene.findings(TextSummaryTests.plan()) == "") }

    @Test func `labels that do not hold say what counts and why`() {
        var plan = TextSummaryTests.plan()
        plan.mislabelled = [
            Mislabelled(
                post: "curated/darning-kit", label: "curated", counted: "promo",
                finding: .shopHost("shop.example")),
            Mislabelled(
                post: "curated/ours", label: "curated", counted: "own", finding: .ownHost("hearth.example")),
            Mislabelled(
                post: "curated/tag", label: "curated", counted: "own", finding: .affiliateParameter("ref")),
        ]
        #expect(
            Scene.findings(plan) == """

                Labels that do not hold
                  curated/darning-kit: labelled 'curated', counts as 'promo': its link leads
                      to the shop 'shop.example'
                  curated/ours: labelled 'curated', counts as 'own': its link leads to the
                      own host 'hearth.example'
                  curated/tag: labelled 'curated', counts as 'own': its link carries the
                      affiliate parameter 'ref'
                """)
    }

    @Test func `pins that cannot be kept say which rules refuse them, in the account's time`() {
        var plan = TextSummaryTests.plan()
        plan.pinConflicts = [
            PinConflict(
                post: "promo/opening", account: "mastodon", at: Scene.instant("2026-12-01T09:00:00Z"),
                refusals: [
                    .init(rule: "pace", sentence: "22 posts within 7d with this one, at most 21"),
                    .init(
                        rule: "spread",
                        sentence:
                            "ask would be 2 posts at 10:00-11:00 within 7d, at most 1, and that is one too many"
                    ),
                ]),
            PinConflict(post: "own/talk", account: "mastodon", at: Scene.now, refusals: []),
        ]
        #expect(
            Scene.findings(plan) == """

                Pinned posts that cannot go out at their time
                  promo/opening on mastodon, Tue 1 Dec 10:00:
                    pace: 22 posts within 7d with this one, at most 21
                    spread: ask would be 2 posts at 10:00-11:00 within 7d, at most 1, and
                        that is one too many
                  own/talk on mastodon, Mon 23 Nov 09:00:
                    what is pinned or frozen already would be refused after it
                """)
    }
}
