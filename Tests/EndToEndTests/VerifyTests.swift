import Foundation
import Testing

struct VerifyTests {
    @Test func `what the preview plans is valid`() async throws {
        let place = try TemporaryWorkspace()
        let plan = try await place.preview("--format", "json").output
        let verified = try await place.hearth("verify", "-", input: plan)
        #expect(verified.status == 0)
        #expect(
            verified.output == """
                valid: every rule admits all 3 placements
                floor shortfall 0, score 2600, 0 wishes broken

                """)
    }

    @Test(arguments: [
        (post: "promo/sale", at: "2026-11-23T14:00:00Z", copy: false, rule: "goodwill"),
        (post: "conversation/hello", at: "2026-11-24T08:00:00Z", copy: true, rule: "once"),
        (post: "curated/contrast", at: "2026-11-23T11:07:00Z", copy: false, rule: "slot"),
        (post: "curated/contrast", at: "2026-11-23T23:00:00Z", copy: false, rule: "slot"),
        (post: "promo/over", at: "2026-11-24T08:00:00Z", copy: true, rule: "window"),
    ])
    func `a plan broken by hand is refused by the rule's name`(
        post: String, at: String, copy: Bool, rule: String
    )
        async throws
    {
        let place = try TemporaryWorkspace()
        var placements = [
            "curated/contrast": ["2026-11-23T11:00:00Z"], "conversation/hello": ["2026-11-23T17:00:00Z"],
            "promo/sale": ["2026-11-24T11:00:00Z"],
        ]
        placements[post] = (copy ? placements[post] ?? [] : []) + [at]
        let lines = placements.flatMap { post, times in
            times.map { #"{"post": "\#(post)", "account": "mastodon", "at": "\#($0)"}"# }
        }
        try place.write(
            "plan.json",
            #"{"now": "\#(TemporaryWorkspace.now)", "placements": [\#(lines.joined(separator: ", "))]}"#)
        let verified = try await place.hearth("verify", "plan.json", "--format", "json")
        #expect(verified.status == 1)
        let report = try ReadJSON.object(verified.output)
        #expect(report["valid"] as? Bool == false)
        let refused = try #require(report["refused"] as? [[String: Any]])
        #expect(refused.contains { $0["post"] as? String == post && $0["rule"] as? String == rule })
    }

    @Test func `what is no plan is said with its place`() async throws {
        let verified = try await TemporaryWorkspace().hearth("verify", "-", input: #"{"now": 3}"#)
        #expect(verified.status == 1)
        #expect(verified.errors == "-: now: expected a text\n")
    }
}
