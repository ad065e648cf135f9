import ArgumentParser
import Foundation
import Simulation
import Synchronization

/// `hearth-simulate`: years of operation in which much goes wrong.
@main
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hearth-simulate",
        abstract:
            "Plays years of operation against simulated networks and looks for posts that are doubled or lost.",
        discussion: """
            Runs are drawn from seeds, some weeks each, one kind of network after the other, until the years are over. A
            run that fails is made smaller and printed as JSON, to be kept. The exit code is 1 if one failed, or if a fault
            or a step of the state machine occurred less than once in 100 years.
            """)

    @Option(help: "How many years, in all.")
    var years = 1

    @Option(help: "The first seed.")
    var seed: UInt64 = 1

    @Option(help: "Only this kind of network, such as bluesky or mixed.")
    var kind: String?

    @Option(help: "Play one seed of --kind and say what happens.")
    var replay: UInt64?

    @Option(help: "Play the scenario in this file and say what happens.")
    var scenario: String?

    @Option(help: "Runs at the same time.")
    var jobs = 1

    @Option(help: "A folder for failing runs, one file each, which --scenario plays again.")
    var keep: String?

    @Flag(help: "Do not make failing runs smaller.")
    var raw = false

    @Flag(help: "Say what occurred how often.")
    var census = false

    func run() async throws {
        let kinds = try chosen()
        if let scenario {
            let text = try String(contentsOfFile: scenario, encoding: .utf8)
            try await show(Scenario(json: text))
            return
        }
        if let replay {
            try await show(Scenario.drawn(kinds[0], seed: replay))
            return
        }
        let watch = Watch(years: years)
        let total = await Years(kinds: kinds, days: years * 365, seed: seed, jobs: jobs).play {
            watch.see($0, seed: $1)
        }
        for line in total.lines(kinds) { print(line) }
        if census { for line in total.details { print(line) } }
        for failure in total.failures {
            try store(failure.scenario, "\(failure.kind.rawValue)-\(failure.seed)")
        }
        for failure in total.failures.prefix(raw ? 20 : 5) { try await explain(failure) }
        let times = max(1, years / 100)
        let missing = total.census.missing(times: times)
        if !missing.isEmpty {
            print(
                "\(times == 1 ? "never" : "less than \(times) times") occurred: \(missing.joined(separator: ", "))"
            )
        }
        if !total.failures.isEmpty || (years >= 100 && kind == nil && !missing.isEmpty) {
            throw ExitCode.failure
        }
    }

    private func chosen() throws -> [ServiceKind] {
        guard let kind else { return ServiceKind.allCases }
        guard let known = ServiceKind(rawValue: kind) else {
            throw ValidationError("kinds are \(ServiceKind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return [known]
    }

    private func show(_ scenario: Scenario) async throws {
        let outcome = await Run.play(scenario) { print($0) }
        print(
            "\(outcome.days) days, \(outcome.ticks) ticks, \(outcome.deliveries) deliveries, digest \(outcome.digest)"
        )
        for violation in outcome.violations { print("\(violation.sort.rawValue): \(violation.note)") }
        if !outcome.violations.isEmpty { throw ExitCode.failure }
    }

    /// Keeps a scenario, where a folder is named for that.
    private func store(_ scenario: Scenario, _ name: String) throws {
        guard let keep else { return }
        let folder = URL(filePath: keep, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("\(scenario.json)\n".utf8).write(to: folder.appending(path: "\(name).json"))
    }

    private func explain(_ failure: Failure) async throws {
        print(
            "FAILED \(failure.kind.rawValue) seed \(failure.seed): \(failure.violation.sort.rawValue): \(failure.violation.note)"
        )
        guard !raw else { return }
        let (scenario, violation) = await Shrinker.shrink(failure.scenario) {
            await Run.play($0).violations.first
        }
        print("  smaller: \(violation?.note ?? "")")
        print("  \(scenario.json)")
        try store(scenario, "\(failure.kind.rawValue)-\(failure.seed)-smaller")
    }
}

/// Says on standard error what fails, at once, and how far it is: what is stopped after hours has not been for nothing.
private final class Watch: Sendable {
    private let years: Int
    private let days = Mutex(0)

    init(years: Int) { self.years = years }

    func see(_ outcome: Outcome, seed: UInt64) {
        if let violation = outcome.violations.first {
            say(
                "FAILED \(outcome.scenario.kind.rawValue) seed \(seed): \(violation.sort.rawValue): \(violation.note)"
            )
        }
        let (before, after) = days.withLock { total in
            defer { total += outcome.days }
            return (total / 365, (total + outcome.days) / 365)
        }
        if before / 50 < after / 50 { say("... \(after) of \(years) years") }
    }

    private func say(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }
}
