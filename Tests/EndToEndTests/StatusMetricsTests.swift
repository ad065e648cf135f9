import Ledger
import Posts
import Testing

@testable import hearth

struct StatusMetricsTests {
    private func text(_ ledger: LedgerDatabase?) throws -> String {
        let view = try ledger.map { try StatusView($0, now: LedgerScene.now) }
        let report = StatusReport(view, now: LedgerScene.now)
        return StatusMetrics(view: view, report: report, now: LedgerScene.now).text
    }

    /// The lines with numbers, without those of states in which nothing is.
    private func numbers(_ text: String) -> String {
        text.split(separator: "\n").filter { line in
            !line.hasPrefix("#") && !(line.hasPrefix("hearth_deliveries{") && line.hasSuffix(" 0"))
        }.joined(separator: "\n")
    }

    @Test func `everything that is known has a number`() throws {
        let start = LedgerScene.start
        #expect(
            numbers(try text(try LedgerScene.full())) == """
                hearth_build_info{version="\(Hearth.version)"} 1
                hearth_status_timestamp_seconds \(start + 3600)
                hearth_healthy 0
                hearth_troubles{kind="account_unusable"} 0
                hearth_troubles{kind="adopted_on_hold"} 0
                hearth_troubles{kind="clock_doubted"} 0
                hearth_troubles{kind="epoch_unreadable"} 0
                hearth_troubles{kind="failing"} 1
                hearth_troubles{kind="inbox_failed"} 0
                hearth_troubles{kind="left_sending"} 0
                hearth_troubles{kind="no_reserve"} 0
                hearth_troubles{kind="no_room"} 0
                hearth_troubles{kind="not_adopted"} 0
                hearth_troubles{kind="plan_failed"} 0
                hearth_troubles{kind="tick_failed"} 0
                hearth_troubles{kind="tick_unfinished"} 0
                hearth_troubles{kind="policy"} 0
                hearth_untold_notices 0
                hearth_last_tick_start_timestamp_seconds \(start + 3300)
                hearth_last_tick_end_timestamp_seconds \(start + 3302)
                hearth_last_tick_success 1
                hearth_clock_believed 1
                hearth_plan_stored_timestamp_seconds \(start + 8)
                hearth_deliveries{account="bluesky",state="posted"} 1
                hearth_deliveries{account="bluesky",state="rejected"} 1
                hearth_deliveries{account="bluesky",state="expired"} 1
                hearth_deliveries{account="mastodon",state="held"} 1
                hearth_deliveries{account="mastodon",state="needs_resolve"} 1
                hearth_deliveries{account="site",state="held"} 1
                hearth_needs_person_deliveries{account="bluesky"} 2
                hearth_needs_person_deliveries{account="mastodon"} 2
                hearth_needs_person_deliveries{account="site"} 1
                hearth_oldest_unknown_timestamp_seconds{account="mastodon"} \(start + 5)
                hearth_last_posted_timestamp_seconds{account="bluesky"} \(start + 5)
                hearth_next_placement_timestamp_seconds{account="mastodon"} \(start + 5400)
                hearth_hold_since_timestamp_seconds{account="site",by="network"} \(start + 6)
                hearth_failing_attempts{account="site"} 13
                hearth_waiting_since_timestamp_seconds{account="bluesky"} \(start + 7)
                hearth_runway_days{account="mastodon"} 2
                hearth_floor_missing_posts{account="bluesky"} 0
                hearth_floor_missing_posts{account="mastodon"} 3
                hearth_floor_silent_hours{account="bluesky"} 0
                hearth_floor_silent_hours{account="mastodon"} 5
                """)
    }

    @Test func `a pause has the time at which it ends, whoever wanted it`() throws {
        let ledger = try LedgerScene.empty()
        let now = LedgerScene.now
        for _ in 0..<3 {
            try ledger.note(
                failure: "no connection", at: [.account("site"), .host("site.example")], now: now)
        }
        try LedgerScene.delivery(
            ledger, "own/tea", "mastodon",
            DeliveryMove(.planned, reason: "429", notBefore: now + 7200, pausesUntil: now + 7200))
        let view = try StatusView(ledger, now: now)
        #expect(
            numbers(try text(ledger)).split(separator: "\n").filter { $0.contains("pause") } == [
                "hearth_pause_until_timestamp_seconds{place=\"account/mastodon\"} \(now + 7200)",
                "hearth_pause_until_timestamp_seconds{place=\"account/site\"} \(now + 1800)",
                "hearth_pause_until_timestamp_seconds{place=\"host/site.example\"} \(now + 1800)",
            ])
        let lines = StatusReport(view, now: now).text.split(separator: "\n")
        #expect(
            lines.contains(
                "nothing is sent to account/mastodon until 2026-06-21T03:00:00Z, as the network asks: 429"))
    }

    @Test func `an account taken out of the policy leaves no alarm behind`() throws {
        let ledger = try LedgerScene.empty()
        try ledger.setHold(Hold(account: "site", since: 1, why: "401", origin: .network))
        for minute in 0..<13 { try ledger.noteFailure("no", on: "site", now: LedgerScene.start + minute) }
        try ledger.note(serving: ["home", "site"], now: LedgerScene.start)
        #expect(try text(ledger).contains("\nhearth_healthy 0\n"))
        try ledger.note(serving: ["home"], now: LedgerScene.now)
        #expect(try text(ledger).contains("\nhearth_healthy 1\n"))
    }

    @Test func `a tick that has not ended is at work, for as long as one may be`() throws {
        let ledger = try LedgerScene.empty()
        _ = try ledger.beginTick(
            started: LedgerScene.start, bootMilliseconds: 1, bootID: "b", isAccepted: true)
        func last(_ now: Int) throws -> Substring? {
            StatusReport(try StatusView(ledger, now: now), now: now).text.split(separator: "\n").last
        }
        #expect(
            try last(LedgerScene.start + 60) == "last tick: 2026-06-21T00:00:00Z is at work, or it died")
        #expect(try last(LedgerScene.start + 660) == "last tick: 2026-06-21T00:00:00Z did not end")
    }

    @Test func `an account's facts are what the network told`() {
        let report = AccountReport(
            account: "home", network: "mastodon", ok: true, problem: nil,
            facts: ["for": "wa72cpor", "checked.account": "1795381782", "name": "home"])
        #expect(report.text == "home (mastodon): ok\n  name: home\n")
    }

    @Test func `each name is announced once, before its numbers, and ends with its unit`() throws {
        let lines = try text(try LedgerScene.full()).split(separator: "\n").map(String.init)
        var announced: [String] = []
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            if line.hasPrefix("# HELP ") {
                announced.append(words[2])
            } else if line.hasPrefix("# TYPE ") {
                #expect(words == ["#", "TYPE", announced.last ?? "", "gauge"])
            } else {
                #expect(line.prefix { $0 != "{" && $0 != " " } == announced.last ?? "")
                #expect(Int(words.last ?? "") != nil)
            }
        }
        #expect(Set(announced).count == announced.count)
        for name in announced where name.contains("timestamp") {
            #expect(name.hasSuffix("_timestamp_seconds"))
        }
    }

    @Test func `without a ledger there is little to say, and nothing is wrong`() throws {
        #expect(
            numbers(try text(nil)).split(separator: "\n").filter { !$0.contains("troubles") } == [
                "hearth_build_info{version=\"\(Hearth.version)\"} 1",
                "hearth_status_timestamp_seconds \(LedgerScene.now)", "hearth_healthy 1",
            ])
    }
}
