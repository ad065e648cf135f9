import ArgumentParser
import Foundation

/// `hearth-bench run-one`
struct RunOneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run-one", abstract: "Plans one generated workspace and prints what that took, as JSON.")

    @OptionGroup var shape: ShapeOptions
    @OptionGroup var effort: EffortOption
    @Option(help: "Which of the set's workspaces.")
    var seed: UInt64 = 1

    func run() throws {
        let shape = try shape.shape()
        let workspace = try GeneratedWorkspace(shape, seed: seed)
        let (outcome, _) = Run.plan(workspace.problem, set: shape, seed: seed, effort: try effort.value())
        try Outcomes.write([outcome])
    }
}

/// `hearth-bench run`
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Plans the workspaces of the sets, each in a process of its own, and prints a table.")

    @OptionGroup var shape: ShapeOptions
    @OptionGroup var effort: EffortOption
    @Option(help: "The sets, with commas.")
    var sets = "S,M,L,XL"
    @Option(help: "How many workspaces of each set.")
    var seeds = 20
    @Option(help: "The first of them.")
    var from: UInt64 = 1
    @Option(help: "Also write every outcome to this file, one JSON object a line.")
    var json: String?
    @Flag(help: "Print a line for every workspace.")
    var verbose = false

    func run() throws {
        var rows = [Outcomes.head]
        var all: [Outcome] = []
        for set in sets.split(separator: ",").map(String.init) {
            let size = try shape.shape(named: set)
            var outcomes: [Outcome] = []
            for seed in from..<from + UInt64(max(0, seeds)) {
                let arguments =
                    ["run-one", "--seed", "\(seed)", "--effort", effort.effort] + shape.arguments(set: set)
                guard let data = Child.output(arguments), let outcome = Outcomes.read(data).first else {
                    continue
                }
                if let failure = outcome.failure { Text.note("\(set) seed \(seed): \(failure)") }
                if verbose { Text.note(Outcomes.line(outcome)) }
                outcomes.append(outcome)
            }
            rows.append(Outcomes.row(outcomes, size))
            all += outcomes
        }
        Text.line(Text.table(rows))
        if let json { try Outcomes.data(all).write(to: URL(fileURLWithPath: json)) }
    }
}

/// Outcomes as JSON lines and as a table.
enum Outcomes {
    static func data(_ outcomes: [Outcome]) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        var data = Data()
        for outcome in outcomes { data += try encoder.encode(outcome) + Data("\n".utf8) }
        return data
    }

    static func write(_ outcomes: [Outcome]) throws { FileHandle.standardOutput.write(try data(outcomes)) }

    static func read(_ data: Data) -> [Outcome] {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(Outcome.self, from: $0)
        }
    }

    static func line(_ outcome: Outcome) -> String {
        "\(outcome.set) seed \(outcome.seed): gap \(Text.fixed(outcome.gap, 2)) %, score \(outcome.score) of \(outcome.bound),"
            + " shortfall \(outcome.shortfall) of \(outcome.shortfallBound), \(outcome.placements) placed,"
            + " CPU \(Text.fixed(outcome.cpu, 2)) s, \(Text.fixed(outcome.memory, 0)) MB, \(outcome.isValid ? "valid" : "NOT VALID")"
    }

    /// Medians, and the worst behind a stroke.
    static let head = [
        "set", "n", "gap %", "goal", "reached", "shortfall", "proved", "CPU s", "to goal s", "docket s",
        "to first s",
        "after s", "first ms", "MB", "placed", "valid",
    ]

    static func row(_ outcomes: [Outcome], _ shape: Shape) -> [String] {
        func pair(_ values: [Double], _ decimals: Int) -> String {
            "\(Text.fixed(Measure.median(values), decimals))/\(Text.fixed(values.max() ?? .nan, decimals))"
        }
        let done = outcomes.filter { $0.failure == nil }
        return [
            shape.name, "\(outcomes.count)", pair(done.map(\.gap), 2),
            Text.fixed(Double(shape.goal) / 100, 1),
            "\(done.count { $0.cpuToGoal != nil })",
            "\(Text.fixed(Measure.median(done.map { Double($0.shortfall) }), 0)) (\(Text.fixed(Measure.median(done.map { Double($0.shortfallBound) }), 0)))",
            "\(done.count { $0.shortfall == $0.shortfallBound })", pair(done.map(\.cpu), 2),
            pair(done.compactMap(\.cpuToGoal), 2), pair(done.map(\.cpuOfDocket), 3),
            pair(done.map(\.cpuToFirst), 2),
            pair(done.map(\.cpuAfterLast), 2), pair(done.map { $0.wallToFirst * 1000 }, 0),
            pair(done.map(\.memory), 0),
            Text.fixed(Measure.median(done.map { Double($0.placements) }), 0),
            "\(done.count { $0.isValid })/\(outcomes.count)",
        ]
    }
}
