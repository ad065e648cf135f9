import ArgumentParser
import Planning

/// `hearth export`
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Prints the problem as JSON, with all slots, reach and rules, for any other solver.",
        discussion: "`hearth verify` replays the answer.")

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var now: NowOption

    @Option(help: "Plan this many days instead of the policy's horizon.")
    var days: Int?

    func validate() throws {
        if let days, !(1...90).contains(days) { throw ValidationError("--days takes 1 to 90, not \(days)") }
    }

    func run() throws {
        let desk = try PlanningDesk(options, now: now, days: days)
        Output.writeRaw(ProblemDocument.json(desk.problem))
    }
}
