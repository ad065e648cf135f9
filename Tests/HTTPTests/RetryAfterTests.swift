import HTTP
import Testing

@Suite struct RetryAfterTests {
    /// 2026-11-21T10:00:00Z.
    let now = 1_795_255_200.0

    @Test(arguments: [
        ("120", 120), ("0", 1), ("1", 1), ("-5", 1), ("0.25", 1), ("1.000", 1), ("1.001", 2), ("64.57", 65),
        ("86399", 86_399), ("86400", 86_400), ("86401", 86_400), (" 7 ", 7), ("999999999", 86_400),
        // Above 10^9 an epoch, above 10^12 one in milliseconds.
        ("1795255260", 60), ("1795255260.5", 61), ("1795255199", 1), ("1000000000", 1), ("1795255260000", 60),
        ("99999999999999999999999", 86_400),
        // HTTP dates in all three forms, ISO 8601 as Mastodon and GoToSocial write it.
        ("Sat, 21 Nov 2026 10:01:00 GMT", 60), ("Saturday, 21-Nov-26 10:01:00 GMT", 60),
        ("Sat Nov 21 10:01:00 2026", 60), ("Sat, 21 Nov 2026 09:59:00 GMT", 1),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ("2026-11-21T10:01:00Z", 60), ("2026-11-21T10:00:59.500000Z", 60), ("2026-11-21T12:01:00+02:00", 60),
        ("2026-11-21T05:01:00-0500", 60), ("2026-11-21 10:01:00", 60), ("2026-11-21T10:01Z", 60),
        ("2026-11-21T10:00:60Z", 59),
    ])
    func `every form of a wait is read`(text: String, wait: Int) {
        #expect(RetryAfter.seconds(text, now: now) == wait)
    }

    @Test(arguments: [
        "", " ", "soon", "inf", "nan", "1e3", "0x10", "+5", "1.", ".5", "1.2.3", "--1", "12 s",
        "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "2026-11-21", "2026-11-21T25:00:00Z", "2026-11-21T10:00:00Zz",
        "Sat, 32 Nov 2026 10:01:00 GMT",
        "Xyz, 21 Nov 2026 10:01:00 GMT", "Sat, 21 Nov 2026 10:01:00 CET", "Sat, 21 Nov 2026 10:01 GMT",
        "2026-11-21T10:00:61Z",
    ])
    func `what is none of the forms is nothing`(text: String) {
        #expect(RetryAfter.seconds(text, now: now) == nil)
    }

    @Test func `two-digit years lie at most fifty years ahead`() {
        // 2076 is fifty years after 2026, and far beyond a day; 1977 is past.
        #expect(RetryAfter.seconds("Saturday, 21-Nov-76 10:01:00 GMT", now: now) == 86_400)
        #expect(RetryAfter.seconds("Monday, 21-Nov-77 10:01:00 GMT", now: now) == 1)
    }

    func wait(_ headers: (String, String)...) -> Int? {
        RetryAfter.wait(Response(status: 429, headers: headers.map { Header($0.0, $0.1) }), now: now)
    }

    @Test func `each network's headers are understood`() {
        #expect(wait(("Retry-After", "30")) == 30)
        #expect(wait(("retry-after", "0.5"), ("X-RateLimit-Remaining", "3")) == 1)
        // Mastodon: no Retry-After, an ISO instant with microseconds.
        #expect(
            wait(("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "2026-11-21T10:05:00.000000Z")) == 300)
        // X: an epoch.
        #expect(wait(("x-rate-limit-remaining", "0"), ("x-rate-limit-reset", "1795255290")) == 90)
        // Bluesky.
        #expect(wait(("RateLimit-Remaining", "0"), ("RateLimit-Reset", "1795255290")) == 90)
        // Discord: seconds to go as a decimal fraction.
        #expect(wait(("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset-After", "64.57")) == 65)
        // Reddit and Mattermost: seconds to go.
        #expect(wait(("X-Ratelimit-Remaining", "0.0"), ("X-Ratelimit-Reset", "10")) == 10)
    }

    @Test func `of several waits the longest counts`() {
        #expect(
            wait(("Retry-After", "30"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "90")) == 90)
        #expect(wait(("Retry-After", "30"), ("Retry-After", "20")) == 30)
    }

    @Test func `a limit that is not used up asks for nothing`() {
        #expect(wait(("X-RateLimit-Remaining", "12"), ("X-RateLimit-Reset", "9000")) == nil)
        #expect(
            wait(("Retry-After", "30"), ("X-RateLimit-Remaining", "1"), ("X-RateLimit-Reset", "90")) == 30)
    }

    @Test func `a limit that does not say what remains counts`() {
        #expect(wait(("X-RateLimit-Reset", "90")) == 90)
    }

    @Test func `silence and nonsense are nothing`() {
        #expect(wait() == nil)
        #expect(wait(("Retry-After", "later")) == nil)
    }
}
