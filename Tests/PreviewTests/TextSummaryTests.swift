import Planning
import Policies
import Posts
import Rules
import TestSupport
import Testing
import Timeline

@testable import Preview

struct TextSummaryTests {
    static func plan(
        _ shortfalls: [Shortfall.Lack] = [], pace: PaceSettings? = nil, runway: Runway = Runway(giveStock: 5),
        shares: [AccountForecast.Share] = []
    ) -> Plan {
        Plan(
            now: Scene.now, end: Scene.now + .days(14),
            shortfalls: shortfalls.map { Shortfall(account: "mastodon", lack: $0) },
            accounts: [
                AccountForecast(
                    account: "mastodon", zone: SystemZones.berlin, pace: pace, runway: runway, shares: shares)
            ])
    }

    static func missing(_ index: Int) -> Shortfall.Lack {
        .pace(day: Scene.day("2026-11-23").adding(days: index), missing: 1 + index % 2)
    }

    @Test func `shortfalls of both floors say when and how much`() {
        let plan = TextSummaryTests.plan([
            .pace(day: Scene.day("2026-11-28"), missing: 1), .pace(day: Scene.day("2026-12-05"), missing: 2),
            .silence(
                from: Scene.instant("2026-11-28T09:00:00Z"), to: Scene.instant("2026-11-30T07:00:00Z"),
                hours: 22),
        ])
        #expect(
            Scene.summary(plan) == """
                  floors    Sat 28 Nov: 1 post missing to the minimum
                            Sat 5 Dec: 2 posts missing to the minimum
                            Sat 28 Nov 10:00 to Mon 30 Nov 08:00: 22 h too silent
                  runway    5 posts left that give
                """)
    }

    @Test func `floors that are met say so, floors that nobody asks for say nothing`() {
        #expect(Scene.summary(TextSummaryTests.plan(pace: PaceSettings(min: 1))).contains("floors    met"))
        #expect(
            Scene.summary(TextSummaryTests.plan(pace: PaceSettings(silence: .hours(1)))).contains(
                "floors    met"))
        #expect(!Scene.summary(TextSummaryTests.plan(pace: PaceSettings(target: 1))).contains("floors"))
    }

    @Test func `more than six shortfalls are summed up`() {
        let six = Scene.summary(TextSummaryTests.plan((0..<6).map(TextSummaryTests.missing)))
        #expect(six.contains("Sat 28 Nov: 2 posts missing"))
        #expect(!six.contains("more"))
        let silence = Shortfall.Lack.silence(from: Scene.now, to: Scene.now + .days(2), hours: 24)
        let many = TextSummaryTests.plan((0..<18).map(TextSummaryTests.missing) + [silence])
        #expect(
            Scene.summary(many) == """
                  floors    Mon 23 Nov: 1 post missing to the minimum
                            Tue 24 Nov: 2 posts missing to the minimum
                            Wed 25 Nov: 1 post missing to the minimum
                            Thu 26 Nov: 2 posts missing to the minimum
                            Fri 27 Nov: 1 post missing to the minimum
                            Sat 28 Nov: 2 posts missing to the minimum
                            and 12 more days, 1 more silence; --all lists them
                  runway    5 posts left that give
                """)
        #expect(
            Scene.summary(TextSummaryTests.plan((0..<7).map(TextSummaryTests.missing))).contains(
                "and 1 more day;"))
    }

    @Test func `every shortfall is listed where everything is asked for`() {
        let text = Scene.summary(TextSummaryTests.plan((0..<18).map(TextSummaryTests.missing)), limit: nil)
        #expect(text.contains("Thu 10 Dec: 2 posts missing to the minimum"))
        #expect(!text.contains("more"))
    }

    @Test(arguments: [
        (Runway(giveStock: 0), "nothing that gives is left"),
        (Runway(giveStock: 0, giveUntil: Scene.day("2026-11-23")), "nothing that gives is left"),
        (Runway(giveStock: 1), "1 post left that give"),
        (Runway(giveStock: nil), "what gives never runs out"),
        (Runway(giveStock: 9, giveUntil: Scene.day("2026-12-02")), "what gives lasts until Wed 2 Dec"),
        (Runway(giveStock: 9, giveUntil: Scene.day("2027-01-17")), "what gives lasts until Sun 17 Jan 2027"),
    ])
    func `the runway in words`(runway: Runway, words: String) {
        #expect(Scene.summary(TextSummaryTests.plan(runway: runway)) == "  runway    \(words)")
    }

    @Test(arguments: [40, 60, 80, 120])
    func `the runway takes two lines at most, and counts what it does not name`(width: Int) {
        let needs = (0..<15).map { index in
            Runway.Need(
                kind: KindName("kind-\(index)"), count: 2, by: Scene.day("2026-11-25").adding(days: index))
        }
        let runway = Runway(giveStock: 9, giveUntil: Scene.day("2026-12-02"), needed: needs)
        let lines = Scene.summary(TextSummaryTests.plan(runway: runway), width: width).split(separator: "\n")
        #expect(lines.count == 2 || width == 40)
        #expect(lines.count <= 2)
        #expect(width == 40 || lines.joined().contains(" more"))
    }

    @Test func `needs that fit are all named`() {
        let runway = Runway(
            giveStock: 9, giveUntil: Scene.day("2026-12-02"),
            needed: [
                .init(kind: "curated", count: 3, by: Scene.day("2026-11-30")),
                .init(kind: "own", count: 1, by: Scene.day("2026-12-01")),
            ])
        #expect(
            Scene.summary(TextSummaryTests.plan(runway: runway)) == """
                  runway    what gives lasts until Wed 2 Dec; to keep the mix: 3 curated by Mon
                            30 Nov, 1 own by Tue 1 Dec
                """)
    }

    @Test func `shares stand against their limits, a wish is called one`() {
        let plan = TextSummaryTests.plan(shares: [
            Scene.share(.side(.ask), 4, of: 42, atMost: .percent(20)),
            Scene.share(.kind("promo"), 2, of: 6, atMost: .count(1), over: .posts(6)),
            Scene.share(.origin(.own), 0, of: 0, atMost: .percent(60), level: .should(weight: 1)),
        ])
        #expect(
            Scene.summary(plan) == """
                  shares    ask: 4 of 42 = 9 %, limit 20 % over 14d
                            promo: 2, limit 1 over 6 posts
                            origin:own: 0 of 0 = 0 %, limit 60 % over 14d (a wish)
                  runway    5 posts left that give
                """)
    }

    @Test func `only a wish that a placement breaks is coloured, and says so`() {
        var shares = [
            Scene.share(.side(.ask), 2, of: 9, atMost: .percent(20)),
            Scene.share(.side(.ask), 2, of: 9, atMost: .percent(20), level: .should(weight: 1)),
            Scene.share(.side(.ask), 2, of: 9, atMost: .percent(20), level: .should(weight: 1)),
        ]
        shares[2].isBroken = true
        let plan = TextSummaryTests.plan(shares: shares)
        let lines = plan.accounts.flatMap {
            TextSummary(plan: plan, forecast: $0, style: PreviewStyle(width: 80), paint: Paint(isOn: true))
                .lines
        }
        #expect(lines.map { $0.contains("\u{1B}[33m") } == [false, false, true, false])
        #expect(!lines.joined().contains("\u{1B}[31m"))
        #expect(lines[2].contains("limit 20 % over 14d (a wish, broken)"))
    }
}
