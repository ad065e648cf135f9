/// Lossless cleaning of GIF files, block by block (GIF89a specification, 17 to 27).
public enum GIF: Sendable {
    /// Whether the file tells where it was taken, in XMP.
    public static func hasPosition(_ bytes: [UInt8]) -> Bool {
        (blocks(of: bytes) ?? []).contains { $0.isMetadata && XMP.hasPosition(bytes[$0.range]) }
    }

    /// The file without comments and what programs keep in it (XMP is some of that), but how often it is shown; the
    /// pictures themselves are not touched.
    ///
    /// A file whose blocks cannot be followed is returned as it is.
    public static func withoutMetadata(_ bytes: [UInt8]) -> [UInt8] {
        let doomed = (blocks(of: bytes) ?? []).filter(\.isMetadata).map(\.range)
        return doomed.isEmpty ? bytes : PictureFile.cut(doomed, from: bytes[...])
    }

    /// Whether its blocks can be followed to the trailer: what only begins like one is none.
    static func isWhole(_ bytes: [UInt8]) -> Bool { blocks(of: bytes) != nil }

    private struct Block {
        let range: Range<Int>
        let isMetadata: Bool
    }

    /// Repeats an animation, by the name of the program that first did so.
    private static let looping = ["NETSCAPE2.0", "ANIMEXTS1.0"].map { Array($0.utf8) }

    /// All blocks before the trailer; nil if they cannot be followed to it.
    private static func blocks(of bytes: [UInt8]) -> [Block]? {
        guard bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8), bytes.count > 13 else {
            return nil
        }
        var found: [Block] = []
        var place = 13 + colors(bytes[10])
        while place + 1 < bytes.count {
            let start = place
            var isMetadata = false
            switch bytes[place] {
            case 0x21:
                // A comment is 0xFE; 0xFF is an application's, whose name comes first.
                let label = bytes[place + 1]
                let isLooping = looping.contains { bytes[min(place + 3, bytes.count)...].starts(with: $0) }
                isMetadata = label == 0xFE || label == 0xFF && !isLooping
                place += 2
            case 0x2C:
                guard place + 10 < bytes.count else { return nil }
                place += 11 + colors(bytes[place + 9])
            default: return nil
            }
            // Sub-blocks, each with its length, up to one of none.
            while place < bytes.count, bytes[place] != 0 { place += 1 + Int(bytes[place]) }
            guard place < bytes.count else { return nil }
            place += 1
            found.append(Block(range: start..<place, isMetadata: isMetadata))
            if place < bytes.count, bytes[place] == 0x3B { return found }
        }
        return nil
    }

    /// Bytes of a color table, by the flags that say whether there is one.
    private static func colors(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1) }
}
