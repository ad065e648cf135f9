import Diagnostics
import Posts

/// Posts that are still, word for word, what `hearth init` made.
///
/// They are there to be looked at: nobody has said them. So a plan that is only shown has them, and one that is sent has
/// not; a word changed makes a post somebody's own.
struct ExamplePosts {
    /// Their files, below the workspace.
    private let files: Set<String>

    /// Those among `files` of a queue.
    init(_ files: [QueueFile]) {
        let texts = Set(WorkspaceTemplate.queueTexts.map { Array($0.utf8) })
        self.files = Set(
            files.filter { file in texts.contains(file.bytes.filter { $0 != UInt8(ascii: "\r") }) }
                .map { "queue/" + $0.path })
    }

    /// The queue without a word of theirs to send.
    func asDrafts(in queue: Queue) -> Queue {
        var queue = queue
        for index in queue.posts.indices where isExample(queue.posts[index]) {
            queue.posts[index].isDraft = true
        }
        return queue
    }

    /// One finding for all that would be sent if they were not what they are.
    func findings(in queue: Queue) -> [Diagnostic] {
        let found = queue.posts.filter { isExample($0) && !$0.isDraft }.compactMap { $0.location?.file }
        guard !found.isEmpty else { return [] }
        let posts = found.count == 1 ? "1 post is an example" : "\(found.count) posts are examples"
        return [
            Diagnostic(
                .warning, code: "example-post",
                "\(posts) of 'hearth init': shown in a preview, never sent as they are",
                notes: [found.sorted().joined(separator: ", ")],
                help: "write what you want to say into them, or remove them")
        ]
    }

    private func isExample(_ post: Post) -> Bool {
        post.location.map { files.contains($0.file) } ?? false
    }
}
