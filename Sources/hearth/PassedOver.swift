import Diagnostics
import Posts

/// What lies in the queue and is not read, so that nobody waits for a post whose file has the wrong name.
struct PassedOver {
    let files: WorkspaceFiles
    let queue: Queue

    /// A warning each, in order of the paths.
    var diagnostics: [Diagnostic] {
        guard !files.leadsOut("queue") else { return [] }
        var failures: [WorkspaceFiles.Refusal] = []
        let found = files.walk("queue", failures: &failures)
        let shown = Set(queue.posts.flatMap(\.pictures))
        return found.others.filter { PassedOver.isNamed($0) && !shown.contains("queue/" + $0) }.map {
            warning($0, "it is no regular file; links are not followed", "put the file itself there")
        }
            + found.files.filter {
                PassedOver.isNamed($0) && !QueueFile.isQueueFile($0) && !shown.contains("queue/" + $0)
            }.map {
                warning(
                    $0, "posts are in files that end in .md, .csv or .jsonl", "rename it, or move it away")
            }
    }

    private func warning(_ path: String, _ why: String, _ help: String) -> Diagnostic {
        Diagnostic(
            .warning, code: "not-read", "this is not read: \(why)", at: SourceLocation(file: "queue/" + path),
            help: help)
    }

    private static let pictures: Set = [
        "avif", "gif", "heic", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp",
    ]

    /// Whether somebody may take it for a post: no picture, nothing in a folder `media`, no README, nothing that an editor has
    /// left behind.
    private static func isNamed(_ path: String) -> Bool {
        let parts = path.split(separator: "/").map { $0.lowercased() }
        guard let name = parts.last, !parts.dropLast().contains("media"), name != "media" else {
            return false
        }
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        return !pictures.contains(ending) && !name.hasPrefix("readme") && !name.hasPrefix("#")
            && !name.hasSuffix("~")
    }
}
