import ArgumentParser
import Planning
import Preview
import Timeline

/// `hearth preview`
struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Shows the plan. Uses no network and writes nothing.")

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var now: NowOption
    @OptionGroup var effort: EffortOption

    @Option(help: "How to show it: \(PreviewRegistry.all.map { $0.name }.joined(separator: ", ")).")
    var format = "text"

    @Option(help: "Plan this many days instead of the policy's horizon.")
    var days: Int?

    @Flag(help: "List every post that is left out.")
    var all = false

    @Option(help: "Columns of the text. (default: those of the terminal, else 80)")
    var width: Int?

    func validate() throws {
        guard PreviewRegistry.format(named: format) != nil else {
            let known = PreviewRegistry.all.map { $0.name }.joined(separator: ", ")
            throw ValidationError("there is no format '\(format)'; known: \(known)")
        }
        if let days, !(1...90).contains(days) { throw ValidationError("--days takes 1 to 90, not \(days)") }
        if let width, !(40...400).contains(width) {
            throw ValidationError("--width takes 40 to 400, not \(width)")
        }
    }

    func run() throws {
        let desk = try PlanningDesk(options, now: now, days: days)
        Output.report(desk.house.diagnostics, colour: Composition.live.isWatched)
        let composition = Composition.live
        let plan = try desk.plan(
            effort.value(unlessNamed: .quick), patience: effort.patience(composition))
        let style = PreviewStyle(
            width: width ?? composition.terminalWidth, colour: composition.wantsColour,
            leftOutLimit: all ? nil : 20)
        if let format = PreviewRegistry.format(named: format) {
            Output.writeRaw(format.render(plan, style: style))
        }
    }
}
