import Foundation
import Testing

struct RecordTests {
    @Test func `the same post is recorded once`() async throws {
        let place = try TemporaryWorkspace()
        for expected in ["1 recorded, 0 known already\n", "0 recorded, 1 known already\n"] {
            let recorded = try await place.hearth(
                "record", "--account", "mastodon", "--kind", "curated", "--at", "2026-11-20T08:00:00Z",
                "--link",
                "https://a.example/x", "--topic", "tea")
            #expect(recorded.status == 0)
            #expect(recorded.output == expected)
        }
    }

    @Test func `lines are brought in once, and travel to another workspace`() async throws {
        let place = try TemporaryWorkspace()
        let history = """
            {"account":"mastodon","at":"2026-11-20T10:00:00Z","campaign":"spring","kind":"promo","link":"https://a.example/y","topics":[],"url":"https://social.example/1"}
            {"account":"mastodon","at":"2026-11-21T09:00:00Z","kind":"answer","post":"answer/x","source":"s","topics":["a","b"]}

            """
        try place.write("history.jsonl", history)
        #expect(
            try await place.hearth("record", "--from", "history.jsonl").output
                == "2 recorded, 0 known already\n")
        #expect(
            try await place.hearth("record", "--from", "history.jsonl").output
                == "0 recorded, 2 known already\n")
        let log = try await place.hearth("log", "--format", "jsonl")
        #expect(log.output == history)

        let other = try TemporaryWorkspace()
        let recorded = try await other.hearth("record", "--from", "-", input: log.output)
        #expect(recorded.output == "2 recorded, 0 known already\n")
        #expect(try await other.hearth("log", "--format", "jsonl").output == history)
    }

    @Test func `a post that was recorded is known under another name`() async throws {
        let place = try TemporaryWorkspace()
        _ = try await place.hearth(
            "record", "--account", "mastodon", "--post", "curated/contrast", "--kind", "curated", "--at",
            "2026-11-20T08:00:00Z")
        let folder = place.path + "/queue/curated/"
        try FileManager.default.moveItem(atPath: folder + "contrast.md", toPath: folder + "other.md")
        let shown = try await place.preview("--format", "json")
        #expect(shown.status == 0)
        let placements = try #require(try ReadJSON.object(shown.output)["placements"] as? [[String: Any]])
        let posts = placements.compactMap { $0["post"] as? String }
        #expect(posts.contains("conversation/hello"))
        #expect(!posts.contains("curated/other"))
    }

    @Test func `what was recorded counts for the plan`() async throws {
        let place = try TemporaryWorkspace()
        _ = try await place.hearth(
            "record", "--account", "mastodon", "--kind", "own", "--at", "2026-11-20T08:00:00Z", "--link",
            "https://hearth.example/a")
        let shown = try await place.preview()
        #expect(shown.output.contains("goodwill  0 now"))
        #expect(!shown.output.contains("12:00 ! promo/sale"))
    }

    @Test func `a wrong line takes only itself out`() async throws {
        let place = try TemporaryWorkspace()
        let recorded = try await place.hearth(
            "record", "--from", "-",
            input: """
                {"account":"mastodn","kind":"promo","at":"2026-11-20T10:00:00Z"}
                {"account":"mastodon","kind":"answer","at":"2026-11-21T10:00:00+01:00"}

                """)
        #expect(recorded.status == 1)
        #expect(recorded.output == "1 recorded, 0 known already\n")
        #expect(
            recorded.errors == """
                -:1:12: error: 'account' takes 'mastodon', not 'mastodn' [invalid-value]
                    {"account":"mastodn","kind":"promo","at":"2026-11-20T10:00:00Z"}
                               ^~~~~~~~~
                  help: did you mean 'mastodon'?
                1 error in 1 file

                """)
    }

    @Test(arguments: [
        (["--at", "2099-01-01T00:00:00Z"], "2099-01-01T00:00:00Z is still to come"),
        (["--at", "1900-01-01T00:00:00Z"], "was before all networks"),
        (
            ["--at", "2026-11-20T08:00:00Z", "--link", "foo"],
            "--link takes an absolute http or https address"
        ),
        (
            ["--at", "2026-11-20T08:00:00Z", "--url", "not url"],
            "--url takes an absolute http or https address"
        ),
    ])
    func `what cannot have been posted is not recorded`(words: [String], message: String) async throws {
        let place = try TemporaryWorkspace()
        let recorded = try await CommandLineTool.run(
            ["record", "--account", "mastodon", "--kind", "own"] + words, in: place.path)
        #expect(recorded.status == 64)
        #expect(recorded.errors.contains(message))
        #expect(!place.has(".hearth"))
    }

    @Test func `a post or a campaign that nothing knows is warned of`() async throws {
        let recorded = try await TemporaryWorkspace().hearth(
            "record", "--account", "mastodon", "--kind", "own", "--at", "2026-11-20T08:00:00Z", "--post",
            "x/y",
            "--campaign", "nope")
        #expect(recorded.status == 0)
        #expect(recorded.output == "1 recorded, 0 known already\n")
        #expect(recorded.errors.contains("the queue has no post 'x/y'"))
        #expect(recorded.errors.contains("have a campaign 'nope'"))
    }

    @Test(arguments: [
        ("mastodom", "promo", "the policy has no account 'mastodom'; did you mean 'mastodon'?"),
        ("mastodon", "prommo", "the policy has no kind 'prommo'; did you mean 'promo'?"),
        ("x", "promo", "the policy has no account 'x'; known: mastodon"),
    ])
    func `an unknown word names the nearest one`(account: String, kind: String, message: String) async throws
    {
        let recorded = try await TemporaryWorkspace().hearth(
            "record", "--account", account, "--kind", kind, "--at", "2026-11-20T08:00:00Z")
        #expect(recorded.status == 64)
        #expect(recorded.errors == "Error: \(message)\n")
    }
}
