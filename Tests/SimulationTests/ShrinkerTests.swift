import Simulation
import Testing

struct ShrinkerTests {
    @Test func `what had no part in a failure is left out`() async {
        let scenario = Scenario.drawn(.timeline, seed: 3, days: 12)
        let found = await Shrinker.shrink(scenario, patience: 60) {
            await Run.play($0, sabotage: .sendsTwice).violations.first
        }
        #expect(found.violation?.sort == .doubled)
        #expect(found.scenario.mishaps.isEmpty)
        #expect(found.scenario.drafts.count == 1)
        #expect(found.scenario.days <= scenario.days)
    }

    @Test func `a run that does not fail stays as it is`() async {
        let scenario = Scenario(seed: 1, kind: .bluesky, days: 1, drafts: [])
        let found = await Shrinker.shrink(scenario) { await Run.play($0).violations.first }
        #expect(found.scenario == scenario)
        #expect(found.violation == nil)
    }
}
