import Testing

@testable import Solver

struct VolumeAlgorithmTests {
    /// Choices with a worth and what they use of each row, at most one of which is taken.
    private struct Dual {
        var worth: [Double]
        var uses: [[Double]]
        var limits: [Double]

        init(seed: UInt64, rows: Int) {
            var numbers = SplitMix64(seed: seed)
            worth = (0..<12).map { _ in Double(numbers.below(1000)) }
            uses = worth.map { _ in (0..<rows).map { _ in Double(numbers.below(4)) } }
            limits = (0..<rows).map { _ in Double(1 + numbers.below(2)) }
            worth.append(0)
            uses.append([Double](repeating: 0, count: rows))
        }

        func evaluate(_ prices: [Double]) -> (value: Double, excess: [Double]) {
            let gains = worth.indices.map { choice in
                worth[choice] - zip(prices, uses[choice]).reduce(0) { $0 + $1.0 * $1.1 }
            }
            let best = gains.indices.max { gains[$0] < gains[$1] } ?? 0
            let constant = zip(prices, limits).reduce(0) { $0 + $1.0 * $1.1 }
            return (gains[best] + constant, zip(uses[best], limits).map { $0 - $1 })
        }
    }

    @Test func `prices are never negative and the best is never lost`() {
        for seed in 1...60 as ClosedRange<UInt64> {
            let dual = Dual(seed: seed, rows: 1 + Int(seed % 6))
            let start = dual.limits.map { _ in Double(seed * 7 % 100) }
            let first = dual.evaluate(start)
            var volume = VolumeAlgorithm(prices: start, value: first.value, excess: first.excess, patience: 4)
            var least = first.value
            var target = 0.0
            for step in 0..<400 where !volume.isStuck {
                target = step % 50 == 0 ? volume.best * 0.95 : target
                volume.propose(target: target)
                #expect(volume.prices.allSatisfy { $0 >= 0 && $0.isFinite }, "seed \(seed)")
                let outcome = dual.evaluate(volume.prices)
                volume.learn(value: outcome.value, excess: outcome.excess)
                least = min(least, outcome.value)
                #expect(volume.best <= least + 1e-9, "seed \(seed)")
                #expect(abs(dual.evaluate(volume.center).value - volume.best) < 1e-6, "seed \(seed)")
                #expect(volume.center.allSatisfy { $0 >= 0 }, "seed \(seed)")
            }
        }
    }

    @Test func `one price is found to one in a hundred`() {
        for seed in 1...30 as ClosedRange<UInt64> {
            let dual = Dual(seed: seed, rows: 1)
            let least = (0...4000).map { dual.evaluate([Double($0) / 4]).value }.min() ?? 0
            let first = dual.evaluate([0])
            var volume = VolumeAlgorithm(prices: [0], value: first.value, excess: first.excess, patience: 4)
            for _ in 0..<300 where !volume.isStuck {
                volume.propose(target: least)
                let outcome = dual.evaluate(volume.prices)
                volume.learn(value: outcome.value, excess: outcome.excess)
            }
            #expect(volume.best <= 1.01 * least + 1, "seed \(seed): \(volume.best) \(least)")
        }
    }

    @Test func `without any excess there is nothing to improve`() {
        var volume = VolumeAlgorithm(prices: [3, 0], value: 10, excess: [0, -1], patience: 4)
        volume.propose(target: 0)
        #expect(volume.isStuck && volume.prices == [3, 0])
    }
}
