import Planning
import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@testable import Preview

struct TextLeftOutTests {
    static func plan(_ unplaced: [UnplacedPost], accounts: [AccountID] = ["bluesky", "mastodon", "site"])
        -> Plan
    {
        Plan(
            now: Scene.now, end: Scene.now + .days(14), unplaced: unplaced,
            accounts: accounts.map { AccountForecast(account: $0, zone: SystemZones.berlin) })
    }

    static let everyReason = plan([
        Scene.unplaced("answer/microwave", outranked: 5),
        Scene.unplaced("answer/microwave", on: "site", outranked: 5),
        Scene.unplaced("curated/out", on: "bluesky", refusals: [("once", 100, "it went out on 2026-11-20")]),
        Scene.unplaced("curated/out", refusals: [("pace", 90, "too many"), ("once", 100, "it went out")]),
        Scene.unplaced("curated/seen-here", on: "bluesky", refusals: [("once", 100, "it went out")]),
        Scene.unplaced("curated/seen-here", outranked: 1),
        Scene.unplaced("own/wait", on: "bluesky", slots: 0),
        Scene.unplaced("own/wait", refusals: [("hold", 100, "the account is on hold")]),
        Scene.unplaced(
            "promo/sale", on: "bluesky", refusals: [("goodwill", 100, "goodwill is 3 and this asks 4")]),
        Scene.unplaced("promo/sale", refusals: [("goodwill", 100, "goodwill is 3 and this asks 4")]),
        Scene.unplaced(
            "promo/sale", on: "site", refusals: [("goodwill", 100, "goodwill is 3 and this asks 4")]),
        Scene.unplaced(
            "promo/voucher", on: "bluesky", refusals: [("window", 100, "it must go out before 18:00")]),
        Scene.unplaced(
            "promo/voucher",
            refusals: [
                (
                    "order", 100,
                    "conversation/winter-repair-week-programme has not gone out on this account before"
                )
            ]),
        Scene.unplaced("promo/voucher", on: "site", refusals: [("pace", 3, "too many")], outranked: 97),
        Scene.unplaced("thanks/for-everything-you-did-in-the-winter", outranked: 9),
    ])

    @Test func `what is left out is grouped by what can be done about it`() {
        #expect(
            Scene.leftOut(TextLeftOutTests.everyReason) == """

                Left out, refused by the rules: 2 posts
                  promo/sale     everywhere: goodwill: goodwill is 3 and this asks 4
                  promo/voucher  bluesky: window: it must go out before 18:00
                                 mastodon: order: conversation/winter-repair-week-programme
                                   has not gone out on this account before
                                 site: others are worth more

                Left out, others are worth more: 3 posts
                  answer/microwave                  mastodon, site
                  curated/seen-here                 mastodon
                  for-everything-you-did-in-the-w…  mastodon

                Left out, the account takes nothing now: 1 post
                  --all lists them

                Out already: 1 post
                  --all lists them
                """)
    }

    @Test func `with all, what is out already or has no way out is named too`() {
        let text = Scene.leftOut(TextLeftOutTests.everyReason, limit: nil)
        #expect(
            text.hasSuffix(
                """
                Left out, the account takes nothing now: 1 post
                  own/wait  bluesky: no slot in this time
                            mastodon: on hold

                Out already: 1 post
                  curated/out  bluesky, mastodon
                """))
        #expect(!text.contains("--all"))
    }

    @Test func `where lines are short the reasons stand below the ids`() {
        #expect(
            Scene.leftOut(TextLeftOutTests.everyReason, width: 40) == """

                Left out, refused by the rules: 2 posts
                  promo/sale
                      everywhere: goodwill: goodwill
                        is 3 and this asks 4
                  promo/voucher
                      bluesky: window: it must go out
                        before 18:00
                      mastodon: order:
                        conversation/winter-repair-week-
                        programme has not gone out on
                        this account before
                      site: others are worth more

                Left out, others are worth more: 3 posts
                  answer/microwave
                      mastodon, site
                  curated/seen-here
                      mastodon
                  …/for-everything-you-did-in-the-winter
                      mastodon

                Left out, the account takes nothing now:
                1 post
                  --all lists them

                Out already: 1 post
                  --all lists them
                """)
    }

    @Test func `where no rule alone leaves no way, those are named that may do so together`() {
        func reason(_ refusals: [(RuleName, Int, String)]) -> String {
            let plan = TextLeftOutTests.plan(
                [Scene.unplaced("a", refusals: refusals)], accounts: ["mastodon"])
            return String(Scene.leftOut(plan, width: 200).split(separator: "\n").last ?? "")
        }
        #expect(reason([("window", 100, "too early"), ("mix", 99, "too many")]) == "  a  window: too early")
        #expect(
            reason([("window", 60, "too early"), ("mix", 40, "too many"), ("pace", 40, "too fast")])
                == "  a  window: too early; mix: too many")
        #expect(
            reason([("window", 26, "1"), ("mix", 25, "2"), ("pace", 25, "3"), ("gate", 24, "4")])
                == "  a  window: 1; mix: 2; pace: 3")
    }

    @Test func `one account is not named again and again`() {
        let plan = TextLeftOutTests.plan(
            [
                Scene.unplaced("a", outranked: 5),
                Scene.unplaced("b", refusals: [("gate", 100, "somebody waits for an answer")]),
            ], accounts: ["mastodon"])
        #expect(
            Scene.leftOut(plan) == """

                Left out, refused by the rules: 1 post
                  b  gate: somebody waits for an answer

                Left out, others are worth more: 1 post
                  a
                """)
    }

    @Test(arguments: [(0, 0), (1, 1), (4, 4), (5, 5), (6, 6), (7, 7), (20, 7), (nil, 7)])
    func `the limit counts posts over all groups, the refused first`(limit: Int?, shown: Int) {
        let posts = (0..<5).map {
            Scene.unplaced(PostID("refused-\($0)"), refusals: [("mix", 100, "too many")])
        }
        let plan = TextLeftOutTests.plan(
            posts + [Scene.unplaced("b", outranked: 1), Scene.unplaced("a", outranked: 1)])
        let text = Scene.leftOut(plan, limit: limit)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.contains("--all") }
        #expect(rows.count == shown)
        #expect(text.contains("refused by the rules: 5 posts"))
        #expect(text.contains("others are worth more: 2 posts"))
        #expect(text.contains("--all") == (shown < 7))
        #expect(text.contains("and \(5 - shown) more; --all lists them") == (1...4).contains(shown))
        #expect(text.contains("  and 1 more; --all") == (shown == 4 || shown == 6))
    }

    @Test func `what is kept from an account says why, and comes first`() {
        let plan = TextLeftOutTests.plan([
            Scene.unplaced("own/long", on: "bluesky", refusals: [("barred", 100, "the network rejected it")]),
            Scene.unplaced("own/long", refusals: [("mix", 100, "too many")]),
            Scene.unplaced("own/long", on: "site", outranked: 4),
            Scene.unplaced(
                "own/quiet", on: "site", refusals: [("barred", 0, "a person dropped it")], slots: 0),
        ])
        #expect(
            Scene.leftOut(plan) == """

                Left out, kept from their accounts: 2 posts
                  own/long   bluesky: the network rejected it
                             mastodon: mix: too many
                             site: others are worth more
                  own/quiet  site: a person dropped it
                """)
    }

    @Test func `what is placed all the same, or is a pin that cannot be kept, is not left out`() {
        var plan = TextLeftOutTests.plan([
            Scene.unplaced("evergreen", outranked: 3),
            Scene.unplaced("pin", refusals: [("window", 100, "pinned")]),
        ])
        #expect(Scene.leftOut(plan) != "")
        plan.placements = [Scene.post("evergreen", "2026-11-23T09:00:00Z")]
        plan.pinConflicts = [PinConflict(post: "pin", account: "mastodon", at: Scene.now, refusals: [])]
        #expect(Scene.leftOut(plan) == "")
    }
}
