import Testing

@testable import Solver

struct SplitMix64Tests {
    @Test func `numbers are those of the published generator`() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
    }

    @Test func `draws stay below their limit and reach it`() {
        var random = SplitMix64(seed: 1)
        let drawn = Set((0..<200).map { _ in random.below(6) })
        #expect(drawn == [0, 1, 2, 3, 4, 5])
    }
}
