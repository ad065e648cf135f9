import Testing

@testable import Solver

struct ClassEnvelopesTests {
    /// Random worths, classes, shares and prices.
    private struct Scene {
        var slots: Int
        var classOf: [Int]
        var worth: [Int32]
        var shares: [[ClassEnvelopes.Share]]
        var rows: [[Int32]]
        var prices: [Int]

        init(_ numbers: inout SplitMix64) {
            let slots = 1 + numbers.below(40)
            self.slots = slots
            let classes = 1 + numbers.below(3)
            classOf = (0..<numbers.below(12)).map { _ in numbers.below(classes) }
            worth = (0..<classOf.count * slots).map { _ in
                numbers.below(4) == 0 ? LongestPath.impossible : Int32(numbers.below(500))
            }
            // Some families count all of a class alike, some not; some have no price.
            rows = (0..<5).map { _ in
                numbers.below(4) == 0 ? [] : (0..<slots).map { _ in Int32(numbers.below(60)) }
            }
            shares = classOf.map { kind in
                (0..<5).compactMap { family in
                    if family < 2 { return (family, kind + 1) }
                    return numbers.below(2) == 0 ? (family, numbers.below(5) - 2) : nil
                }
            }
            prices = classOf.map { _ in numbers.below(300) }
        }

        func bring(_ item: Int, _ slot: Int) -> Int {
            shares[item].reduce(Int(worth[item * slots + slot]) - prices[item]) { sum, share in
                sum - (rows[share.family].isEmpty ? 0 : share.coefficient * Int(rows[share.family][slot]))
            }
        }
    }

    @Test(arguments: [1, 4])
    func `an envelope is what the best item brings, and names it`(coarseness: Int) {
        var numbers = SplitMix64(seed: UInt64(coarseness))
        var asked = 0
        for _ in 0..<400 {
            let scene = Scene(&numbers)
            let classes = (scene.classOf.max() ?? 0) + 1
            var envelopes = ClassEnvelopes(
                worth: scene.worth, slots: scene.slots, classOf: scene.classOf, classes: classes,
                shares: scene.shares)
            envelopes.coarseness = coarseness
            let possible = scene.worth.indices.filter { scene.worth[$0] != LongestPath.impossible }
            let held = possible.isEmpty ? nil : possible[numbers.below(possible.count)]
            let assignment = held.map { Assignment(item: $0 / scene.slots, slot: $0 % scene.slots) }
            let isGone = numbers.below(2) == 0
            if let assignment { envelopes.hold([assignment]) { isGone && $0 == assignment.item } }
            // What was found for other prices leaves nothing behind.
            envelopes.update(price: { _ in 7 }, rows: scene.rows.map { $0.map { $0 / 2 } })
            envelopes.update(price: { scene.prices[$0] }, rows: scene.rows)
            for slot in 0..<scene.slots where slot % coarseness == 0 || slot == assignment?.slot {
                for kind in 0..<classes {
                    let items = scene.classOf.indices.filter { item in
                        if let assignment, assignment.slot == slot { return assignment.item == item }
                        return !(isGone && item == assignment?.item)
                            && scene.worth[item * scene.slots + slot] != LongestPath.impossible
                    }.filter { scene.classOf[$0] == kind }
                    let most = items.map { scene.bring($0, slot) }.max()
                    let value = Int(envelopes.values[kind * scene.slots + slot])
                    guard let most else {
                        #expect(value < Int(LongestPath.possible))
                        continue
                    }
                    asked += 1
                    #expect(value == most)
                    #expect(envelopes.best(kind, slot) == items.first { scene.bring($0, slot) == most })
                }
            }
        }
        #expect(asked > 2000, "\(asked)")
    }
}
