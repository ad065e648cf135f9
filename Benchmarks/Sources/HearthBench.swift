import ArgumentParser

/// `hearth-bench`: generated workspaces, and what planning them takes.
@main
struct HearthBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hearth-bench",
        abstract: "Generates workspaces and measures planning on them.",
        subcommands: [
            GenerateCommand.self, ExportCommand.self, RunCommand.self, RunOneCommand.self,
            ReplanCommand.self, ReplanOneCommand.self, SeriesCommand.self, GreedyCommand.self,
        ])
}
