/// Base 32, five bits a character.
public enum Base32: Sendable {
    /// `bytes` in the alphabet of RFC 4648 in lower case (a to z, 2 to 7), without padding.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        var out: [UInt8] = []
        var held: UInt32 = 0
        var count = 0
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                count -= 5
                out.append(alphabet[Int(held >> UInt32(count)) & 31])
            }
        }
        if count > 0 { out.append(alphabet[Int(held << UInt32(5 - count)) & 31]) }
        return String(decoding: out, as: UTF8.self)
    }

    /// A number as 13 characters that sort as the number does (2 to 7, a to z), as the AT Protocol writes it.
    static func sortable(_ number: UInt64) -> String {
        let alphabet = Array("234567abcdefghijklmnopqrstuvwxyz".utf8)
        let characters = (0..<13).reversed().map { alphabet[Int(number >> UInt64(5 * $0)) & 31] }
        return String(decoding: characters, as: UTF8.self)
    }
}
