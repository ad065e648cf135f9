import ArgumentParser

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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
            ResolveCommand.self, AdoptCommand.self, BackupCommand.self, VerifyCommand.self,
            ExportCommand.self,
            SchemaCommand.self, AccountsCommand.self, DoctorCommand.self,
        ])

    /// Runs the subcommand.
    static func main() async {
        // Whoever reads what is said may be gone (cron, `head`); that must not end a tick in the middle.
        signal(SIGPIPE, SIG_IGN)
        await main(nil)
    }
}
