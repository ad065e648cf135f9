/// Percent-encoding of RFC 3986 and of HTML forms.
public enum PercentEncoding: Sendable {
    /// `text` as UTF-8 with every byte but the unreserved ones (letters, digits, `-._~`) written as `%XX`.
    ///
    /// Safe for one path segment and for one name or value of a query.
    public static func encode(_ text: String) -> String {
        encode(text, hex: upper, space: nil)
    }

    /// Pairs as `application/x-www-form-urlencoded`, in the order given; a space becomes `+`.
    public static func form(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map {
            encode($0.name, hex: upper, space: UInt8(ascii: "+")) + "="
                + encode($0.value, hex: upper, space: UInt8(ascii: "+"))
        }.joined(separator: "&")
    }

    static let upper = Array("0123456789ABCDEF".utf8)
    static let lower = Array("0123456789abcdef".utf8)

    static func encode(_ text: String, hex: [UInt8], space: UInt8?) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                out.append(byte)
            } else if byte == UInt8(ascii: " "), let space {
                out.append(space)
            } else {
                out += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: "~")
        }
    }
}
