import HTTP
import Testing

@testable import Networks

@Suite struct MeaningTests {
    private let publishing = Step("part.0", .publishes, Request(method: "POST", url: "https://a.example/"))
    private let preparing = Step("whoami", .prepares, Request(method: "GET", url: "https://a.example/"))

    @Test(arguments: [
        "", "1", "at://did:plc:x/app.bsky.feed.post/3k", "ünïcode", String(repeating: "a", count: 16_384),
    ])
    func `what ids, addresses and tokens look like is kept`(text: String) {
        for findings in [
            Meaning.Findings(handles: ["part.0": text]), .init(facts: ["acct": text]),
            .init(session: ["t": text]),
        ] {
            #expect(Meaning.keep(findings).checked(after: publishing) == .keep(findings))
        }
    }

    @Test(arguments: ["1\u{0}2", "\u{1B}[2J", "a\nb", "\u{7F}", String(repeating: "a", count: 16_385)])
    func `what none of them is leaves a call in doubt and a question open`(text: String) {
        for findings in [
            Meaning.Findings(handles: ["part.0": text]), .init(facts: ["acct": text]),
            .init(session: ["t": text]),
        ] {
            let meaning = Meaning.keep(findings)
            #expect(
                meaning.checked(after: publishing)
                    == .unknown(why: "the answer to part.0 holds what cannot be kept"))
            #expect(
                meaning.checked(after: preparing)
                    == .later(seconds: nil, why: "the answer to whoami holds what cannot be kept"))
        }
    }

    @Test func `other meanings stay as they are`() {
        #expect(Meaning.absent.checked(after: preparing) == .absent)
        #expect(Meaning.held(why: "x").checked(after: publishing) == .held(why: "x"))
    }
}
