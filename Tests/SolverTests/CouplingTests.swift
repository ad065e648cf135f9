import Testing

@testable import Solver

struct CouplingTests {
    /// A lane with an item of each of these groups.
    private func lane(_ groups: [Int], coupling: Int) -> Lane {
        Lane(
            times: [0, 60], days: [0, 0], items: groups.map { Lane.Item(group: $0) },
            worth: Array(repeating: 1, count: 2 * groups.count), published: [0], wanted: [0],
            coupling: coupling)
    }

    private func components(_ groups: [[Int]], coupling: [Int]) -> [[Int]] {
        Coupling.components(
            SolverModel(lanes: zip(groups, coupling).map { lane($0, coupling: $1) }))
    }

    @Test func `lanes that share a group are together, in order of lanes`() {
        #expect(components([[1], [2], [1], [3]], coupling: [5, 5, 5, 5]) == [[0, 2], [1], [3]])
        #expect(components([[3], [2], [2, 3]], coupling: [5, 5, 5]) == [[0, 1, 2]])
        #expect(
            components([[1], [2, 1], [4], [2], [4]], coupling: [5, 5, 5, 5, 5]) == [[0, 1, 3], [2, 4]])
    }

    @Test func `one lane that asks for a distance is enough`() {
        #expect(components([[1], [1], [1]], coupling: [0, 0, 9]) == [[0, 1, 2]])
    }

    @Test func `lanes that ask for no distance are alone`() {
        #expect(components([[1], [1]], coupling: [0, 0]) == [[0], [1]])
        #expect(components([], coupling: []).isEmpty)
    }

    @Test func `what is on other lanes is seen with its group and its time`() {
        let model = SolverModel(lanes: [
            lane([7], coupling: 5), lane([8, 7], coupling: 5), lane([9], coupling: 0),
        ])
        let placed = [
            0: [Assignment(item: 0, slot: 1)],
            1: [Assignment(item: 1, slot: 0), Assignment(item: 0, slot: 1)],
        ]
        #expect(
            Coupling.sightings(model, placed, except: 0) == [
                Sighting(group: 7, lane: 1, time: 0), Sighting(group: 8, lane: 1, time: 60),
            ])
        #expect(Coupling.sightings(model, placed, except: 1) == [Sighting(group: 7, lane: 0, time: 60)])
        #expect(Coupling.sightings(model, placed, except: 2).count == 3)
    }
}
