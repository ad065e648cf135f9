import CLibcrypto

/// SHA-256 (FIPS 180-4) for names and fingerprints, by OpenSSL's libcrypto, which libcurl has brought along already.
public enum ContentDigest {
    /// The 32 bytes of SHA-256.
    public static func sha256(_ message: some Sequence<UInt8>) -> [UInt8] {
        let bytes = Array(message)
        var digest = [UInt8](repeating: 0, count: 32)
        _ = SHA256(bytes, bytes.count, &digest)
        return digest
    }

    /// SHA-256 in lower-case hexadecimal, of bytes.
    public static func hex(_ message: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef")
        return String(sha256(message).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// SHA-256 in lower-case hexadecimal, of texts: each is counted with its length, so that they cannot run together.
    public static func hex(texts: [String]) -> String {
        hex(texts.flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) })
    }

    /// The name of a delivery for ever: 24 characters of base32 in lower case (120 bits), which every network's
    /// idempotency key has room for.
    ///
    /// - Parameter slot: Account, post and occurrence. A ledger that comes from a backup gives its numbers a second time;
    ///   without these, another post would get a name under which a server remembers one already, and be swallowed.
    public static func deliveryKey(ledger identity: String, delivery id: Int, of slot: [String] = [])
        -> String
    {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")
        var bits: UInt64 = 0
        var held = 0
        var out = ""
        for byte in sha256((["\(identity)|\(id)"] + slot).joined(separator: "\n").utf8).prefix(15) {
            bits = bits << 8 | UInt64(byte)
            held += 8
            while held >= 5 {
                held -= 5
                out.append(alphabet[Int(truncatingIfNeeded: bits >> UInt64(held)) & 31])
            }
        }
        return out
    }
}
