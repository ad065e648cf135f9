/// FNV-1a of 128 bits (Fowler, Noll, Vo; draft-eastlake-fnv): a stable name for a text, no protection against anybody.
///
/// Swift's own hashes differ from run to run; this one may be kept in files.
struct FNV128 {
    private var high: UInt64 = 0x6c62_272e_07bb_0142
    private var low: UInt64 = 0x62b8_2175_6295_c58d

    /// Takes in the next bytes.
    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            low ^= UInt64(byte)
            // Times the prime 2^88 + 0x13b, modulo 2^128.
            let product = low.multipliedFullWidth(by: 0x13b)
            high = high &* 0x13b &+ product.high &+ low << 24
            low = product.low
        }
    }

    /// 32 digits in lower-case hexadecimal.
    var hex: String {
        [high, low].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

extension PostIdentity {
    /// A short name of link and body, the same for ever: 32 hexadecimal digits. History keeps it, so that a post that was
    /// renamed after it went out is known again.
    public var digest: String {
        var hash = FNV128()
        // Every text is counted with its length, so that they cannot run together.
        for text in [link.map { "link " + $0 } ?? "no link"] + body {
            hash.add("\(text.utf8.count):".utf8)
            hash.add(text.utf8)
        }
        return hash.hex
    }
}
