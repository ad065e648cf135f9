import Foundation
import Policies
import Posts
import Rules
import Testing
import Timeline

@testable import Planning

struct ProblemDocumentTests {
    @Test func `the problem is JSON with slots, and reach where a post may go`() throws {
        let text = ProblemDocument.json(PlanDocumentTests.problem)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(document["format"] as? String == "hearth-problem/1")
        let account = try #require((document["accounts"] as? [[String: Any]])?.first)
        let slots = try #require(account["slots"] as? [String])
        #expect(slots.count == 12 && slots.first == "2026-11-23T12:00:00Z")
        let posts = try #require(account["posts"] as? [[String: Any]])
        // The sale costs more goodwill than there can ever be.
        #expect(posts.map { $0["post"] as? String } == ["a", "b"])
        #expect((posts[0]["reach"] as? [Int])?.count == 12)
        #expect((account["day_of_slot"] as? [Int])?.count == 12)
    }

    @Test func `random problems are written the same way twice`() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let problem = RandomProblem(seed: seed).problem
            let text = ProblemDocument.json(problem)
            #expect(text == ProblemDocument.json(problem))
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
        }
    }
}
