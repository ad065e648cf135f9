import Diagnostics
import Foundation
import Posts
import Testing

struct PostSchemaTests {
    @Test func `the schema has the keys that the reader knows, and no others`() throws {
        let queue = QueueExample.read([("a.md", "---\nkind: answer\nqqqqqqqqqqqq: 1\n---\nText.\n")])
        let help = try #require(queue.diagnostics.first?.help)
        let known = help.dropFirst("known here: ".count).split(separator: ", ").map(String.init)
        let properties = try #require(try schema(nil)["properties"] as? [String: Any])
        #expect(Set(properties.keys) == Set(known))
        for (key, written) in [
            ("card", "card: {title: a, q: 1}\nlink: https://a.example"),
            ("evergreen", "evergreen: {every: 1d, q: 1}"),
        ] {
            let queue = QueueExample.read([("a.md", "---\nkind: answer\n\(written)\n---\nText.\n")])
            let help = try #require(queue.diagnostics.first?.help)
            let inner = try #require((properties[key] as? [String: Any])?["properties"] as? [String: Any])
            #expect(
                Set(help.dropFirst("known here: ".count).split(separator: ", ").map(String.init))
                    == Set(inner.keys))
        }
    }

    @Test func `a policy's words become choices`() throws {
        let properties = try #require(try schema(QueueExample.vocabulary)["properties"] as? [String: Any])
        #expect(
            (properties["kind"] as? [String: Any])?["enum"] as? [String] == [
                "answer", "curated", "own", "promo",
            ])
        let texts = (properties["text"] as? [String: Any])?["properties"] as? [String: Any]
        #expect(texts?.keys.sorted() == ["bluesky", "mastodon", "webhook"])
    }

    @Test func `the schema is the same text every time`() {
        #expect(
            PostSchema.json(vocabulary: QueueExample.vocabulary)
                == PostSchema.json(vocabulary: QueueExample.vocabulary))
        #expect(
            PostSchema.json().hasPrefix(
                "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"))
    }

    private func schema(_ vocabulary: Vocabulary?) throws -> [String: Any] {
        let text = PostSchema.json(vocabulary: vocabulary)
        return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
