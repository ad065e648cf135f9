import Diagnostics
import Foundation
import Posts
import Timeline

/// Words and files for reading queues in tests.
enum QueueExample {
    static let vocabulary = Vocabulary(
        kinds: ["curated", "answer", "promo", "own"], accounts: ["bluesky", "mastodon"],
        networks: ["bluesky", "mastodon", "webhook"], campaigns: ["spring"], posted: ["old/post"])

    /// Reads files given as path and text; there is one picture, `media/a.png`.
    static func read(_ files: [(String, String)]) -> Queue {
        read(files.map { QueueFile(path: $0.0, bytes: Array($0.1.utf8)) })
    }

    static func read(_ files: [QueueFile]) -> Queue {
        QueueReader(vocabulary: vocabulary) { $0 == "media/a.png" }.read(files)
    }

    /// One Markdown file with these keys and this text.
    static func post(_ keys: String, _ text: String = "Text.") -> Post? {
        read([("a.md", "---\n\(keys)\n---\n\(text)\n")]).posts.first
    }

    /// Each finding as people read it, then the posts that are left.
    static func report(_ files: [(String, String)]) -> String {
        report(files.map { QueueFile(path: $0.0, bytes: Array($0.1.utf8)) })
    }

    static func report(_ files: [QueueFile]) -> String {
        let queue = read(files)
        let left = (["left:"] + queue.posts.map(\.id.rawValue)).joined(separator: " ")
        return (queue.diagnostics.map(lines) + [left]).joined(separator: "\n")
    }

    private static func lines(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.location
        let numbers = [place?.line, place?.column].compactMap { $0.map { ":\($0)" } }.joined()
        var lines = ["\(place?.file ?? "")\(numbers): \(diagnostic.severity): \(diagnostic.message)"]
        if let line = diagnostic.sourceLine {
            lines.append(line.isEmpty ? "|" : "| " + line)
            if let column = place?.column {
                let count = max(1, (place?.endColumn ?? column + 1) - column)
                lines.append(
                    "| " + String(repeating: " ", count: column - 1) + String(repeating: "^", count: count))
            }
        }
        lines += diagnostic.notes.map { "  note: " + $0 }
        if let help = diagnostic.help { lines.append("  help: " + help) }
        return lines.joined(separator: "\n")
    }

    /// The repository's own folder.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
}
