import Solver
import Testing

@testable import Planning

struct AutomatonMinimisationTests {
    @Test func `states that refuse and cost the same for ever become one`() {
        // Counts to four and then starts again; only parity is ever asked.
        let regular = Regular(
            classOf: [0, 1], classes: 2, states: 4, start: 3,
            next: [1, 2, 3, 0, Regular.refused, 1, Regular.refused, 3], cost: [0, 5, 0, 5, 0, 0, 0, 0])
        let small = regular.minimised()
        #expect(small.states == 2 && small.start == 1)
        #expect(small.next == [1, 0, Regular.refused, 1] && small.cost == [0, 5, 0, 0])
        #expect(small.minimised() == small)
    }

    @Test func `a difference that shows only later keeps states apart`() {
        // A chain of four: the last refuses.
        let chain = Regular(
            classOf: [0], classes: 1, states: 4, start: 0, next: [1, 2, 3, Regular.refused])
        #expect(chain.minimised() == chain)
        // Costs alone keep them apart too.
        let costs = Regular(classOf: [0], classes: 1, states: 2, start: 0, next: [1, 0], cost: [0, 1])
        #expect(costs.minimised() == costs)
        let equal = Regular(classOf: [0], classes: 1, states: 2, start: 1, next: [1, 0], cost: [1, 1])
        #expect(equal.minimised().states == 1)
    }

    @Test func `exploration numbers states in order and stops at its limit`() {
        func counter(_ most: Int) -> Regular? {
            Regular.exploring(from: 5, classOf: [0, 1], classes: 2, most: most) { state, number in
                guard number == 0 else { return (0, 0) }
                return state == 7 ? nil : (state + 1, 1)
            }
        }
        #expect(counter(7) == nil)
        let regular = counter(8)
        #expect(regular?.states == 8 && regular?.start == 5)
        #expect(regular?.next == [1, 2, 3, 4, 5, 6, 7, -1, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(regular?.cost.prefix(8) == [1, 1, 1, 1, 1, 1, 1, 0])
    }
}
