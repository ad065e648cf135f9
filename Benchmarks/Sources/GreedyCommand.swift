import ArgumentParser
import Planning
import Policies
import Rules
import Timeline

/// `hearth-bench greedy`
struct GreedyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "greedy",
        abstract:
            "Prints the plan of a simple forward pass as hearth-plan/1: the start that other solvers are given."
    )

    @OptionGroup var shape: ShapeOptions
    @Option(help: "Which of the set's workspaces.")
    var seed: UInt64 = 1
    @Flag(help: "As `generate` writes it.")
    var onDisk = false

    func run() throws {
        let workspace = try GeneratedWorkspace(try shape.shape(), seed: seed, isPriced: !onDisk)
        let placements = Greedy.plan(workspace.problem)
        let lines = placements.map {
            "    {\"post\": \"\($0.post)\", \"account\": \"\($0.account)\", \"at\": \"\($0.at.rfc3339)\"}"
        }
        Text.line(
            "{\"format\": \"hearth-plan/1\", \"now\": \"\(workspace.problem.now.rfc3339)\", \"placements\": [\n"
                + lines.joined(separator: ",\n") + "\n]}")
    }
}

/// A forward pass: at each slot the best admitted post, unless it would be worth more within the spacing.
enum Greedy {
    /// A valid plan; accounts one after the other, each knowing where its posts go on those before it.
    static func plan(_ problem: Problem) -> [Placement] {
        let replay = Replay(Docket(problem))
        var pasts = replay.docket.pasts
        var placements: [Placement] = []
        for (index, bench) in replay.benches.enumerated() {
            let subjects = replay.docket.subjectOfPost[index].values.sorted { $0.index < $1.index }
            let account = bench.account.account.id
            let spacing = bench.account.settings.pace?.spacing?.count ?? 15
            let target = bench.account.settings.pace?.target ?? .max
            for (number, slot) in bench.calendar.slots.enumerated() {
                if let last = pasts[index].postings.last, slot.at - last.at < .minutes(max(1, spacing)) {
                    continue
                }
                if pasts[index].postings.suffix(8).count(where: { $0.local.date == slot.local.date })
                    >= target
                {
                    continue
                }
                let now = bench.account.settings.audience.value(at: slot.local)
                let best =
                    bench.calendar.slots[number...].prefix { $0.at - slot.at < .minutes(spacing) }
                    .map { bench.account.settings.audience.value(at: $0.local) }.max() ?? now
                let isOpen = now == best
                let found = subjects.filter { isOpen || $0.pin == slot.at }.map { subject in
                    (subject: subject, reach: bench.reach.of(subject, at: slot.at, local: slot.local))
                }.sorted { ($0.reach, $1.subject.index) > ($1.reach, $0.subject.index) }
                for (subject, _) in found {
                    let candidate = Candidate(subject: subject, at: slot.at, local: slot.local)
                    guard let post = subject.post, bench.refusals(of: candidate, after: pasts[index]).isEmpty,
                        !isTooClose(subject, slot.at, pasts[index], bench.account.settings.stagger)
                    else { continue }
                    pasts[index].append(candidate, isPlanned: true)
                    placements.append(Placement(post: post, account: account, at: slot.at))
                    let sighting = Past.Sighting(account: account, at: slot.at, isPlanned: true)
                    for other in pasts.indices where other != index {
                        pasts[other].elsewhere[subject.identity, default: []].append(sighting)
                    }
                    break
                }
            }
        }
        return placements.sorted(by: Placement.replayOrder)
    }

    /// Whether the same post goes out elsewhere just after, which would then be refused.
    private static func isTooClose(_ subject: Subject, _ at: Instant, _ past: Past, _ stagger: Minutes?)
        -> Bool
    {
        guard let stagger else { return false }
        return past.elsewhere[subject.identity, default: []].contains {
            abs(($0.at - at).count) < stagger.count
        }
    }
}
