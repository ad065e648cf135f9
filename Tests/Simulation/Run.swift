import Ledger
import Posts
import Publishing
import Timeline

/// What came of a run.
public struct Outcome: Sendable {
    /// What it was made of.
    public var scenario: Scenario
    /// What must never be; empty if all is well.
    public var violations: [Violation]
    /// What occurred.
    public var census: Census
    /// Days that passed.
    public var days: Int
    /// Ticks that ran.
    public var ticks: Int
    /// Deliveries that were made.
    public var deliveries: Int
    /// Posts, or parts of them, that stand on the networks.
    public var publications: Int
    /// Ticks that died.
    public var deaths: Int
    /// Stands for everything that went out and when; equal for equal runs.
    public var digest: UInt64
}

/// Faults of the client or of a network that must be noticed: runs with one of them are the counter-proof.
public enum Sabotage: String, Hashable, Sendable, CaseIterable {
    /// Every publishing call is made twice, as libcurl does on a connection that dies.
    case sendsTwice
    /// A network is taken for one whose ids the client chooses, and is not.
    case liesAboutKeys
    /// A network says that a post stands, and loses it.
    case losesPosts
    /// Spacing and mix are not asked.
    case forgetsLimits
    /// Nothing is ever too late to be sent.
    case neverLate
    /// Some posts get no slot, and nobody is told why.
    case forgetsPosts
    /// What the plan has is not sent, on some days.
    case skipsDays
    /// The planner has no slots on some days, and promises nothing.
    case isLazy
    /// Nothing is remembered outside the ledger.
    case forgetsEpochs
    /// Holds of people are not asked.
    case ignoresHolds
    /// The parts of a thread are not hung below each other.
    case losesItsPlace
    /// A tick dies where it comes to something in doubt.
    case settlesNothing
    /// The planner disagrees with itself.
    case plansNothing
    /// A tick ends with an error of which there is no cause.
    case failsUnasked
    /// The ledger gets a secret to keep.
    case keepsSecrets
}

/// Plays scenarios.
public enum Run {
    /// Days of quiet after the last fault, at most.
    static let quiet = 7

    /// Plays a scenario to its end.
    ///
    /// - Parameters:
    ///   - sabotage: A fault built in on purpose, to see that it is noticed.
    ///   - trace: Told what happens, line by line.
    public static func play(
        _ scenario: Scenario, sabotage: Sabotage? = nil, trace: ((String) -> Void)? = nil
    ) async -> Outcome {
        do {
            let world = try World(scenario, sabotage: sabotage, trace: trace)
            var stage = Stage(world: world)
            do {
                try await stage.trouble()
                try await stage.calm()
                if world.oracle.violations.isEmpty {
                    try world.oracle.finish(world, troubled: stage.troubled)
                }
            } catch {
                world.oracle.violate(.broken, "\(error)", at: world)
            }
            return try outcome(of: world)
        } catch {
            return Outcome(
                scenario: scenario, violations: [Violation(sort: .broken, note: "\(error)", minute: 0)],
                census: Census(), days: 0, ticks: 0, deliveries: 0, publications: 0, deaths: 0, digest: 0)
        }
    }

    private static func outcome(of world: World) throws -> Outcome {
        let deliveries = try world.ledger.deliveries(in: Set(DeliveryState.allCases))
        world.census.floorDays = world.oracle.floorDays
        world.census.stockedDays = world.oracle.stockedDays
        for delivery in deliveries {
            world.census.ends[delivery.state, default: 0] += 1
            for attempt in try world.ledger.attempts(of: delivery.id) {
                guard let from = attempt.from, from != attempt.to else { continue }
                world.census.edges[.init(from, attempt.to), default: 0] += 1
            }
        }
        var digest: UInt64 = 0xCBF2_9CE4_8422_2325
        for word in world.oracle.publications.map({ "\($0)" })
            + deliveries.map({ "\($0.post)\($0.state)\($0.changed)" })
        {
            for byte in word.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return Outcome(
            scenario: world.scenario, violations: world.oracle.violations, census: world.census,
            days: world.elapsed / 1_440, ticks: world.ticks, deliveries: deliveries.count,
            publications: world.oracle.publications.count, deaths: world.deaths, digest: digest)
    }
}

/// The course of a run: what happens when, and when the next tick is due.
///
/// Not every tick of a year is played. One that finds nothing due, nothing in doubt and nothing changed writes its
/// heartbeat and ends; of a row of such ticks only the first and the last heartbeat are written, and then comes the next
/// slot, the end of a wait, the next thing that happens, or six hours later. In one scenario of four the first tick of each
/// day is played too, which plans anew.
struct Stage {
    let world: World
    private var mishaps: ArraySlice<Scenario.Mishap>
    private var drafts: ArraySlice<Scenario.Draft>
    private var visitAt: Int?
    /// Stretches of minutes in which something was wrong.
    private(set) var troubled: [ClosedRange<Int>] = []
    /// What is under way after the last tick.
    private var open: [Delivery] = []
    /// Whether the next tick may find something to do.
    private var isBusy = true
    /// Ticks in a row that changed nothing.
    private var idle = 0
    private var mayNeedPerson = false
    /// When an account may be tried again that is left alone for a while.
    private var pausedUntil: Int?
    /// The kinds of mishaps that do something by themselves; the others wait for a call, or for a step.
    private var alarms: ArraySlice<Int>
    private let playsMidnights: Bool

    init(world: World) {
        self.world = world
        mishaps = world.scenario.mishaps[...]
        drafts = world.scenario.drafts.sorted { ($0.day, $0.number) < ($1.day, $1.number) }[...]
        alarms = world.scenario.mishaps.filter { $0.what.place == .world && $0.what != .crash }.map(\.at)[...]
        playsMidnights = world.scenario.seed % 4 == 0
    }

    /// The days on which things go wrong.
    mutating func trouble() async throws {
        while world.elapsed < world.scenario.days * 1_440 {
            try prepare()
            if world.seconds < world.downUntil {
                troubled.append(world.elapsed...(world.downUntil / 60 - World.start.minutes))
                world.pass(micros: (world.downUntil - world.seconds) * 1_000_000)
                continue
            }
            try await tick()
            let looksAgain =
                open.contains { $0.state == .unknown } && world.services.contains { $0.lag > 20 }
                && world.dice.chance(50)
            if world.ticksTwice || looksAgain {
                // Somebody runs a tick by hand; a time line that lags does not show then what was posted just before.
                world.ticksTwice = false
                world.pass(micros: world.dice.roll(1...15) * 1_000_000)
                try await tick()
            }
            guard world.oracle.violations.isEmpty else { return }
            try look()
            try advance(until: world.scenario.days * 1_440)
        }
    }

    /// The week after them: everything in doubt must come to rest, without a person.
    mutating func calm() async throws {
        guard world.oracle.violations.isEmpty else { return }
        try world.calm()
        let end = world.elapsed + Run.quiet * 1_440
        while world.elapsed < end, world.oracle.violations.isEmpty {
            try await tick()
            if open.isEmpty, !isBusy, world.elapsed > end - (Run.quiet - 1) * 1_440 { return }
            try advance(until: end)
        }
    }

    /// Lets everything happen that is due.
    private mutating func prepare() throws {
        while let draft = drafts.first, draft.day * 1_440 <= world.elapsed {
            drafts.removeFirst()
            world.workspace.add(draft)
            isBusy = true
        }
        while let mishap = mishaps.first, mishap.at <= world.elapsed {
            mishaps.removeFirst()
            troubled.append(mishap.at...max(mishap.at, world.elapsed))
            try world.happen(mishap)
        }
        // Somebody decides about what the last tick left.
        if world.wantsDrop, open.contains(where: { $0.state != .sending }) || world.dice.chance(10) {
            try Person.dropSomething(world)
            isBusy = true
        }
        if world.wantsSettled, open.contains(where: { $0.state == .unknown }) {
            if try Person.settleSomething(world) {
                world.wantsSettled = false
                world.count(.resolveDoubt)
            }
            isBusy = true
        }
        for (at, repair) in world.repairs where at <= world.seconds {
            troubled.append(world.elapsed...world.elapsed)
            isBusy = true
            try world.repair(repair)
        }
        world.repairs.removeAll { $0.at <= world.seconds }
        if !world.armed.isEmpty || !world.repairs.isEmpty || world.seconds < world.unreachableUntil
            || world.seconds < world.outageUntil || world.offset != 0 || world.isBrokenAhead
        {
            troubled.append(world.elapsed...world.elapsed)
        }
    }

    private mutating func tick() async throws {
        let report = await world.tick()
        let before = open
        open = try world.ledger.deliveries(in: [.planned, .sending, .unknown])
        pausedUntil = nil
        guard let report else {
            troubled.append(world.elapsed...world.elapsed)
            isBusy = true
            idle = 0
            return
        }
        var isQuiet = open == before
        for event in report.events {
            switch event {
            case .planned, .accountUnusable, .inboxFailed, .planFailed, .waits, .inDoubt, .halfOut: continue
            case .paused(_, let circuit): pausedUntil = circuit.until
            default: isQuiet = false
            }
        }
        if case .accepted(isRecovery: true) = report.clock { isQuiet = false }
        if case .accepted = report.clock {} else { mayNeedPerson = true }
        mayNeedPerson = mayNeedPerson || report.needsPerson
        idle = isQuiet ? idle + 1 : 0
        isBusy = !isQuiet
    }

    /// A person looks some hours after something began to need somebody.
    private mutating func look() throws {
        if let at = visitAt, at <= world.seconds {
            visitAt = nil
            try Person.visit(world)
            isBusy = true
            mayNeedPerson = true
        }
        if visitAt != nil { troubled.append(world.elapsed...world.elapsed) }
        guard visitAt == nil, mayNeedPerson else { return }
        mayNeedPerson = false
        troubled.append(world.elapsed...world.elapsed)
        let needs = try world.ledger.deliveries(in: [.needsResolve, .held, .rejected, .expired]).contains(
            where: \.needsPerson)
        let isDoubted = try world.ledger.ticks(limit: 1).first.map { !$0.isAccepted } ?? false
        let isUnknown =
            try world.epochIsReadable && world.ledger.standing(world.epochs) != .known
        if try needs || isDoubted || isUnknown
            || world.ledger.holds().contains(where: { $0.origin == .network })
        {
            visitAt = world.seconds + 3_600 * world.dice.roll(1...30)
        }
    }

    /// To the next tick that could do something, by the machine's clock.
    private mutating func advance(until end: Int) throws {
        let cadence = world.scenario.cadence * 60
        let isAccepted = try world.ledger.ticks(limit: 1).first?.isAccepted
        let next = (floorDivide(world.wall, cadence) + 1) * cadence
        let target =
            isBusy
            ? next : max(next, (floorDivide(try wake(end, isAccepted) + cadence - 1, cadence)) * cadence)
        if target > next, isAccepted == true {
            // The heartbeats of the first and the last tick that had nothing to do: by them the client knows how far ticks are
            // apart.
            if target - cadence > next {
                world.pass(micros: max(0, next - world.wall + 1) * 1_000_000)
                try world.beat()
            }
            world.pass(micros: max(0, target - cadence - world.wall + 1) * 1_000_000)
            try world.beat()
        }
        world.pass(micros: (max(1, target - world.wall) + world.dice.roll(0...4)) * 1_000_000)
    }

    /// When something comes next, by the machine's clock.
    private func wake(_ end: Int, _ isAccepted: Bool?) throws -> Int {
        let wall = world.wall
        var times: [Int] = []
        if playsMidnights { times.append((floorDivide(wall, 86_400) + 1) * 86_400) }
        for slot in try world.ledger.plan()?.placements ?? [] where slot.at.minutes * 60 > wall {
            times.append(slot.at.minutes * 60)
        }
        // Of pins that no plan has, a tick tells a person.
        for pin in world.workspace.entries.compactMap(\.pin) where pin.minutes * 60 > wall {
            times.append(pin.minutes * 60)
        }
        let off = wall - world.seconds
        times += world.repairs.map { $0.at + off }
        times.append((World.start.minutes + end) * 60 + off)
        if let at = alarms.first(where: { $0 > world.elapsed }) {
            times.append((World.start.minutes + at) * 60 + off)
        }
        if let draft = drafts.first { times.append((World.start.minutes + draft.day * 1_440) * 60 + off) }
        if let visitAt { times.append(visitAt + off) }
        if let pausedUntil, pausedUntil > wall { times.append(pausedUntil) }
        for delivery in open {
            let due = delivery.state == .unknown ? delivery.flight?.nextLookup ?? 0 : delivery.notBefore
            if due > wall { times.append(due) }
            let late = delivery.plannedAt.minutes * 60 + 1_860
            if late > wall { times.append(late) }
        }
        if !open.isEmpty || isAccepted == false {
            times.append(wall + min(6 * 3_600, world.scenario.cadence * 60 << min(idle, 8)))
        }
        return times.min() ?? wall
    }
}
