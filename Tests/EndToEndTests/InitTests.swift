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
        #expect(checked.findings == "no errors, no warnings\n")
        let shown = try await place.hearth("preview", "--workspace", "mine", "--effort", "quick")
        #expect(shown.status == 0)
        #expect(shown.errors == "")
        #expect(shown.output.contains("+ what-are-you-making"))
        #expect(!shown.output.contains("\n0 posts"))

        let again = try await place.hearth("init", "mine")
        #expect(again.status == 1)
        #expect(again.errors == "'mine/.gitignore' is there already, and nothing is overwritten\n")
        #expect(try place.contents(of: "mine") == files)
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
