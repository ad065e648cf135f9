/// Makes inputs out of those of a corpus, the same ones from the same seed (SplitMix64).
struct Mutator {
    private var state: UInt64
    /// Inputs grow no longer than this, in bytes.
    var longest = 16_384

    init(seed: UInt64) { state = seed }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number of 0 to `count` - 1; 0 where there is none.
    mutating func below(_ count: Int) -> Int { count < 1 ? 0 : Int(next() % UInt64(count)) }

    /// One of the corpus, changed in one to eight places.
    mutating func input(from corpus: [[UInt8]], words: [String]) -> [UInt8] {
        var bytes = corpus.isEmpty ? [] : corpus[below(corpus.count)]
        for _ in 0...below(8) { change(&bytes, corpus, words) }
        return bytes.count > longest ? Array(bytes.prefix(longest)) : bytes
    }

    private mutating func change(_ bytes: inout [UInt8], _ corpus: [[UInt8]], _ words: [String]) {
        let place = below(bytes.count + 1)
        switch below(9) {
        case 0 where !bytes.isEmpty: bytes[below(bytes.count)] ^= 1 << below(8)
        case 1 where !bytes.isEmpty: bytes[below(bytes.count)] = UInt8(truncatingIfNeeded: next())
        case 2: bytes.insert(contentsOf: (0...below(8)).map { _ in UInt8(below(256)) }, at: place)
        case 3 where !bytes.isEmpty: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(40)))
        case 4: bytes.insert(contentsOf: piece(of: bytes), at: place)
        case 5 where !corpus.isEmpty:
            bytes.insert(contentsOf: piece(of: corpus[below(corpus.count)]), at: place)
        case 6:
            let many = Array(repeating: piece(of: bytes).prefix(16), count: 1 << below(9))
            bytes.insert(contentsOf: many.joined(), at: place)
        case 7: bytes = Array(bytes.prefix(place))
        default:
            if !words.isEmpty { bytes.insert(contentsOf: words[below(words.count)].utf8, at: place) }
        }
    }

    private mutating func piece(of bytes: [UInt8]) -> [UInt8] {
        let start = below(bytes.count)
        return Array(bytes.dropFirst(start).prefix(1 + below(60)))
    }
}
