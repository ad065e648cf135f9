import ArgumentParser

/// The command line: one subcommand a file below `Commands/`.
@main
struct Hearth: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "hearth",
        abstract: "Plans and publishes posts so that an account stays a good neighbour.",
        discussion: """
            A workspace is a folder with queue/ (posts) and policies/ (rules). `hearth preview` shows what would go out
            and sends nothing; `hearth tick` publishes what is due and belongs into cron.
            """,
        version: version,
        subcommands: [
            InitCommand.self, CheckCommand.self, PreviewCommand.self, PlanCommand.self, TickCommand.self,
            StatusCommand.self, LogCommand.self, RecordCommand.self, HoldCommand.self, ResumeCommand.self,
            ResolveCommand.self, VerifyCommand.self, ExportCommand.self, SchemaCommand.self,
            AccountsCommand.self,
        ])
}
