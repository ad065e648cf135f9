import Simulation
import Testing

struct ScenarioTests {
    @Test func `a scenario survives being kept`() throws {
        for kind in ServiceKind.allCases {
            let scenario = Scenario.drawn(kind, seed: 7)
            #expect(try Scenario(json: scenario.json) == scenario)
        }
    }

    @Test func `a seed draws the same scenario, another one another`() {
        #expect(Scenario.drawn(.bluesky, seed: 7) == Scenario.drawn(.bluesky, seed: 7))
        #expect(Scenario.drawn(.bluesky, seed: 7) != Scenario.drawn(.bluesky, seed: 8))
        #expect(Scenario.drawn(.bluesky, seed: 7) != Scenario.drawn(.mastodon, seed: 7))
    }

    @Test func `dice of a seed fall alike and stay in their range`() {
        var one = Dice(seed: 1)
        var two = Dice(seed: 1)
        var seen: Set<Int> = []
        for _ in 0..<200 {
            let number = one.roll(3...7)
            #expect(number == two.roll(3...7))
            #expect((3...7).contains(number))
            seen.insert(number)
        }
        #expect(seen == [3, 4, 5, 6, 7])
    }
}
