import Foundation

/// A workspace in a folder of its own, removed at the end of the test.
final class TemporaryWorkspace: Sendable {
    let path: String

    /// Writes `files`, whose names are paths below the folder.
    init(_ files: [String: String] = TemporaryWorkspace.small) throws {
        path = FileManager.default.temporaryDirectory.path + "/hearth-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(name, text) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file as if five seconds ago: a tick waits for what was written a moment before.
    func write(_ name: String, _ text: String) throws {
        let file = URL(filePath: path + "/" + name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -5)], ofItemAtPath: file.path)
    }

    func setMode(_ mode: Int, of name: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path + "/" + name)
    }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

    /// Every file below `folder` with its bytes; hidden ones too.
    func contents(of folder: String) throws -> [String: Data] {
        var found: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: path + "/" + folder) {
            let file = path + "/" + folder + "/" + name
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
            if !isFolder.boolValue { found[name] = try Data(contentsOf: URL(filePath: file)) }
        }
        return found
    }

    /// Runs `hearth` in the folder.
    func hearth(
        _ arguments: String..., environment: [String: String] = [:], input: String = ""
    ) async throws -> CommandLineTool.Outcome {
        try await CommandLineTool.run(arguments, in: path, environment: environment, input: input)
    }

    /// The plan of the workspace at `now`, by a quick search.
    func preview(
        _ arguments: String..., environment: [String: String] = [:]
    ) async throws -> CommandLineTool.Outcome {
        try await CommandLineTool.run(
            ["preview", "--now", TemporaryWorkspace.now, "--effort", "quick"] + arguments, in: path,
            environment: environment)
    }

    static let now = "2026-11-23T08:00:00Z"

    /// Two posts that give, a promotion that they have to earn, one that is over. Every post has one slot at most, so
    /// that there is only one plan.
    static let small: [String: String] = [
        "policies/default.yaml": policy,
        "queue/curated/contrast.md": """
        ---
        kind: curated
        link: https://www.w3.org/WAI/tips/designing/
        not_before: 2026-11-23T12:00
        not_after: 2026-11-23T12:01
        ---
        Small changes that help everyone.
        """,
        "queue/conversation/hello.md": """
        ---
        kind: conversation
        not_before: 2026-11-23T18:00
        not_after: 2026-11-23T18:01
        ---
        What are you making this week?
        """,
        "queue/promo/sale.md": """
        ---
        kind: promo
        link: https://hearth.example/sale
        not_before: 2026-11-24T12:00
        not_after: 2026-11-24T12:01
        ---
        Our sale.
        """,
        "queue/promo/over.md": """
        ---
        kind: promo
        link: https://hearth.example/over
        not_after: 2026-11-22
        ---
        Another sale.
        """,
    ]

    static let policy = """
        timezone: Europe/Berlin
        horizon: 2d
        grid: 3h
        accounts:
          mastodon: { network: mastodon, url: "http://127.0.0.1:9", token: "env:MASTODON_TOKEN" }
        hours: { active: { mon-sun: "09:00-21:00" } }
        pace: { min: 1, target: 2, max: 3, spacing: 3h }
        goodwill: { start: 2, cap: 8 }
        mix: [ { of: ask, at_most: 50%, over: 7d } ]

        """
}

/// JSON that a test looks into.
enum ReadJSON {
    static func object(_ text: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    }

    static func list(_ text: String) throws -> [[String: Any]] {
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]] ?? []
    }
}
