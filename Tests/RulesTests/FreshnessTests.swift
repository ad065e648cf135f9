import Foundation
import Rules
import Testing
import Timeline

struct FreshnessTests {
    @Test func `before its time and at it nothing is lost`() {
        for age in [-1440, -1, 0] {
            #expect(Freshness(age: .minutes(age), halfLife: .days(5)) == .full)
        }
        #expect(Freshness.full.floor(times: 250_000) == 250_000)
        #expect(Freshness(age: .minutes(1), halfLife: .minutes(0)) == .full)
    }

    @Test func `whole half-lives halve exactly`() {
        for (count, left) in [
            (1, 125_000), (2, 62_500), (3, 31_250), (4, 15_625), (5, 7812), (17, 1), (18, 0),
        ] {
            #expect(Freshness(age: .minutes(count * 7), halfLife: .minutes(7)).floor(times: 250_000) == left)
        }
        #expect(Freshness(age: .days(36_500), halfLife: .minutes(1)).floor(times: 250_000) == 0)
    }

    // Made with 400 bits of precision: floor(2^62 x 2^(-age / half-life)).
    @Test(arguments: [
        (1, 7200, 4_611_242_070_747_069_779),
        (7199, 7200, 2_306_065_004_424_401_321),
        (1, 3, 3_660_297_618_499_336_453),
        (100, 7, 230_903_875_227_177),
        (4321, 2880, 1_630_084_858_477_971_233),
        (1440, 10080, 4_176_913_159_044_679_997),
        (1, 525_600, 4_611_679_936_663_587_444),
        (12345, 1441, 12_160_336_049_462_903),
        (59, 60, 2_332_635_614_404_857_766),
    ])
    func `it is below the exact value by less than its precision`(age: Int, halfLife: Int, exact: Int) {
        let found = Freshness(age: .minutes(age), halfLife: .minutes(halfLife)).floor(times: 1 << 62)
        #expect(found <= exact)
        // 2^-56 of the value is 2^6 here.
        #expect(exact - found < 64)
    }

    @Test func `it agrees with the library where that is sure`() {
        var numbers = SeededNumbers(seed: 1)
        for _ in 0..<20_000 {
            let age = Int.random(in: 0...60_000, using: &numbers)
            let halfLife = Int.random(in: 1...20_000, using: &numbers)
            let amount = Int.random(in: 0...250_000, using: &numbers)
            let found = Freshness(age: .minutes(age), halfLife: .minutes(halfLife)).floor(times: amount)
            let exact = Double(amount) * exp2(-Double(age) / Double(halfLife))
            #expect(
                Int((exact - 1e-6).rounded(.down)) <= found && found <= Int((exact + 1e-6).rounded(.down)))
        }
    }

    @Test func `it never grows with age`() {
        var last = Int.max
        for age in 0...3000 {
            let found = Freshness(age: .minutes(age), halfLife: .minutes(997)).floor(times: 1 << 62)
            #expect(found <= last)
            last = found
        }
    }
}
