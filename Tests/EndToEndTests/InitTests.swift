import Foundation
import Testing

struct InitTests {
    @Test func `a new workspace previews at once, and is never overwritten`() async throws {
        let place = try TemporaryWorkspace([:])
        let made = try await place.hearth("init", "mine")
        #expect(made.status == 0)
        #expect(made.output.contains("hearth preview --workspace mine"))
        let files = try place.contents(of: "mine")
        #expect(files["policies/default.yaml"] != nil)

        let checked = try await place.hearth("check", "--workspace", "mine")
        #expect(checked.status == 0)
        #expect(
            checked.findings.hasPrefix(
                "warning: 8 posts are examples of 'hearth init': shown in a preview, never sent as they are"))
        #expect(checked.findings.hasSuffix("\n1 warning\n"))
        let shown = try await place.hearth("preview", "--workspace", "mine", "--effort", "quick")
        #expect(shown.status == 0)
        #expect(shown.errors == checked.findings)
        #expect(shown.output.contains("+ what-are-you-making"))
        #expect(!shown.output.contains("\n0 posts"))

        let again = try await place.hearth("init", "mine")
        #expect(again.status == 1)
        #expect(again.errors == "'mine/.gitignore' is there already, and nothing is overwritten\n")
        #expect(try place.contents(of: "mine") == files)
    }

    @Test func `what init has made is never planned for sending, what a person has changed is`() async throws
    {
        let place = try TemporaryWorkspace([:])
        #expect(try await place.hearth("init").status == 0)
        func planned() async throws -> [String] {
            let plan = try await place.hearth("plan", "--effort", "quick", "--format", "json")
            #expect(plan.status == 0)
            let placements = try ReadJSON.object(plan.output)["placements"] as? [[String: Any]] ?? []
            return placements.compactMap { $0["post"] as? String }
        }
        #expect(try await planned().isEmpty)
        let name = "queue/community/somebody-elses-work.md"
        let text = try String(contentsOfFile: place.path + "/" + name, encoding: .utf8)
        try place.write(name, text.replacing("Pass on", with: "Look at"))
        #expect(try await planned() == ["community/somebody-elses-work"])
        #expect(try await place.hearth("check").findings.hasPrefix("warning: 7 posts are examples"))
    }

    @Test func `what cannot be made is named, with the reason`() async throws {
        let place = try TemporaryWorkspace(["note": "a file"])
        let made = try await place.hearth("init", "note/mine")
        #expect(made.status == 1)
        #expect(made.errors == "cannot make 'note/mine': Not a directory\n")
        let deep = try await place.hearth("init", "a/b/c")
        #expect(deep.status == 0)
        #expect(place.has("a/b/c/policies/default.yaml"))
    }
}
