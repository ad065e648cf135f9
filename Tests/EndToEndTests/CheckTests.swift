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

    @Test func `what a network would refuse is found without its secrets`() async throws {
        let place = try TemporaryWorkspace()
        try place.write(
            "policies/default.yaml",
            TemporaryWorkspace.policy.replacing(
                "accounts:\n",
                with: "accounts:\n  sky: { network: bluesky, handle: me.example, password: \"env:NONE\" }\n"))
        let long = String(repeating: "abcdefg ", count: 94).dropLast(3)
        try place.write("queue/curated/long.md", "---\nkind: curated\n---\n\(long)\n")
        try place.write("media/words.png", "These are words.\n")
        try WorkspaceFilesTests.pixel?.write(to: URL(filePath: place.path + "/media/pixel.png"))
        try place.write(
            "queue/curated/words.md",
            "---\nkind: curated\nimages: [{file: media/words.png, alt: Words}]\n---\nSome words.\n")
        try place.write(
            "queue/curated/pixel.md",
            "---\nkind: curated\nimages: [{file: media/pixel.png, alt: \" \"}]\n---\nA picture.\n")
        let checked = try await place.hearth("check", "--format", "json")
        #expect(checked.status == 1)
        let found = try ReadJSON.list(checked.output).compactMap { $0["message"] as? String }
        for expected in [
            "mastodon: the text has 749 characters, 127.0.0.1 takes 500",
            "sky: the text has 749 graphemes, Bluesky takes 300",
            "mastodon, sky: 'media/words.png' is no PNG, JPEG, GIF or WebP",
            "mastodon, sky: pixel.png has no alt text for those who do not see it",
        ] {
            #expect(found.contains(expected), "\(expected)")
        }
    }

    @Test func `an account that its network cannot use is an error of the policy, and takes only itself out`()
        async throws
    {
        let place = try TemporaryWorkspace()
        try place.write(
            "policies/default.yaml",
            TemporaryWorkspace.policy.replacing(
                "accounts:\n",
                with:
                    "accounts:\n  sky: { network: bluesky, handle: \"@me.example\", password: \"env:NONE\" }\n"
            ))
        let checked = try await place.hearth("check")
        #expect(checked.status == 78)
        #expect(
            checked.findings.hasPrefix(
                """
                policies/default.yaml:5:36: error: 'handle' is no handle such as hearth.example: @me.example \
                [unusable-account]

                """))
        #expect(checked.findings.contains("help: nothing is sent on 'sky' until it is mended"))
        #expect(try await place.preview().status == 0)
    }

    @Test func `an empty queue lasts for no day, and everything that counts says so`() async throws {
        let policy = TemporaryWorkspace.policy + "notify: { command: [\"sh\", \"-c\", \"cat > told\"] }\n"
        let place = try TemporaryWorkspace(["policies/default.yaml": policy, "queue/.keep": ""])
        let checked = try await place.hearth("check")
        #expect(checked.status == 0)
        #expect(checked.output.hasSuffix("runway: mastodon: nothing that gives is left\n"))
        _ = try await place.hearth("tick", environment: ["MASTODON_TOKEN": "canary-e"])
        let metrics = try await place.hearth("status", "--format", "prometheus").output
        #expect(metrics.contains("\nhearth_runway_days{account=\"mastodon\"} 0\n"))
        let told = try String(contentsOfFile: place.path + "/told", encoding: .utf8)
        #expect(told.contains("mastodon: no post that gives is left\n"))
        let doctor = try await place.hearth("doctor", environment: ["MASTODON_TOKEN": "canary-e"]).output
        #expect(doctor.contains("\nwarning  queue: 0 posts, 0 errors, "))
    }

    @Test func `what lies in the queue and is not read is named, pictures and what explains are not`()
        async throws
    {
        let place = try TemporaryWorkspace()
        let passed = [
            "queue/T.CSV", "queue/m.markdown", "queue/n.json", "queue/x/note.txt", "queue/x/upper.MD",
        ]
        for name in passed + [
            "queue/README", "queue/.keep", "queue/x/a.PNG", "queue/media/b.txt", "queue/x/c.md~",
        ] {
            try place.write(name, "Words.\n")
        }
        try FileManager.default.createSymbolicLink(
            atPath: place.path + "/queue/y.md", withDestinationPath: place.path + "/nowhere.md")
        let checked = try await place.hearth("check", "--format", "json")
        #expect(checked.status == 0)
        let found = try ReadJSON.list(checked.output)
        #expect(found.compactMap { $0["file"] as? String } == passed + ["queue/y.md"])
        #expect(found.allSatisfy { $0["code"] as? String == "not-read" })
    }

    @Test func `a queue that is a link to elsewhere is named once`() async throws {
        let place = try TemporaryWorkspace(["policies/default.yaml": TemporaryWorkspace.policy])
        let other = try TemporaryWorkspace()
        try FileManager.default.createSymbolicLink(
            atPath: place.path + "/queue", withDestinationPath: other.path + "/queue")
        let checked = try await place.hearth("check")
        #expect(checked.status == 1)
        #expect(
            checked.findings == """
                error: 'queue' is a link that leads out of the workspace [unreadable-file]
                1 error

                """)
    }

    @Test func `a pin that cannot be kept is shown where its post stands`() async throws {
        // Nothing has been given, so that tomorrow's sale is not earned.
        let tomorrow = Date(timeIntervalSinceNow: 86_400).ISO8601Format().prefix(10)
        let place = try TemporaryWorkspace([
            "policies/default.yaml": TemporaryWorkspace.policy.replacing("start: 2", with: "start: 0"),
            "queue/promo/pinned.md": "---\nkind: promo\nat: \(tomorrow)T12:00\n---\nA sale.\n",
        ])
        let checked = try await place.hearth("check", "--format", "json")
        let found = try ReadJSON.list(checked.output).first { $0["code"] as? String == "pin-conflict" }
        #expect(found?["file"] as? String == "queue/promo/pinned.md")
    }

    @Test func `errors of the policy as JSON are an array on standard output, too`() async throws {
        let place = try TemporaryWorkspace()
        try place.write(
            "policies/default.yaml", TemporaryWorkspace.policy.replacing("pace: {", with: "pase: {"))
        let checked = try await place.hearth("check", "--format", "json")
        #expect(checked.status == 78)
        #expect(checked.errors == "")
        let found = try ReadJSON.list(checked.output)
        #expect(found.map { $0["code"] as? String } == ["unknown-key"])
        #expect(found.map { $0["line"] as? Int } == [7])
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
