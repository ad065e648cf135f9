import ArgumentParser
import Networks
import Policies
import Posts

/// `hearth schema`
struct SchemaCommand: ParsableCommand {
    /// What people write.
    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case policy
        case post
    }

    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints a JSON Schema, with which an editor completes and checks what you write.",
        discussion: """
            For posts, the kinds and accounts are those of the workspace's policy, if there is one. Without it any \
            will do.
            """)

    @OptionGroup var options: WorkspaceOptions

    @Argument(help: "policy, or post for the front matter of a post.")
    var subject: Subject

    func run() throws {
        switch subject {
        case .policy: Output.writeRaw(PolicySchema.json(networks: NetworkRegistry.all.map { $0.profile }))
        case .post: Output.writeRaw(PostSchema.json(vocabulary: try vocabulary()))
        }
    }

    private func vocabulary() throws -> Vocabulary? {
        let composition = Composition.live
        guard try House.folder(options, composition).hasFile(options.policy) else { return nil }
        return try House(options, composition).policy.vocabulary()
    }
}
