import Simulation
import Testing

/// Scenarios that failed once, made small.
struct KeptTests {
    /// What failed and the scenario.
    static let kept: [(what: String, scenario: String)] = [
        (
            "a post that went out at the second call was dated by the first, and the next one came too soon",
            #"{"accounts":1,"cadence":10,"days":3,"drafts":[{"day":0,"number":1,"shape":"plain"},{"day":0,"number":2,"shape":"link"},{"day":0,"number":4,"shape":"plain"}],"kind":"pleroma","limits":{"apart":0,"asks":4,"gate":false,"grid":60,"most":3,"spacing":120},"mishaps":[{"amount":1,"at":60,"what":"publish.foreign-body-before"}],"seed":4}"#
        )
    ]

    @Test(arguments: kept.map(\.scenario))
    func `what failed once does not fail again`(scenario: String) async throws {
        let outcome = await Run.play(try Scenario(json: scenario))
        #expect(outcome.violations == [])
        #expect(outcome.publications > 0)
    }

    /// Seeds that failed once: what failed is said beside them.
    static let seeds: [(kind: ServiceKind, seed: UInt64)] = [
        // A look-up that a clock ten years ahead had put off to 2035 kept the account waiting for good.
        (.fork, 5036)
    ]

    @Test(arguments: seeds.map(\.kind), seeds.map(\.seed))
    func `a seed that failed once does not fail again`(kind: ServiceKind, seed: UInt64) async {
        let outcome = await Run.play(Scenario.drawn(kind, seed: seed))
        #expect(outcome.violations == [])
        #expect(outcome.publications > 0)
    }
}
