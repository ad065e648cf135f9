import Foundation
import Testing

struct CheckTests {
    @Test func `what is right says so and ends with 0`() async throws {
        let place = try TemporaryWorkspace()
        let checked = try await place.hearth("check")
        #expect(checked.status == 0)
        #expect(checked.findings == "no errors, no warnings\n")
        #expect(checked.errors == "")
        #expect(!place.has(".hearth"))
    }

    @Test func `a wrong post ends with 1 and takes only itself out`() async throws {
        let place = try TemporaryWorkspace()
        try place.write("queue/curated/broken.md", "---\nkind: curatet\n---\nWords.\n")
        let finding = """
            queue/curated/broken.md:2:7: error: the policy has no kind 'curatet' [unknown-kind]
                kind: curatet
                      ^~~~~~~
              help: did you mean 'curated'?
            1 error in 1 file

            """
        let checked = try await place.hearth("check")
        #expect(checked.status == 1)
        #expect(checked.findings == finding)

        let shown = try await place.preview()
        #expect(shown.status == 0)
        #expect(shown.errors == finding)
        #expect(shown.output == PreviewTests.golden)
    }

    @Test func `a typo in the policy ends with 78 and is shown where it stands`() async throws {
        let place = try TemporaryWorkspace()
        try place.write(
            "policies/default.yaml", TemporaryWorkspace.policy.replacing("pace: {", with: "pase: {"))
        let finding = """
            policies/default.yaml:7:1: error: unknown key 'pase' [unknown-key]
                pase: { min: 1, target: 2, max: 3, spacing: 3h }
                ^~~~
              help: did you mean 'pace'?
            1 error in 1 file

            """
        for command in ["check", "preview", "plan"] {
            let outcome = try await place.hearth(command)
            #expect(outcome.status == 78)
            #expect(outcome.errors == finding)
            #expect(outcome.output == "")
        }
    }

    @Test func `findings as JSON have the place in fields of their own`() async throws {
        let place = try TemporaryWorkspace()
        try place.write("queue/curated/broken.md", "---\nkind: curatet\n---\nWords.\n")
        let checked = try await place.hearth("check", "--format", "json")
        #expect(checked.status == 1)
        let finding = try #require(try ReadJSON.list(checked.output).first)
        #expect(finding["file"] as? String == "queue/curated/broken.md")
        #expect(finding["line"] as? Int == 2)
        #expect(finding["column"] as? Int == 7)
        #expect(finding["code"] as? String == "unknown-kind")
    }
}
