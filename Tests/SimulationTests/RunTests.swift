import Ledger
import Simulation
import TestSupport
import Testing

/// Short runs of every kind of network, and the counter-proof: faults that were built in are noticed.
struct RunTests {
    @Test(arguments: ServiceKind.allCases)
    func `nothing is doubled, lost or sent in a burst, whatever goes wrong`(kind: ServiceKind) async {
        for seed in Seeds.sample(1...2 as ClosedRange<UInt64>) {
            let outcome = await Run.play(Scenario.drawn(kind, seed: seed, days: 9))
            #expect(outcome.violations == [], "\(kind) seed \(seed)")
            #expect(outcome.days >= 9)
            #expect(outcome.ticks > 10)
        }
    }

    @Test func `a seed gives the same run again`() async {
        let scenario = Scenario.drawn(.mixed, seed: 5, days: 8)
        let first = await Run.play(scenario)
        let second = await Run.play(scenario)
        #expect(first.digest == second.digest)
        #expect(first.census == second.census)
        #expect(first.publications > 0)
        let other = await Run.play(Scenario.drawn(.mixed, seed: 6, days: 8))
        #expect(first.digest != other.digest)
    }

    /// What a calm week publishes: everything, each once.
    @Test(arguments: ServiceKind.allCases)
    func `without faults everything goes out at once and ends as posted`(kind: ServiceKind) async {
        let drafts = [Scenario.Shape.plain, .picture, .link, .thread].enumerated().map {
            Scenario.Draft(number: $0, shape: $1, day: 0, account: 0)
        }
        let scenario = Scenario(seed: 4, kind: kind, days: 4, cadence: 30, drafts: drafts)
        let outcome = await Run.play(scenario)
        #expect(outcome.violations == [])
        #expect(outcome.deliveries == 4)
        #expect(outcome.census.ends == [.posted: 4])
        let steps: Set<DeliveryState> = [.planned, .sending, .posted]
        #expect(
            outcome.census.edges.keys.allSatisfy { steps.contains($0.source) && steps.contains($0.target) })
    }

    /// Ledgers that fail, are lost or come from a backup, at the worst time; without and with a torn reserve.
    @Test(arguments: ServiceKind.allCases)
    func `whatever becomes of the ledger, nothing is doubled or lost`(kind: ServiceKind) async {
        let faults: [Fault] = [
            .ledgerRestored, .outcomeRefused, .publishLostAfter, .ledgerLost, .reserveTorn, .ledgerRestored,
            .noRoom, .epochFails, .ledgerFull, .reserveMissing, .ledgerFails, .epochUnreadable,
        ]
        let shapes: [Scenario.Shape] = [.plain, .picture, .thread, .link]
        let drafts = (0..<16).map { Scenario.Draft(number: $0, shape: shapes[$0 % 4], day: $0, account: 0) }
        var census = Census()
        for seed in Seeds.sample(1...3) {
            let mishaps = faults.indices.map {
                Scenario.Mishap(
                    at: $0 * 1_440 + 500, what: faults[($0 + 4 * seed) % faults.count], amount: 2_000)
            }
            let outcome = await Run.play(
                Scenario(seed: UInt64(seed), kind: kind, days: 18, drafts: drafts, mishaps: mishaps))
            #expect(outcome.violations == [], "\(kind) seed \(seed)")
            census.add(outcome.census)
        }
        #expect(census.faults[.ledgerRestored, default: 0] > 0)
        #expect(census.faults[.ledgerLost, default: 0] > 0)
        #expect(census.obstacles[.lost, default: 0] > 0)
        #expect(census.obstacles[.room, default: 0] > 0)
    }

    /// The first violation of a run with a fault built in, among some seeds.
    private func violations(
        _ sabotage: Sabotage, _ kind: ServiceKind, until sort: Violation.Sort? = nil
    ) async -> Set<Violation.Sort> {
        var found: Set<Violation.Sort> = []
        for seed in 1...12 where sort.map({ !found.contains($0) }) ?? found.isEmpty {
            var scenario = Scenario.drawn(kind, seed: UInt64(seed), days: 12)
            if sabotage == .ignoresHolds {
                // There are few by chance.
                scenario.mishaps = (0..<6).map { .init(at: $0 * 2_880 + 400, what: .hold, amount: 1_500) }
            }
            if sabotage == .isLazy {
                scenario.limits = .init(spacing: 60, most: 2, least: 1)
                scenario.mishaps = []
                scenario.drafts = (0..<30).map { .init(number: $0, shape: .plain, day: 0) }
            }
            let outcome = await Run.play(scenario, sabotage: sabotage)
            found.formUnion(outcome.violations.map(\.sort))
        }
        return found
    }

    @Test func `a call that is made twice is noticed as a double`() async {
        #expect(await violations(.sendsTwice, .timeline).contains(.doubled))
        #expect(await violations(.sendsTwice, .webhook).contains(.doubled))
    }

    @Test func `a call that is made twice does no harm where the id is ours`() async {
        #expect(await violations(.sendsTwice, .bluesky).isEmpty)
    }

    @Test func `a network that only pretends to know our ids is noticed`() async {
        #expect(await violations(.liesAboutKeys, .timeline).contains(.doubled))
    }

    @Test func `a post that the network lost is noticed`() async {
        #expect(await violations(.losesPosts, .timeline).contains(.lost))
    }

    @Test func `a client that forgets its limits is noticed`() async {
        let found = await violations(.forgetsLimits, .bluesky)
        #expect(found.contains(.burst) || found.contains(.refused))
    }

    @Test(arguments: [
        (Sabotage.forgetsPosts, Violation.Sort.lost), (.skipsDays, .absent), (.isLazy, .absent),
        (.forgetsEpochs, .unrecorded),
        (.ignoresHolds, .withdrawn), (.losesItsPlace, .disorder), (.settlesNothing, .stuck),
        (.plansNothing, .planner),
        (.failsUnasked, .broken), (.keepsSecrets, .leaked),
    ])
    func `a client that forgets or fails is noticed`(sabotage: Sabotage, sort: Violation.Sort) async {
        #expect(await violations(sabotage, .timeline, until: sort).contains(sort))
    }

    @Test func `a client that sends what is long past is noticed`() async {
        #expect(await violations(.neverLate, .mastodon).contains(.burst))
    }
}
