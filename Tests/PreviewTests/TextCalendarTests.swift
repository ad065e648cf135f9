import Planning
import Policies
import Posts
import TestSupport
import Testing
import Timeline

@testable import Preview

struct TextCalendarTests {
    /// One account with these posts, on the days from `first` on.
    static func plan(
        _ posts: [PlannedPost], first: String = "2026-11-23", days: Int = 1, published: [Int] = [],
        missing: [Int] = [], goodwill: [(String, Int)] = [], cap: Int? = nil
    ) -> Plan {
        Plan(
            now: Scene.now, end: Scene.now + .days(days), placements: posts,
            accounts: [
                AccountForecast(
                    account: "mastodon", zone: SystemZones.berlin, goodwillCap: cap,
                    goodwill: Scene.goodwill(goodwill),
                    days: Scene.days(first, days, posts, published: published, missing: missing), slots: 10)
            ])
    }

    @Test func `an id that is too long loses its folders first, then its end`() {
        let posts = [
            Scene.post("a/folder/some-name-of-18c", "2026-11-23T09:00:00Z"),
            Scene.post("conversation/oldest-thing-you-own", "2026-11-23T10:00:00Z"),
            Scene.post("conversation/the-oldest-thing-you-still-have-at-home", "2026-11-23T11:00:00Z"),
            Scene.post("without-a-folder-but-very-very-long", "2026-11-23T12:00:00Z"),
        ]
        #expect(
            Scene.calendar(TextCalendarTests.plan(posts)) == """
                mastodon   Europe/Berlin   4 posts: 4 give, 0 ask, 0 neither
                  Mon 23 Nov  10:00 + …/some-name-of-18c       11:00 + …/oldest-thing-you-own
                              12:00 + the-oldest-thing-you-s…  13:00 + without-a-folder-but-v…
                """)
    }

    @Test func `wide characters take two columns`() {
        let posts = [
            Scene.post("カレンダー/投稿", "2026-11-23T09:00:00Z"),
            Scene.post("日記/とても長い名前の投稿でも幅を守る", "2026-11-23T10:00:00Z"),
            Scene.post("smile/👩‍👩‍👧 family", "2026-11-23T11:00:00Z", .ask),
            Scene.post("plain", "2026-11-23T12:00:00Z", .neutral),
        ]
        #expect(
            Scene.calendar(TextCalendarTests.plan(posts)) == """
                mastodon   Europe/Berlin   4 posts: 2 give, 1 ask, 1 neither
                  Mon 23 Nov  10:00 + カレンダー/投稿          11:00 + とても長い名前の投稿で…
                              12:00 ! smile/👩‍👩‍👧 family          13:00 . plain
                """)
    }

    @Test func `a hostile id is shown and does nothing`() {
        let posts = [Scene.post("x\u{1B}[2J\u{202E}y\n", "2026-11-23T09:00:00Z")]
        #expect(
            Scene.calendar(TextCalendarTests.plan(posts)) == """
                mastodon   Europe/Berlin   1 post: 1 give, 0 ask, 0 neither
                  Mon 23 Nov  10:00 + x\\u{1B}[2J\\u{202E}y\\n
                """)
    }

    @Test func `what is out already and what is missing stand with their day`() {
        let posts = [Scene.post("a", "2026-11-23T19:00:00Z"), Scene.post("b", "2026-11-25T09:00:00Z")]
        #expect(
            Scene.calendar(TextCalendarTests.plan(posts, days: 4, published: [2], missing: [0, 2, 1, 0]))
                == """
                mastodon   Europe/Berlin   2 posts: 2 give, 0 ask, 0 neither
                  Mon 23 Nov  2 already out
                              20:00 + a
                  Tue 24 Nov  2 posts missing
                  Wed 25 Nov  10:00 + b
                              1 post missing
                  Thu 26 Nov  -
                """)
    }

    @Test func `a day on which the clock is set back has 25 hours, and its goodwill is that of its end`() {
        let posts = [
            Scene.post("first", "2026-10-25T00:30:00Z"), Scene.post("second", "2026-10-25T01:30:00Z"),
            Scene.post("late", "2026-10-25T22:45:00Z"), Scene.post("next", "2026-10-25T23:00:00Z"),
        ]
        let goodwill = [
            ("2026-10-24T08:00:00Z", 0), ("2026-10-25T00:30:00Z", 1), ("2026-10-25T01:30:00Z", 2),
            ("2026-10-25T22:45:00Z", 3), ("2026-10-25T23:00:00Z", 4),
        ]
        #expect(
            Scene.calendar(
                TextCalendarTests.plan(posts, first: "2026-10-24", days: 3, goodwill: goodwill, cap: 8))
                    == """
                    mastodon   Europe/Berlin   4 posts: 4 give, 0 ask, 0 neither
                      Sat 24 Oct  0/8   -
                      Sun 25 Oct  3/8   02:30 + first                 02:30 + second
                                        23:45 + late
                      Mon 26 Oct  4/8   00:00 + next
                    """)
    }

    @Test func `goodwill of many digits keeps the columns together`() {
        let posts = [Scene.post("a", "2026-11-23T09:00:00Z"), Scene.post("b", "2026-11-24T09:00:00Z")]
        let goodwill = [("2026-11-23T08:00:00Z", -99), ("2026-11-24T09:00:00Z", 100)]
        #expect(
            Scene.calendar(TextCalendarTests.plan(posts, days: 2, goodwill: goodwill, cap: 1_000)) == """
                mastodon   Europe/Berlin   2 posts: 2 give, 0 ask, 0 neither
                  Mon 23 Nov  -99/1000  10:00 + a
                  Tue 24 Nov  100/1000  10:00 + b
                """)
    }

    @Test func `a day on which only something went out already is shown`() {
        let text = Scene.calendar(TextCalendarTests.plan([], days: 1, published: [1]))
        #expect(text.hasSuffix("\n  Mon 23 Nov  1 already out"))
    }
}
