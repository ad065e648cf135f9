import Diagnostics
import Foundation
import Policies
import Posts
import Timeline

/// Networks, zones and files for reading policies in tests.
enum Example {
    static let mastodon = NetworkProfile(
        name: "mastodon",
        keys: [
            .init("url", .url, required: true, "The server."),
            .init("token", .secret, required: true, "The access token."),
        ], putsLinkInText: true)
    static let bluesky = NetworkProfile(
        name: "bluesky",
        keys: [
            .init("handle", .text, required: true, "The handle."),
            .init("password", .secret, required: true, "The app password."),
            .init("url", .url, "The server."),
        ], putsLinkInText: false)
    static let webhook = NetworkProfile(
        name: "webhook",
        keys: [
            .init("url", .url, required: true, "Where to send."),
            .init("secret", .secret, "Signs what is sent."),
            .init("style", .word(["plain", "rich"]), "How it looks."),
        ], putsLinkInText: false)
    static let x = NetworkProfile(
        name: "x", keys: [.init("token", .secret, required: true, "The token.")],
        tariff: Tariff(currency: "USD", plain: 15_000, withURL: 200_000), putsLinkInText: true)
    static let networks = [mastodon, bluesky, webhook, x]

    /// Three zones, all of them with the rules of UTC.
    static let zones = ZoneCatalog { name in
        ["Europe/Berlin", "Europe/London", "America/New_York"].contains(name) ? emptyTZif : nil
    }

    private static let emptyTZif: [UInt8] = {
        // RFC 8536: a version 2 file without transitions and the footer UTC0.
        func block() -> [UInt8] {
            Array("TZif2".utf8) + Array(repeating: 0, count: 15)
                + [0, 0, 0, 0] + [0, 0, 0, 0] + [0, 0, 0, 0] + [0, 0, 0, 0] + [0, 0, 0, 1] + [0, 0, 0, 4]
                + [0, 0, 0, 0, 0, 0] + Array("UTC\0".utf8)
        }
        return block() + block() + Array("\nUTC0\n".utf8)
    }()

    /// One account, to be put before the sections a test is about.
    static let account =
        "accounts: { m: { network: mastodon, url: \"https://social.example\", token: \"env:T\" } }\n"

    /// Reads `policies/p.yaml` among `files`.
    static func read(_ text: String, files: [String: String] = [:]) -> (
        policy: Policy?, diagnostics: [Diagnostic]
    ) {
        let all = files.merging(["policies/p.yaml": text]) { first, _ in first }
        return PolicyReader(networks: networks, zones: zones) { path in all[path].map { Array($0.utf8) } }
            .read("policies/p.yaml")
    }

    /// Each finding as people read it: place, severity, message, the line with carets, notes and help.
    static func report(_ text: String, files: [String: String] = [:]) -> String {
        lines(read(text, files: files).diagnostics)
    }

    static func lines(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map { diagnostic in
            var lines: [String] = []
            let place = diagnostic.location
            let numbers = [place?.line, place?.column].compactMap { $0.map { ":\($0)" } }.joined()
            lines.append("\(place?.file ?? "")\(numbers): \(diagnostic.severity): \(diagnostic.message)")
            if let line = diagnostic.sourceLine {
                lines.append("| " + line)
                if let column = place?.column {
                    let count = max(1, (place?.endColumn ?? column + 1) - column)
                    lines.append(
                        "| " + String(repeating: " ", count: column - 1)
                            + String(repeating: "^", count: count))
                }
            }
            lines += diagnostic.notes.map { "  note: " + $0 }
            if let help = diagnostic.help { lines.append("  help: " + help) }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// The repository's own folder.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The bytes of a file of the repository.
    static func file(_ path: String) -> [UInt8]? {
        (try? Data(contentsOf: root.appendingPathComponent(path))).map { Array($0) }
    }
}
