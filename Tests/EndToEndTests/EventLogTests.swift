import Foundation
import Testing

@testable import hearth

struct EventLogTests {
    @Test func `a line has its keys in order, and nothing that a terminal would obey`() throws {
        let sink = Mailbox()
        let log = EventLog(clock: { 1_782_158_403_120_999 }, sink: { sink.add($0) })
        log.write(
            .warning, "waits", "a\nb \"c\" \\ \u{1B}[31m \u{202E} ü \u{7F}",
            [("account", .text("m")), ("url", nil), ("attempts", .number(2)), ("is", .flag(true))])
        let line = try #require(sink.lines.first)
        #expect(
            line
                == #"{"time":"2026-06-22T20:00:03.120Z","level":"warning","event":"waits","text":"a\u000ab \"c\" \\ \u001b[31m \u202e ü \u007f","account":"m","attempts":2,"is":true}"#
        )
        #expect(try ReadJSON.object(line)["text"] as? String == "a\nb \"c\" \\ \u{1B}[31m \u{202E} ü \u{7F}")
    }

    /// Collects lines.
    private final class Mailbox: @unchecked Sendable {
        // Used by one test on one thread only.
        private(set) var lines: [String] = []
        func add(_ line: String) { lines.append(line) }
    }

    @Test func `a tick as a log is one object a line on standard error, and nothing on standard output`()
        async throws
    {
        let place = try await TickTests.planned()
        try place.write("queue/broken.md", "---\nkind: nonsense\n---\nText\n")
        let tick = try await place.hearth("tick", "--now", TickTests.due, "--log-format", "json")
        #expect(tick.status == 1)
        #expect(tick.output == "")
        let lines = try tick.errors.split(separator: "\n").map { try ReadJSON.object(String($0)) }
        for line in lines {
            #expect(["info", "warning", "error"].contains(line["level"] as? String ?? ""))
            #expect(line["time"] is String && line["text"] is String)
        }
        let events = lines.compactMap { $0["event"] as? String }
        #expect(events.first == "tick_started")
        #expect(events.last == "tick_ended")
        #expect(lines.last?["exit"] as? Int == 1)
        let unusable = try #require(lines.first { $0["event"] as? String == "account_unusable" })
        #expect(unusable["account"] as? String == "mastodon")
        #expect(unusable["level"] as? String == "error")
        let finding = try #require(lines.first { $0["event"] as? String == "finding" })
        #expect(finding["file"] as? String == "queue/broken.md")
        #expect(finding["line"] as? Int == 2)
    }

    @Test func `a tick that cannot begin says why in its log`() async throws {
        let place = try await TickTests.planned()
        try place.write("policies/default.yaml", "godwill: 1\n")
        let tick = try await place.hearth("tick", "--log-format", "json")
        #expect(tick.status == 78)
        let lines = try tick.errors.split(separator: "\n").map { try ReadJSON.object(String($0)) }
        #expect(lines.contains { $0["code"] as? String == "unknown-key" })
        #expect(lines.last?["exit"] as? Int == 78)
    }
}
