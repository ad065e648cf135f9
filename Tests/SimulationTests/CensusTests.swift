import Ledger
import Simulation
import Testing

struct CensusTests {
    @Test func `what never occurred is named`() {
        var census = Census()
        let all = census.missing()
        #expect(all.contains("fault publish.lost-after"))
        #expect(all.contains("crash before claim"))
        #expect(all.contains("step sending -> unknown"))
        #expect(all.contains("refused write at outcome"))
        #expect(!all.contains("refused write at call publish"))
        #expect(all.contains("a tick that sent nothing because of a restored ledger"))
        #expect(all.contains("pause of an account that failed"))
        #expect(all.contains("day whose floor was judged"))
        let things = Fault.allCases.count + CrashPoint.allCases.count + Obstacle.allCases.count + 3
        // Every step but the calls, the sessions, and what lies outside the ledger is one that it writes down.
        let writes = CrashPoint.allCases.count - 15
        #expect(all.count == things + writes + DeliveryState.edges.count - Census.unreachable.count)
        census.faults[.publishLostAfter] = 1
        census.crashes[.claim] = 1
        census.edges[.init(.sending, .unknown)] = 1
        #expect(census.missing().count == all.count - 3)
        #expect(census.missing(times: 2).count == all.count)
    }

    @Test func `a step that is not known is named`() {
        var census = Census()
        census.strangers = ["a new step"]
        #expect(census.missing().contains("checkpoint 'a new step' is not known here"))
    }
}
