import Foundation
import Testing

struct SchemaTests {
    @Test func `the schema of a policy knows its sections`() async throws {
        let printed = try await TemporaryWorkspace([:]).hearth("schema", "policy")
        #expect(printed.status == 0)
        let schema = try ReadJSON.object(printed.output)
        let keys = try #require(schema["properties"] as? [String: Any]).keys
        #expect(keys.contains("goodwill"))
        #expect(keys.contains("accounts"))
    }

    @Test func `the schema of a post has the kinds of the policy where there is one`() async throws {
        let place = try TemporaryWorkspace()
        try place.write(
            "policies/default.yaml",
            TemporaryWorkspace.policy + "kinds: { webinar: { origin: own, intent: promo, asks: 3 } }\n")
        let own = try ReadJSON.object(try await place.hearth("schema", "post").output)
        let kind = try #require((own["properties"] as? [String: [String: Any]])?["kind"])
        #expect((kind["enum"] as? [String])?.contains("webinar") == true)
        let general = try ReadJSON.object(try await TemporaryWorkspace([:]).hearth("schema", "post").output)
        let any = try #require((general["properties"] as? [String: [String: Any]])?["kind"])
        #expect(any["enum"] == nil)
    }
}
