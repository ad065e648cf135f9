import Planning
import Rules
import Solver
import Timeline

/// What one run of the planner came to.
struct Outcome: Codable, Sendable {
    var set: String
    var seed: UInt64
    /// Gap in per cent.
    var gap: Double
    var score: Int
    var bound: Int
    var shortfall: Int
    var shortfallBound: Int
    var placements: Int
    /// Whether a replay outside the planner admits every placement and counts the same.
    var isValid: Bool
    /// Seconds of CPU from the problem to the plan.
    var cpu: Double
    /// Of these: until the first plan is known, which is docket, translation and construction.
    var cpuToFirst: Double
    /// Of these: docket, slots and checks alone, measured apart.
    var cpuOfDocket: Double
    /// Of these: after the last progress, which is the final replay and the explanations.
    var cpuAfterLast: Double
    /// Seconds of wall clock until the first valid plan is known.
    var wallToFirst: Double
    var wall: Double
    /// Seconds of CPU until the gap first was within the set's goal; nil if it never was.
    var cpuToGoal: Double?
    /// Peak memory in megabytes, and what it was before planning.
    var memory: Double
    var memoryBefore: Double
    /// Why there is no plan.
    var failure: String?
}

/// Progress with the time at which it was told.
struct Observation: Sendable {
    var cpu: Double
    var wall: Double
    var progress: Planner.Progress

    /// Gap in ten-thousandths, nil while there is no bound to speak of.
    var gap: Int? {
        let size = max(1, abs(progress.score))
        let (difference, overflow) = progress.bound.subtractingReportingOverflow(progress.score)
        guard !overflow, difference < Int.max / 20_000 else { return nil }
        return (20_000 * difference + size) / (2 * size)
    }
}

/// Runs the planner and measures.
enum Run {
    /// Plans `problem`.
    static func plan(_ problem: Problem, set: Shape, seed: UInt64, effort: Effort) -> (Outcome, Plan?) {
        var outcome = Outcome(
            set: set.name, seed: seed, gap: .nan, score: 0, bound: 0, shortfall: 0, shortfallBound: 0,
            placements: 0, isValid: false, cpu: 0, cpuToFirst: 0, cpuOfDocket: 0, cpuAfterLast: 0,
            wallToFirst: 0, wall: 0, cpuToGoal: nil, memory: 0, memoryBefore: Measure.peakMegabytes(),
            failure: nil)
        var seen: [Observation] = []
        let startCPU = Measure.cpuSeconds()
        let startWall = Measure.wallSeconds()
        let plan: Plan
        do throws(PlannerDisagreement) {
            plan = try Planner.plan(problem, effort: effort) { progress in
                seen.append(
                    Observation(
                        cpu: Measure.cpuSeconds() - startCPU, wall: Measure.wallSeconds() - startWall,
                        progress: progress))
                return true
            }
        } catch {
            outcome.gap = -1
            let refused = error.refused.first.map { "\($0.rule): \($0.sentence)" } ?? "other counts"
            outcome.failure =
                "\(error.refused.count) refused, first \(refused);"
                + " searched \(error.searched), replayed \(error.replayed)"
            return (outcome, nil)
        }
        outcome.cpu = Measure.cpuSeconds() - startCPU
        outcome.wall = Measure.wallSeconds() - startWall
        outcome.memory = Measure.peakMegabytes()
        outcome.cpuToFirst = seen.first?.cpu ?? outcome.cpu
        outcome.wallToFirst = seen.first?.wall ?? outcome.wall
        outcome.cpuAfterLast = outcome.cpu - (seen.last?.cpu ?? outcome.cpu)
        outcome.gap = Double(plan.gapTenThousandths) / 100
        // A smaller gap at a larger shortfall is no nearer to the end.
        outcome.cpuToGoal =
            seen.first { $0.progress.floorShortfall == plan.floorShortfall && ($0.gap ?? .max) <= set.goal }?
            .cpu
            ?? (plan.gapTenThousandths <= set.goal ? outcome.cpu : nil)
        outcome.score = plan.score
        outcome.bound = plan.bound
        outcome.shortfall = plan.floorShortfall
        outcome.shortfallBound = plan.floorBound
        outcome.placements = plan.placements.count
        let before = Measure.cpuSeconds()
        let replay = Replay(Docket(problem))
        outcome.cpuOfDocket = Measure.cpuSeconds() - before
        let judgement = replay.judge(plan.bare)
        outcome.isValid =
            judgement.isValid && judgement.score.total == plan.score
            && judgement.floorShortfall == plan.floorShortfall
        return (outcome, plan)
    }
}
