import Foundation
import Testing

/// Secrets planted in tests, and the search for them in everything that is left behind.
///
/// What a word in an environment variable of a run holds from `canary` on counts as one. `CommandLineTool.run` looks for
/// them after each run of the program, in its output and in every file of the workspace.
enum Canary {
    /// Every secret among these values.
    static func planted(in environment: [String: String]) -> [String] {
        environment.values.flatMap { $0.split(whereSeparator: \.isWhitespace) }.compactMap { word in
            word.firstRange(of: "canary").map { String(word[$0.lowerBound...]) }
        }
    }

    /// As it is, percent-encoded, escaped as in JSON, in hexadecimal digits, and in both alphabets of Base64 at each of the
    /// three places of a group.
    static func forms(of secret: String) -> [String] {
        var forms = [secret]
        forms.append(secret.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined())
        forms.append(
            secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret)
        forms.append(secret.replacing("/", with: "\\/").replacing("\"", with: "\\\""))
        forms.append(secret.utf8.map { String($0, radix: 16) }.joined())
        for offset in 0..<3 {
            let encoded = Data(repeating: 0x20, count: offset) + Data(secret.utf8)
            // The characters at both ends mix with the bits of the neighbours.
            let whole = encoded.base64EncodedString().replacing("=", with: "")
            let core = String(
                whole.dropFirst(offset == 0 ? 0 : offset + 1).dropLast(encoded.count % 3 == 0 ? 0 : 1))
            forms.append(core)
            forms.append(core.replacing("+", with: "-").replacing("/", with: "_"))
        }
        return Array(Set(forms))
    }

    /// In which of these contents a form of a secret stands, by their names.
    static func leaks(of secrets: [String], in contents: [String: Data]) -> [String] {
        let needles = secrets.flatMap(forms).map { Data($0.utf8) }
        return contents.filter { one in needles.contains { one.value.range(of: $0) != nil } }.map(\.key)
            .sorted()
    }

    /// Every regular file below a folder; those that are there to hold secrets are left out.
    static func files(below folder: String) -> [String: Data] {
        var found: [String: Data] = [:]
        for name in (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        where !name.hasPrefix("secrets/") && !name.contains("/sessions/") {
            let path = folder + "/" + name
            let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
            if type == .typeRegular { found[name] = FileManager.default.contents(atPath: path) }
        }
        return found
    }
}

struct CanaryTests {
    static let secret = "canary-5?/+ü~41c"

    @Test(arguments: [
        "token: canary-5?/+ü~41c.", "token%3Dcanary%2D5%3F%2F%2B%C3%BC%7E41c",
        "Basic " + Data("me:canary-5?/+ü~41c".utf8).base64EncodedString(),
        Data("x:canary-5?/+ü~41c:y".utf8).base64EncodedString(),
        Data("canary-5?/+ü~41c".utf8).base64EncodedString(),
        "{\"a\": \"canary-5?\\/+ü~41c\"}",
    ])
    func `a secret is found in every form in which it may leave`(text: String) {
        #expect(
            Canary.leaks(of: [CanaryTests.secret], in: ["a": Data(text.utf8), "b": Data("token".utf8)]) == [
                "a"
            ])
    }

    @Test func `a canary begins with its name, wherever it stands`() {
        #expect(
            Canary.planted(in: [
                "A": "canary-1", "B": " https://a/canary-22\nmore", "C": "visible", "D": "can",
            ]).sorted()
                == ["canary-1", "canary-22"])
    }

    @Test func `no command shows or stores a secret, whatever it is asked for`() async throws {
        let place = try TemporaryWorkspace()
        try place.write(
            "policies/default.yaml",
            TemporaryWorkspace.policy + """
                notify: { webhook: "env:HOOK", runway: 0m }

                """)
        let secrets = [
            "MASTODON_TOKEN": "canary-5ee1b0c2/+x", "HOOK": "http://127.0.0.1:9/canary-hook-77aa",
            "OTHER": "canary-o1",
        ]
        let due = TickTests.due
        let all: [[String]] = [
            ["check"], ["plan", "--now", TemporaryWorkspace.now, "--effort", "quick"],
            ["preview", "--now", TemporaryWorkspace.now, "--format", "json"],
            ["tick", "--dry-run", "--now", due], ["tick", "--dry-run", "--now", due, "--format", "json"],
            ["tick", "--now", due, "--log-format", "json", "--metrics", "numbers.prom"],
            ["tick", "--now", "2026-11-23T12:05:00Z"], ["status", "--format", "json"],
            ["status", "--format", "prometheus"],
            ["log", "--format", "jsonl"], ["log", "--format", "json"], ["doctor", "--format", "json"],
            ["doctor"],
            ["accounts", "test"], ["accounts", "test", "--format", "json"], ["export", "--now", due],
            ["backup", "copy.sqlite"], ["schema", "policy"],
            ["hold", "mastodon"], ["resume", "mastodon"], ["adopt"],
        ]
        for arguments in all {
            // The search is in `run`; what counts here is that each command was run at all.
            let run = try await CommandLineTool.run(arguments, in: place.path, environment: secrets)
            #expect(run.status < 128, "\(arguments): \(run.errors)")
        }
        for file in [".hearth/ledger.sqlite", "copy.sqlite", "numbers.prom"] {
            #expect(Canary.files(below: place.path).keys.contains(file))
        }
    }
}
