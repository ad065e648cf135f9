import Diagnostics
import Foundation
import Planning
import Policies
import Posts
import Rules
import TestSupport
import Timeline

@testable import Preview

/// Plans made by hand, so that what is shown depends on nothing but the preview.
enum Scene {
    static let now = instant("2026-11-23T08:00:00Z")

    static func instant(_ text: String) -> Instant { Instant(rfc3339: text) ?? Instant(minutes: 0) }

    static func day(_ text: String) -> LocalDate { LocalDate(parsing: text) ?? LocalDate(dayNumber: 0) }

    /// A post that gives, unless `side` says otherwise.
    static func post(
        _ id: PostID, _ at: String, _ side: Side = .give, on account: AccountID = "mastodon",
        zone: Zone = SystemZones.berlin, kept: Bool = false, pinned: Bool = false, breaks: RuleName? = nil
    ) -> PlannedPost {
        let when = instant(at)
        let kind: KindName =
            switch side {
            case .give: "curated"
            case .ask: "promo"
            case .neutral: "quote"
            }
        return PlannedPost(
            post: id, account: account, at: when, local: zone.local(at: when), kind: kind, side: side,
            reach: 500,
            isKept: kept, isPinned: pinned,
            broken: breaks.map { [.init(rule: $0, weight: 300, sentence: "too close")] } ?? [])
    }

    /// Days from `first` on, with the planned posts counted.
    static func days(
        _ first: String, _ count: Int, _ posts: [PlannedPost], published: [Int] = [], missing: [Int] = []
    ) -> [AccountForecast.Day] {
        (0..<count).map { index in
            let date = day(first).adding(days: index)
            return .init(
                date: date, published: index < published.count ? published[index] : 0,
                planned: posts.count { $0.local.date == date },
                missing: index < missing.count ? missing[index] : 0)
        }
    }

    static func goodwill(_ points: [(String, Int)]) -> [GoodwillPoint] {
        points.map { GoodwillPoint(at: instant($0.0), balance: $0.1) }
    }

    static func unplaced(
        _ post: PostID, on account: AccountID = "mastodon", refusals: [(RuleName, Int, String)] = [],
        outranked: Int = 0, slots: Int = 100
    ) -> UnplacedPost {
        UnplacedPost(
            post: post, account: account, kind: "curated",
            refusals: refusals.map { .init(rule: $0.0, slots: $0.1, message: $0.2) },
            outrankedSlots: outranked,
            slots: slots)
    }

    static func share(
        _ term: Selector.Term, _ members: Int, of total: Int, atMost limit: MixLimit.Limit,
        over window: LookBack = .time(.days(14)), level: Level = .must
    ) -> AccountForecast.Share {
        .init(
            limit: MixLimit(of: Selector([term]), atMost: limit, over: window, level: level),
            members: members,
            total: total, at: now)
    }

    /// Three ordinary days of one account, with a pin, a kept post, a wish broken and each side.
    static let ordinary: Plan = {
        let posts = [
            post("curated/contrast", "2026-11-23T09:15:00Z", kept: true),
            post("community/klaus-map", "2026-11-23T17:00:00Z", pinned: true),
            post("conversation/what-are-you-making-this-week", "2026-11-24T08:30:00Z"),
            post("promo/winter-sale", "2026-11-24T13:00:00Z", .ask, breaks: "apart"),
            post("quote/ruskin", "2026-11-24T18:45:00Z", .neutral),
        ]
        let forecast = AccountForecast(
            account: "mastodon", zone: SystemZones.berlin, pace: PaceSettings(min: 1, target: 2),
            goodwillCap: 8,
            goodwill: goodwill([
                ("2026-11-23T08:00:00Z", 2), ("2026-11-23T09:15:00Z", 3), ("2026-11-23T17:00:00Z", 4),
                ("2026-11-24T08:30:00Z", 5), ("2026-11-24T13:00:00Z", 1), ("2026-11-24T18:45:00Z", 1),
            ]),
            runway: Runway(
                giveStock: 9, giveUntil: day("2026-11-27"),
                needed: [.init(kind: "curated", count: 3, by: day("2026-11-25"))]),
            shares: [
                share(.side(.ask), 1, of: 5, atMost: .percent(20)),
                share(.intent(.promo), 1, of: 5, atMost: .count(1), over: .posts(6)),
                share(.origin(.own), 2, of: 5, atMost: .percent(60), level: .should(weight: 100)),
            ],
            days: days("2026-11-23", 3, posts, published: [1], missing: [0, 0, 1]), slots: 150)
        return Plan(
            now: now, end: now + .days(2), floorShortfall: 1, floorBound: 1, score: 48_211, bound: 48_350,
            placements: posts,
            unplaced: [unplaced("promo/voucher", refusals: [("goodwill", 100, "goodwill is 1")])],
            shortfalls: [Shortfall(account: "mastodon", lack: .pace(day: day("2026-11-25"), missing: 1))],
            accounts: [forecast])
    }()

    /// Everything that can be shown, with ids and words that try to break the screen.
    static let hostile: Plan = {
        let long = PostID(
            String(repeating: "very/long/folder/", count: 12) + String(repeating: "name", count: 40))
        let wide: PostID = "カレンダー/とても長い名前の投稿でも幅を守らなければならない"
        let rude: PostID = "evil/\u{1B}[31mred\u{7}\nnext\u{202E}line"
        let accounts: [AccountID] = [
            "mastodon", AccountID(String(repeating: "account", count: 20)), "b\u{1B}[2J",
        ]
        let sentence =
            "it says " + String(repeating: "a sentence that goes on ", count: 10) + "\u{1B}]0;title\u{7}"
        let posts = accounts.flatMap { account in
            [long, wide, rude].enumerated().map { index, id in
                post(
                    id, "2026-11-23T1\(index):15:00Z", Side.allCases[index], on: account, kept: true,
                    pinned: true,
                    breaks: "apart")
            }
        }
        let lack: [Shortfall] = accounts.flatMap { account in
            (0..<9).map { index in
                Shortfall(
                    account: account,
                    lack: index % 3 == 2
                        ? .silence(from: now + .days(index), to: now + .days(index + 1), hours: 1_000_000)
                        : .pace(day: day("2026-11-23").adding(days: index), missing: 1_000_000))
            }
        }
        let forecasts = accounts.map { account in
            AccountForecast(
                account: account, zone: SystemZones.berlin, pace: PaceSettings(min: 1), goodwillCap: 1_000,
                goodwill: [GoodwillPoint(at: now, balance: -1_000)],
                runway: Runway(
                    giveStock: 3, giveUntil: day("2101-01-01"),
                    needed: (0..<12).map {
                        .init(kind: KindName("kind\u{7}\($0)"), count: 1_000, by: day("2027-01-01"))
                    }),
                shares: [
                    share(.topic(String(repeating: "wörter und ", count: 20)), 5, of: 6, atMost: .percent(1)),
                    share(.campaign("\u{1B}[5m"), 5, of: 6, atMost: .count(1)),
                ],
                days: days("2026-11-23", 2, posts, published: [1_000_000], missing: [1_000_000]),
                isHeld: true,
                slots: 10)
        }
        return Plan(
            now: now, end: now + .days(90), floorShortfall: 123_456_789, floorBound: 12_345_678,
            score: -1_234_567_890, bound: 12_345_678_901, placements: posts,
            unplaced: accounts.flatMap { account in
                (0..<8).flatMap { index in
                    [
                        unplaced(
                            PostID("\(long)\(index)"), on: account, refusals: [("mix", 100, sentence)]),
                        unplaced(PostID("\(wide)\(index)"), on: account, outranked: 7),
                        unplaced(PostID("\(rude)\(index)"), on: account, slots: 0),
                    ]
                }
            }, shortfalls: lack, accounts: forecasts,
            mislabelled: [
                Mislabelled(
                    post: long, label: "curated", counted: "promo", finding: .shopHost("shop.example")),
                Mislabelled(
                    post: rude, label: "cu\u{1B}rated", counted: "own", finding: .affiliateParameter("\u{8}")),
            ],
            pinConflicts: [
                PinConflict(
                    post: "pinned\u{1B}/elsewhere", account: accounts[1], at: now,
                    refusals: [.init(rule: "pace", sentence: sentence)])
            ])
    }()

    static func text(_ plan: Plan, width: Int = 80, colour: Bool = false, limit: Int? = 20) -> String {
        TextPreview.render(plan, style: PreviewStyle(width: width, colour: colour, leftOutLimit: limit))
    }

    /// Without ANSI colours.
    static func stripped(_ text: String) -> String {
        text.replacing(/\u{1B}\[[0-9]+m/, with: "")
    }

    /// The lines of a part of the preview.
    static func leftOut(_ plan: Plan, width: Int = 80, limit: Int? = 20) -> String {
        TextLeftOut(
            plan: plan, style: PreviewStyle(width: width, leftOutLimit: limit), paint: Paint(isOn: false)
        ).lines.joined(separator: "\n")
    }

    static func calendar(_ plan: Plan, width: Int = 80) -> String {
        plan.accounts.flatMap {
            TextCalendar(
                plan: plan, forecast: $0, style: PreviewStyle(width: width), paint: Paint(isOn: false)
            ).lines
        }.joined(separator: "\n")
    }

    static func summary(_ plan: Plan, width: Int = 80, limit: Int? = 20) -> String {
        plan.accounts.flatMap {
            TextSummary(
                plan: plan, forecast: $0, style: PreviewStyle(width: width, leftOutLimit: limit),
                paint: Paint(isOn: false)
            ).lines
        }.joined(separator: "\n")
    }

    static func findings(_ plan: Plan, width: Int = 80) -> String {
        TextFindings(plan: plan, style: PreviewStyle(width: width), paint: Paint(isOn: false)).lines.joined(
            separator: "\n")
    }
}
