import Foundation
import HTTP
import Testing

@testable import hearth

/// What a program that fetches a secret is given, which shows what the process itself has.
struct HardeningTests {
    private static let canary = "canary-91c04be7"

    @Test func `private files, no core file, and an environment without secrets`() async throws {
        let policy = """
            timezone: Europe/Berlin
            accounts:
              first: { network: mastodon, url: "http://127.0.0.1:9", token: "env:FIRST_TOKEN" }
              second: { network: mastodon, url: "http://127.0.0.1:9", token: "command: /bin/sh probe.sh" }

            """
        let place = try TemporaryWorkspace([
            "policies/default.yaml": policy, "queue/a.md": "---\nkind: own\n---\nA\n",
        ])
        try place.write("probe.sh", "umask > umask.txt; ulimit -Hc > core.txt; env > env.txt; echo secret\n")
        for arguments in [["tick", "--dry-run"], ["tick"], ["accounts", "test"]] {
            let run = try await CommandLineTool.run(
                arguments, in: place.path,
                environment: ["FIRST_TOKEN": HardeningTests.canary, "OTHER": "visible"])
            #expect(!(run.output + run.errors).contains(HardeningTests.canary))
            let read = { (name: String) in
                try String(contentsOfFile: place.path + "/" + name, encoding: .utf8)
            }
            #expect(try read("umask.txt").hasSuffix("077\n"), "\(arguments)")
            #expect(try read("core.txt") == "0\n", "\(arguments)")
            #expect(try !read("env.txt").contains(HardeningTests.canary), "\(arguments)")
            #expect(try read("env.txt").contains("OTHER=visible\n"), "\(arguments)")
            for name in ["umask.txt", "core.txt", "env.txt"] {
                try FileManager.default.removeItem(atPath: place.path + "/" + name)
            }
        }
    }

    #if os(Linux)
        // Children begin anew, so only the process itself can say it; umask and core limit above show that it is asked to.
        @Test func `what begins as the program does has hidden its memory`() async {
            await #expect(processExitsWith: .exitCode(7)) {
                Composition.live.harden()
                exit(ProcessMemory.isHidden ? 7 : 1)
            }
        }
    #endif
}
