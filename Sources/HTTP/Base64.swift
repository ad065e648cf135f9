/// Base64 of RFC 4648, for Basic authentication and for finding secrets in their encoded form.
public enum Base64: Sendable {
    /// The two alphabets of RFC 4648.
    public enum Alphabet: Sendable {
        /// Section 4: `+` and `/`.
        case standard
        /// Section 5: `-` and `_`, safe in URLs and file names.
        case url

        fileprivate var characters: [UInt8] {
            let common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
            return Array((common + (self == .standard ? "+/" : "-_")).utf8)
        }
    }

    /// The Base64 text of `bytes`, without `=` at the end if `padded` is false.
    public static func encode(
        _ bytes: some Collection<UInt8>, alphabet: Alphabet = .standard, padded: Bool = true
    ) -> String {
        let characters = alphabet.characters
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        var group: UInt32 = 0
        var held = 0
        func emit(_ count: Int) {
            for place in 0..<count {
                out.append(characters[Int(group >> UInt32(18 - 6 * place)) & 63])
            }
        }
        for byte in bytes {
            group |= UInt32(byte) << UInt32(16 - 8 * held)
            held += 1
            if held == 3 {
                emit(4)
                group = 0
                held = 0
            }
        }
        if held > 0 {
            emit(held + 1)
            if padded { out.append(contentsOf: repeatElement(UInt8(ascii: "="), count: 3 - held)) }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
