/// Offsets of one time zone over time, read from a TZif file (RFC 8536).
///
/// The system's time zone data is read rather than Foundation's, whose rules are frozen into the Swift toolchain
/// and never see an update of the operating system.
public struct ZoneRules: Sendable {
    /// Why a TZif file was refused.
    public enum ReadError: Error, Hashable, Sendable {
        /// It does not start with `TZif` and a version of 2 or later.
        case notTZif
        /// It ends before what its header promises, or an index points outside.
        case truncated
        /// The rule for the far future cannot be read; its text.
        case badFooter(String)
    }

    /// Seconds since the epoch at which an offset begins, ascending.
    let transitions: [Int]
    /// Seconds east of UTC from the transition of the same index on.
    let offsets: [Int]
    /// Seconds east of UTC before the first transition.
    let firstOffset: Int
    /// The rule after the last transition.
    let future: PosixZone?

    /// A zone whose wall clock is always `fixedOffset` seconds east of UTC.
    public init(fixedOffset: Int) {
        transitions = []
        offsets = []
        firstOffset = fixedOffset
        future = nil
    }

    /// Reads version 2 or later of a TZif file.
    ///
    /// - Throws: `ReadError` when the bytes are not such a file.
    public init(tzif bytes: [UInt8]) throws(ReadError) {
        guard bytes.count >= 44, bytes[0..<4].elementsEqual("TZif".utf8), bytes[4] >= UInt8(ascii: "2") else {
            throw .notTZif
        }
        func number(_ at: Int, _ width: Int) throws(ReadError) -> Int {
            guard at + width <= bytes.count else { throw .truncated }
            var value = bytes[at] >= 0x80 ? -1 : 0
            for byte in bytes[at..<at + width] { value = value << 8 | Int(byte) }
            return value
        }
        func counts(_ header: Int) throws(ReadError) -> (
            isUT: Int, isStd: Int, leap: Int, time: Int, type: Int, char: Int
        ) {
            let h = header + 20
            func count(_ index: Int) throws(ReadError) -> Int {
                let count = try number(h + index * 4, 4)
                guard count >= 0 else { throw .truncated }
                return count
            }
            return (try count(0), try count(1), try count(2), try count(3), try count(4), try count(5))
        }
        // The first block has 32-bit times and is only skipped; the second has 64-bit times.
        let old = try counts(0)
        let header = 44 + old.time * 5 + old.type * 6 + old.char + old.leap * 8 + old.isStd + old.isUT
        guard header + 44 <= bytes.count else { throw .truncated }
        let new = try counts(header)
        let times = header + 44
        let indices = times + new.time * 8
        let types = indices + new.time
        let footer = types + new.type * 6 + new.char + new.leap * 12 + new.isStd + new.isUT
        guard new.type > 0, footer < bytes.count, bytes[footer] == UInt8(ascii: "\n") else {
            throw .truncated
        }
        var at: [Int] = []
        var seconds: [Int] = []
        for i in 0..<new.time {
            let type = Int(bytes[indices + i])
            guard type < new.type else { throw .truncated }
            at.append(try number(times + i * 8, 8))
            seconds.append(try number(types + type * 6, 4))
        }
        transitions = at
        offsets = seconds
        firstOffset = try number(types, 4)
        let rule = String(decoding: bytes[(footer + 1)...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        if rule.isEmpty {
            future = nil
        } else {
            guard let zone = PosixZone(parsing: rule) else { throw .badFooter(rule) }
            future = zone
        }
    }

    /// Everything they say, as a text: another one calls for another plan, as after an update of the time zone data.
    public var fingerprint: String {
        "\(firstOffset) \(transitions) \(offsets) \(future.map { "\($0)" } ?? "")"
    }

    /// Seconds east of UTC at `seconds` since the epoch.
    public func offset(at seconds: Int) -> Int {
        guard let last = transitions.last, seconds < last || future == nil else {
            return future?.offset(at: seconds) ?? firstOffset
        }
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffset : offsets[low - 1]
    }

    /// The offsets in force within a day and a half of a wall clock reading: all that could apply to it.
    func offsets(around wallSeconds: Int) -> Set<Int> {
        // No zone has ever changed its offset twice within three days except in data before 1900.
        let before = offset(at: wallSeconds - 36 * 3600)
        let after = offset(at: wallSeconds + 36 * 3600)
        return [before, after, offset(at: wallSeconds - before), offset(at: wallSeconds - after)]
    }
}
