import HTTP
import Testing

@testable import Networks

@Suite struct AnswerTests {
    @Test(arguments: [
        (200, "later"), (301, "held"), (400, "refused"), (401, "held"), (403, "held"), (404, "refused"),
        (408, "later"), (410, "held"),
        (413, "refused"), (425, "later"), (429, "later"), (500, "later"), (502, "later"), (503, "later"),
        (100, "later"),
    ])
    func `a step that nobody sees may be tried again`(_ status: Int, _ sort: String) {
        let response = Response(status: status)
        #expect(Answer.toPreparing(response, from: "x", clock: morning).sort == sort)
    }

    @Test(arguments: [
        (200, "unknown"), (204, "unknown"), (301, "unknown"), (303, "unknown"), (400, "refused"),
        (401, "held"),
        (403, "held"), (404, "refused"), (408, "unknown"), (409, "unknown"), (410, "held"), (413, "refused"),
        (415, "refused"),
        (422, "refused"), (429, "later"), (500, "unknown"), (502, "unknown"), (503, "unknown"),
        (504, "unknown"),
        (520, "unknown"), (100, "unknown"),
    ])
    func `a step that publishes is unknown unless it is known`(_ status: Int, _ sort: String) {
        let response = Response(status: status)
        #expect(Answer.toPublishing(response, from: "x", clock: morning).sort == sort)
    }

    @Test func `how long to wait is read from the headers`() {
        let response = Response(
            status: 429,
            headers: [
                Header("X-RateLimit-Remaining", "0"), Header("X-RateLimit-Reset", "2026-11-23T09:20:00.5Z"),
            ])
        #expect(Answer.toPublishing(response, from: "x", clock: morning).sort == "later 301")
        let plain = Response(status: 503, headers: [Header("Retry-After", "30")])
        #expect(Answer.toPreparing(plain, from: "x", clock: morning).sort == "later 30")
    }

    @Test(arguments: [
        (#"{"error":"Validation failed: Text is too long"}"#, "422 (Validation failed: Text is too long)"),
        (#"{"error":"InvalidSwap","message":"Record was at\u0007 x"}"#, "422 (InvalidSwap: Record was at x)"),
        ("<html><body>Not here</body></html>", "422"), ("", "422"), (#"{"error":{"code":7}}"#, "422"),
    ])
    func `what a service said is quoted in one line`(_ body: String, _ said: String) {
        #expect(Answer.said(Response(status: 422, body: Array(body.utf8))) == said)
    }

    @Test func `a long speech is cut`() {
        let body = #"{"error":"\#(String(repeating: "x", count: 5_000))"}"#
        #expect(Answer.said(Response(status: 400, body: Array(body.utf8))).count == 206)
    }

    @Test(arguments: [
        ("https://a.example/@fire/1?x=%20", true), ("http://localhost/1", true),
        ("javascript:alert(1)", false),
        ("file:///etc/passwd", false), ("https://a.example/\u{1B}[31m", false),
        ("https://a.example/a b", false),
        ("https://a.example/\u{202E}x", false), ("", false),
    ])
    func `an address that people are shown is one of the web, in visible letters`(text: String, isTaken: Bool)
    {
        #expect(Answer.address(text) == (isTaken ? text : nil))
    }
}
