/// Repeatable chance (SplitMix64), so that a failing case can be run again.
final class Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    func flip() -> Bool { number(0...1) == 1 }

    func pick<T>(_ choices: [T]) -> T { choices[number(0...choices.count - 1)] }

    /// Up to `most` of the alphabet's characters.
    func text(_ alphabet: String, upTo most: Int) -> String {
        let scalars = Array(alphabet.unicodeScalars)
        var text = ""
        for _ in 0..<number(0...most) { text.unicodeScalars.append(pick(scalars)) }
        return text
    }
}
