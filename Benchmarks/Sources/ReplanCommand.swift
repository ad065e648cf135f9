import ArgumentParser
import Foundation

/// `hearth-bench replan-one`
struct ReplanOneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replan-one", abstract: "Plans one workspace, changes it and plans again; prints JSON.")

    @OptionGroup var shape: ShapeOptions
    @OptionGroup var effort: EffortOption
    @Option(help: "Which of the set's workspaces.")
    var seed: UInt64 = 1

    func run() throws {
        let workspace = try GeneratedWorkspace(try shape.shape(), seed: seed)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        for outcome in Replan.outcomes(workspace, effort: try effort.value()) {
            FileHandle.standardOutput.write(try encoder.encode(outcome) + Data("\n".utf8))
        }
    }
}

/// `hearth-bench replan`
struct ReplanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replan", abstract: "Plans again after one change, and compares that with a fresh start."
    )

    @OptionGroup var shape: ShapeOptions
    @OptionGroup var effort: EffortOption
    @Option(help: "The sets, with commas.")
    var sets = "S,M,L"
    @Option(help: "How many workspaces of each set.")
    var seeds = 5

    func run() throws {
        var rows = [
            [
                "set", "change", "n", "CPU s", "fresh s", "of fresh %", "gap %", "loss %", "shortfall",
                "fresh",
                "stored", "moved", "dropped", "valid",
            ]
        ]
        for set in sets.split(separator: ",").map(String.init) {
            let outcomes = (1...max(1, seeds)).flatMap { seed -> [ReplanOutcome] in
                let arguments =
                    ["replan-one", "--seed", "\(seed)", "--effort", effort.effort] + shape.arguments(set: set)
                guard let data = Child.output(arguments) else { return [] }
                return data.split(separator: UInt8(ascii: "\n")).compactMap {
                    try? JSONDecoder().decode(ReplanOutcome.self, from: $0)
                }
            }
            for change in Change.allCases {
                let all = outcomes.filter { $0.change == change }
                func median(_ value: (ReplanOutcome) -> Double, _ decimals: Int) -> String {
                    Text.fixed(Measure.median(all.map(value)), decimals)
                }
                rows.append([
                    set, change.rawValue, "\(all.count)", median({ $0.cpu }, 2), median({ $0.freshCPU }, 2),
                    median({ 100 * $0.cpu / max(1e-9, $0.freshCPU) }, 0), median({ $0.gap }, 2),
                    median({ $0.loss }, 2), median({ Double($0.shortfall) }, 0),
                    median({ Double($0.freshShortfall) }, 0), median({ Double($0.stored) }, 0),
                    median({ Double($0.moved) }, 0), median({ Double($0.dropped) }, 0),
                    "\(all.count { $0.isValid })/\(all.count)",
                ])
            }
        }
        Text.line(Text.table(rows))
    }
}

/// `hearth-bench series`
struct SeriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "series",
        abstract:
            "Measures how cost grows with accounts (coupled and not) and with days, at equal load per account."
    )

    @OptionGroup var effort: EffortOption
    @Option(help: "How many workspaces of each size.")
    var seeds = 3
    @Option(help: "Candidate posts per account and fortnight.")
    var load = 300

    func run() throws {
        var rows = [
            [
                "series", "size", "posts", "CPU s", "per unit", "of first", "to first s", "gap %", "MB",
                "valid",
            ]
        ]
        for count in [1, 2, 4, 8] {
            let spread = 1...min(4, count)
            let pairs = spread.flatMap { a in spread.map { (a + $0 + 1) / 2 } }
            let posts = load * count * pairs.count / pairs.reduce(0, +)
            try measure("accounts", count, ["--accounts", "\(count)"], posts: posts, &rows)
        }
        for count in [1, 2, 4, 8] {
            try measure("brands", count, ["--brands", "\(count)"], posts: load * count, &rows)
        }
        for days in [7, 14, 28, 56] {
            try measure("days", days, ["--days", "\(days)"], posts: load * days / 14, &rows)
        }
        Text.line(Text.table(rows))
    }

    private func measure(
        _ series: String, _ size: Int, _ options: [String], posts: Int, _ rows: inout [[String]]
    )
        throws
    {
        let outcomes = (1...max(1, seeds)).flatMap { seed -> [Outcome] in
            let arguments =
                [
                    "run-one", "--set", "M", "--uniform", "--posts", "\(posts)", "--seed", "\(seed)",
                    "--effort",
                    effort.effort,
                ] + options
            return Child.output(arguments).map(Outcomes.read) ?? []
        }
        let cpu = Measure.median(outcomes.map(\.cpu))
        let unit = cpu / Double(size)
        let first = rows.first { $0[0] == series }.flatMap { Double($0[4]) } ?? unit
        rows.append([
            series, "\(size)", "\(posts)", Text.fixed(cpu, 2), Text.fixed(unit, 4),
            Text.fixed(unit / first, 2),
            Text.fixed(Measure.median(outcomes.map(\.cpuToFirst)), 2),
            Text.fixed(Measure.median(outcomes.map(\.gap)), 2),
            Text.fixed(Measure.median(outcomes.map(\.memory)), 0),
            "\(outcomes.count { $0.isValid })/\(outcomes.count)",
        ])
    }
}
