import Testing

@testable import Solver

struct RelaxationTests {
    /// What the rows without a cap say of a sequence that is admitted: the first that does not hold.
    static func broken(_ families: [RowFamily], _ sequence: [Assignment]) -> String? {
        for (number, family) in families.enumerated() where family.cap == nil {
            let coefficients = Dictionary(
                uniqueKeysWithValues: family.members.map { ($0.item, $0.coefficient) })
            for layer in family.layers {
                for window in layer.windows {
                    var sum = 0
                    for placed in sequence where window.slots.contains(placed.slot) {
                        if family.slots?[placed.slot] == false { continue }
                        sum += coefficients[placed.item] ?? 0
                    }
                    if sum > window.most { return "family \(number), \(window): \(sum)" }
                }
            }
        }
        return nil
    }

    @Test(arguments: RandomLane.Kind.allCases)
    func `what is admitted keeps every row`(kind: RandomLane.Kind) {
        var rows = 0
        var binding = 0
        var failures: [String] = []
        for seed in 40_000..<40_150 as Range<UInt64> {
            var random = RandomLane(seed: seed)
            random.kinds = [kind]
            random.constraints = 2
            random.relaxes = true
            random.slots = 20 + Int(seed % 20)
            let lane = random.make()
            let families = Relaxation(lane, dropped: StateSpace(lane).dropped).families()
            rows += families.reduce(0) { $0 + $1.layers.reduce(0) { $0 + $1.windows.count } }
            let trial = EditorTrial(lane, seed: seed)
            for _ in 0..<8 {
                trial.run(8)
                let sequence = trial.editor.assignments
                if let text = RelaxationTests.broken(families, sequence) {
                    failures.append("seed \(seed): \(text) by \(sequence)\n\(lane.constraints)")
                    break
                }
                // With one less everywhere many rows are broken: they say something.
                var tight = families
                for family in tight.indices {
                    for layer in tight[family].layers.indices {
                        for window in tight[family].layers[layer].windows.indices {
                            tight[family].layers[layer].windows[window].most -= 1
                        }
                    }
                }
                binding += RelaxationTests.broken(tight, sequence) == nil ? 0 : 1
            }
        }
        #expect(failures.isEmpty, "\(failures.count) failures, \(failures.prefix(2).joined(separator: "\n"))")
        #expect(rows > 50 && binding > 50, "\(rows) \(binding)")
    }
}
