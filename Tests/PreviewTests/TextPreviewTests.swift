import Diagnostics
import Planning
import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@testable import Preview

struct TextPreviewTests {
    @Test func `a plan at 80 columns`() {
        #expect(
            Scene.text(Scene.ordinary) == """
                Plan, Mon 23 Nov 2026 08:00 to Wed 25 Nov 2026 08:00 UTC
                5 posts on 1 account; score 48,211, at most 48,350 (gap 0.2 %)
                floors short by 1: nothing better is possible

                mastodon   Europe/Berlin   5 posts: 3 give, 1 ask, 1 neither
                  Mon 23 Nov  4/8   1 already out
                                    10:15 + curated/contrast =    18:00 + …/klaus-map @
                  Tue 24 Nov  1/8   09:30 + what-are-you-making…  14:00 ! promo/winter-sale ~
                                    19:45 . quote/ruskin
                  Wed 25 Nov  1/8   1 post missing
                  goodwill  2 now, 1 at the end, lowest 1, never over 8
                  shares    ask: 1 of 5 = 20 %, limit 20 % over 14d
                            intent:promo: 1, limit 1 over 6 posts
                            origin:own: 2 of 5 = 40 %, limit 60 % over 14d (a wish)
                  floors    Wed 25 Nov: 1 post missing to the minimum
                  runway    what gives lasts until Fri 27 Nov; to keep the mix: 3 curated by Wed
                            25 Nov

                Left out, refused by the rules: 1 post
                  promo/voucher  goodwill: goodwill is 1

                + gives   ! asks   . neither   @ pinned   = kept   ~ breaks a wish (should)
                beside a day: the goodwill at its end, and the cap

                """)
    }

    @Test func `a plan at 120 columns`() {
        #expect(
            Scene.text(Scene.ordinary, width: 120) == """
                Plan, Mon 23 Nov 2026 08:00 to Wed 25 Nov 2026 08:00 UTC
                5 posts on 1 account; score 48,211, at most 48,350 (gap 0.2 %)
                floors short by 1: nothing better is possible

                mastodon   Europe/Berlin   5 posts: 3 give, 1 ask, 1 neither
                  Mon 23 Nov  4/8   1 already out
                                    10:15 + curated/contrast =       18:00 + community/klaus-map @
                  Tue 24 Nov  1/8   09:30 + what-are-you-making-th…  14:00 ! promo/winter-sale ~      19:45 . quote/ruskin
                  Wed 25 Nov  1/8   1 post missing
                  goodwill  2 now, 1 at the end, lowest 1, never over 8
                  shares    ask: 1 of 5 = 20 %, limit 20 % over 14d
                            intent:promo: 1, limit 1 over 6 posts
                            origin:own: 2 of 5 = 40 %, limit 60 % over 14d (a wish)
                  floors    Wed 25 Nov: 1 post missing to the minimum
                  runway    what gives lasts until Fri 27 Nov; to keep the mix: 3 curated by Wed 25 Nov

                Left out, refused by the rules: 1 post
                  promo/voucher  goodwill: goodwill is 1

                + gives   ! asks   . neither   @ pinned   = kept   ~ breaks a wish (should)
                beside a day: the goodwill at its end, and the cap

                """)
    }

    @Test func `a plan at 40 columns`() {
        #expect(
            Scene.text(Scene.ordinary, width: 40) == """
                Plan, Mon 23 Nov 2026 08:00 to Wed 25
                Nov 2026 08:00 UTC
                5 posts on 1 account; score 48,211, at
                most 48,350 (gap 0.2 %)
                floors short by 1: nothing better is
                possible

                mastodon   Europe/Berlin   5 posts: 3
                give, 1 ask, 1 neither
                  Mon 23 Nov  4/8   1 already out
                                    10:15 + contrast =
                                    18:00 + klaus-m… @
                  Tue 24 Nov  1/8   09:30 + what-are-…
                                    14:00 ! winter-… ~
                                    19:45 . …/ruskin
                  Wed 25 Nov  1/8   1 post missing
                  goodwill  2 now, 1 at the end, lowest
                            1, never over 8
                  shares    ask: 1 of 5 = 20 %, limit 20
                            % over 14d
                            intent:promo: 1, limit 1
                            over 6 posts
                            origin:own: 2 of 5 = 40 %,
                            limit 60 % over 14d (a wish)
                  floors    Wed 25 Nov: 1 post missing
                            to the minimum
                  runway    what gives lasts until Fri
                            27 Nov

                Left out, refused by the rules: 1 post
                  promo/voucher
                      goodwill: goodwill is 1

                + gives   ! asks   . neither   @ pinned
                = kept   ~ breaks a wish (should)
                beside a day: the goodwill at its end,
                and the cap

                """)
    }

    @Test func `a plan whose search was ended early says so`() {
        var plan = Scene.ordinary
        #expect(!Scene.text(plan).contains("another run"))
        plan.ended = .timeLimit
        #expect(
            Scene.text(plan).contains(
                "nothing better is possible\nended by the time limit: another run may give another plan\n\n"))
        plan.ended = .interrupted
        #expect(Scene.text(plan).contains("\ninterrupted: another run may give another plan\n\n"))
    }

    @Test func `colour adds nothing but colour`() {
        let painted = Scene.text(Scene.ordinary, colour: true)
        #expect(Scene.stripped(painted) == Scene.text(Scene.ordinary))
        #expect(painted.contains("\u{1B}[32m10:15 + curated/contrast =\u{1B}[0m"))
        #expect(painted.contains("\u{1B}[33m14:00 ! promo/winter-sale ~\u{1B}[0m"))
        #expect(painted.contains("  19:45 . quote/ruskin\n"))
        #expect(painted.contains("\u{1B}[1mmastodon\u{1B}[0m   Europe/Berlin"))
        #expect(painted.contains("\u{1B}[31mfloors short by 1: nothing better is possible\u{1B}[0m"))
    }

    @Test func `the sides are told apart without colour`() {
        let text = Scene.text(Scene.ordinary)
        #expect(!text.contains("\u{1B}"))
        #expect(text.contains("10:15 + curated/contrast"))
        #expect(text.contains("14:00 ! promo/winter-sale"))
        #expect(text.contains("19:45 . quote/ruskin"))
    }

    @Test func `a plan without posts says so in a few lines`() {
        var plan = Scene.ordinary
        plan.placements = []
        plan.unplaced = []
        plan.shortfalls = []
        plan.floorShortfall = 0
        plan.status = .optimal
        plan.score = 0
        plan.accounts[0].goodwill = Scene.goodwill([("2026-11-23T08:00:00Z", 2)])
        plan.accounts[0].days = Scene.days("2026-11-23", 14, [])
        plan.accounts[0].runway = Runway(giveStock: 0)
        plan.accounts[0].shares = []
        #expect(
            Scene.text(plan) == """
                Plan, Mon 23 Nov 2026 08:00 to Wed 25 Nov 2026 08:00 UTC
                0 posts on 1 account; score 0, the best there is
                floors met

                mastodon   Europe/Berlin   no post
                  nothing is planned
                  goodwill  2 now, 2 at the end, lowest 2, never over 8
                  floors    met
                  runway    nothing that gives is left

                """)
    }

    @Test func `a plan without accounts is only a headline`() {
        let plan = Plan(now: Scene.now, end: Scene.now + .days(14), status: .optimal)
        #expect(
            Scene.text(plan) == """
                Plan, Mon 23 Nov 2026 08:00 to Mon 7 Dec 2026 08:00 UTC
                0 posts on no account; score 0, the best there is

                """)
    }

    @Test func `an account on hold says how it ends`() {
        var plan = Scene.ordinary
        plan.placements = []
        plan.accounts[0].isHeld = true
        plan.accounts[0].days = Scene.days("2026-11-23", 3, [], missing: [1, 1, 1])
        plan.accounts[0].shares = []
        plan.floorShortfall = 3
        plan.floorBound = 3
        plan.shortfalls = (0..<3).map {
            Shortfall(
                account: "mastodon", lack: .pace(day: Scene.day("2026-11-23").adding(days: $0), missing: 1))
        }
        plan.unplaced = ["curated/contrast", "quote/ruskin"].map {
            Scene.unplaced($0, refusals: [("hold", 100, "the account is on hold"), ("pace", 3, "too many")])
        }
        #expect(
            Scene.text(plan) == """
                Plan, Mon 23 Nov 2026 08:00 to Wed 25 Nov 2026 08:00 UTC
                0 posts on 1 account; score 48,211, at most 48,350 (gap 0.2 %)
                floors short by 3: nothing better is possible

                mastodon   Europe/Berlin   no post
                  ON HOLD: nothing goes out until `hearth resume` ends it for mastodon
                  goodwill  2 now, 1 at the end, lowest 1, never over 8
                  floors    Mon 23 Nov: 1 post missing to the minimum
                            Tue 24 Nov: 1 post missing to the minimum
                            Wed 25 Nov: 1 post missing to the minimum
                  runway    what gives lasts until Fri 27 Nov; to keep the mix: 3 curated by Wed
                            25 Nov

                Left out, the account takes nothing now: 2 posts
                  --all lists them

                """)
    }

    @Test func `several accounts stand below each other, each in its own time`() {
        #expect(
            Scene.text(TextPreviewTests.several) == """
                Plan, Mon 23 Nov 2026 08:00 to Tue 24 Nov 2026 08:00 UTC
                3 posts on 3 accounts; score 1,500, the best there is
                floors met

                bluesky   America/New_York   2 posts: 1 give, 1 ask, 0 neither
                  Mon 23 Nov  7     09:00 + curated/contrast      22:30 ! promo/sale
                  Tue 24 Nov  7     -
                  goodwill  10 now, 7 at the end, lowest 7
                  floors    met
                  runway    4 posts left that give

                mastodon   Europe/Berlin   1 post: 1 give, 0 ask, 0 neither
                  Mon 23 Nov  8/8   10:15 + curated/contrast
                  Tue 24 Nov  8/8   -
                  goodwill  8 now, 8 at the end, lowest 8, never over 8
                  runway    what gives lasts until Sun 17 Jan 2027

                site   UTC   no post
                  nothing is planned
                  runway    what gives never runs out

                Left out, refused by the rules: 1 post
                  promo/sale  mastodon: goodwill: goodwill is 3 and this asks 4
                              site: others are worth more

                Left out, others are worth more: 1 post
                  curated/contrast  site

                + gives   ! asks   . neither
                beside a day: the goodwill at its end

                """)
    }

    @Test(arguments: [1, 40, 41, 59, 60, 79, 80, 100, 120, 240], [false, true])
    func `no line is wider than was asked for`(width: Int, colour: Bool) {
        for (plan, limit) in [
            (Scene.hostile, 20), (Scene.hostile, nil), (Scene.ordinary, 20), (TextPreviewTests.several, 20),
        ] {
            let text = Scene.stripped(Scene.text(plan, width: width, colour: colour, limit: limit))
            for line in text.split(separator: "\n") {
                let columns = DisplayWidth.of(String(line))
                #expect(columns <= max(40, width), "\(columns) columns: \(line)")
            }
        }
    }

    @Test(arguments: [false, true])
    func `nothing from a file reaches the terminal as a control character`(colour: Bool) {
        let text = Scene.stripped(Scene.text(Scene.hostile, colour: colour, limit: nil))
        #expect(TerminalText.escaped(text, keepingLineBreaks: true) == text)
        #expect(text.contains("\\u{1B}"))
    }

    @Test func `hostile posts are shown as what they are`() {
        let ids: [PostID] = [
            "a/\u{1B}]0;owned\u{7}", "b/\u{202E}lairt\u{2066}", "c/one\nMon 24 Nov  forged",
            "d/pay\u{200B}pal",
            "e/\u{9B}31mred", "f/\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}",
            PostID("g/" + String(repeating: "w", count: 400)),
        ]
        let posts = ids.enumerated().map { Scene.post($1, "2026-11-23T1\($0):00:00Z") }
        let forecast = AccountForecast(
            account: "mastodon", zone: SystemZones.berlin, days: Scene.days("2026-11-23", 1, posts), slots: 9)
        let plan = Plan(
            now: Scene.now, end: Scene.now + .days(1), placements: posts,
            unplaced: [
                Scene.unplaced("z/\r\u{1B}[1A\u{FEFF}", refusals: [("mix", 3, "no\u{8}\u{2028}room")])
            ],
            accounts: [forecast])
        #expect(
            Scene.text(plan) == """
                Plan, Mon 23 Nov 2026 08:00 to Tue 24 Nov 2026 08:00 UTC
                7 posts on 1 account; score 0, at most 0 (gap 0.0 %)

                mastodon   Europe/Berlin   7 posts: 7 give, 0 ask, 0 neither
                  Mon 23 Nov  11:00 + a/\\u{1B}]0;owned\\u{7}    12:00 + b/\\u{202E}lairt\\u{2066}
                              13:00 + one\\nMon 24 Nov  forged  14:00 + d/pay\\u{200B}pal
                              15:00 + e/\\u{9B}31mred           16:00 + f/\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}
                              17:00 + wwwwwwwwwwwwwwwwwwwwww…
                  runway    nothing that gives is left

                Left out, refused by the rules: 1 post
                  z/\\r\\u{1B}[1A\\u{FEFF}  mix: no\\u{8}\\u{2028}room

                + gives   ! asks   . neither

                """)
    }

    @Test func `a name of a million graphemes is cut in a moment`() {
        let id = PostID(String(repeating: "e\u{301}👩‍👩‍👧", count: 500_000))
        let post = Scene.post(id, "2026-11-23T10:00:00Z")
        let forecast = AccountForecast(
            account: "mastodon", zone: SystemZones.berlin, days: Scene.days("2026-11-23", 1, [post]), slots: 9
        )
        let plan = Plan(
            now: Scene.now, end: Scene.now + .days(1), placements: [post], unplaced: [Scene.unplaced(id)],
            accounts: [forecast])
        var text = ""
        #expect(ContinuousClock().measure { text = Scene.text(plan) } < .seconds(60))
        for line in text.split(separator: "\n") { #expect(DisplayWidth.of(String(line)) <= 80) }
    }

    @Test func `no line ends with a space`() {
        for plan in [Scene.ordinary, Scene.hostile, TextPreviewTests.several] {
            #expect(!Scene.text(plan).contains(" \n"))
        }
    }

    /// Berlin with a cap, New York without one, and a place without goodwill, floors or end of its stock.
    static let several: Plan = {
        let newYork = SystemZones.zone("America/New_York")
        let posts = [
            Scene.post("curated/contrast", "2026-11-23T09:15:00Z"),
            Scene.post("curated/contrast", "2026-11-23T14:00:00Z", on: "bluesky", zone: newYork),
            Scene.post("promo/sale", "2026-11-24T03:30:00Z", .ask, on: "bluesky", zone: newYork),
        ]
        func forecast(_ account: AccountID, _ zone: Zone) -> AccountForecast {
            AccountForecast(
                account: account, zone: zone,
                days: Scene.days("2026-11-23", 2, posts.filter { $0.account == account }), slots: 9)
        }
        var bluesky = forecast("bluesky", newYork)
        bluesky.goodwill = Scene.goodwill([
            ("2026-11-23T08:00:00Z", 10), ("2026-11-23T14:00:00Z", 11), ("2026-11-24T03:30:00Z", 7),
        ])
        bluesky.pace = PaceSettings(silence: .hours(24))
        bluesky.runway = Runway(giveStock: 4)
        var mastodon = forecast("mastodon", SystemZones.berlin)
        mastodon.goodwill = Scene.goodwill([("2026-11-23T08:00:00Z", 8), ("2026-11-23T09:15:00Z", 8)])
        mastodon.goodwillCap = 8
        mastodon.runway = Runway(giveStock: 30, giveUntil: Scene.day("2027-01-17"))
        var site = forecast("site", .utc)
        site.runway = Runway(giveStock: nil)
        return Plan(
            now: Scene.now, end: Scene.now + .days(1), status: .optimal, score: 1_500, bound: 1_500,
            placements: posts,
            unplaced: [
                Scene.unplaced("curated/contrast", on: "site", outranked: 4),
                Scene.unplaced("promo/sale", refusals: [("goodwill", 100, "goodwill is 3 and this asks 4")]),
                Scene.unplaced("promo/sale", on: "site", outranked: 2),
            ], accounts: [bluesky, mastodon, site])
    }()
}
