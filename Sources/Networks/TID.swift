/// Timestamp identifiers, the record keys of posts in the AT Protocol: 53 bits of microseconds since the
/// epoch and 10 bits that tell clocks apart, written as 13 characters (atproto.com/specs/tid).
enum TID {
    /// The identifier of a moment on a clock; only the low 10 bits of `clock` count.
    static func text(microseconds: Int, clock: Int) -> String {
        let moment = UInt64(max(0, microseconds)) & (1 << 53 - 1)
        return Base32.sortable(moment << 10 | UInt64(clock & 1023))
    }

    /// Whether `text` has the form of a TID.
    static func isValid(_ text: String) -> Bool {
        let letters = "234567abcdefghijklmnopqrstuvwxyz".utf8
        guard text.utf8.count == 13, let first = text.utf8.first, letters.prefix(16).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy(letters.contains)
    }
}
