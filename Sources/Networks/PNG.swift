/// Lossless cleaning of PNG files, chunk by chunk (PNG, third edition, 5 and 11).
public enum PNG: Sendable {
    /// Whether the file tells where it was taken, in Exif or XMP.
    public static func hasPosition(_ bytes: [UInt8]) -> Bool {
        (chunks(of: bytes) ?? []).contains { chunk in
            switch chunk.type {
            case "eXIf": Exif(Array(bytes[chunk.content]))?.hasPosition ?? false
            case "iTXt": XMP.hasPosition(bytes[chunk.content])
            default: false
            }
        }
    }

    /// The file without Exif, texts (XMP is one of them) and its time; the picture itself is not touched.
    ///
    /// How the picture is to be turned is kept, in a chunk that holds nothing else. A file whose chunks cannot be
    /// followed is returned as it is.
    public static func withoutMetadata(_ bytes: [UInt8]) -> [UInt8] {
        guard let chunks = chunks(of: bytes), let header = chunks.first, header.type == "IHDR" else {
            return bytes
        }
        let doomed = chunks.filter { metadata.contains($0.type) }
        guard !doomed.isEmpty else { return bytes }
        var out = PictureFile.cut(doomed.map { $0.start..<$0.end }, from: bytes[...])
        let turned = chunks.first { $0.type == "eXIf" }.flatMap { Exif(Array(bytes[$0.content])) }
        guard let orientation = turned?.orientation, orientation != 1 else { return out }
        out.insert(contentsOf: chunk("eXIf", Exif.block(orientation: orientation)), at: header.end)
        return out
    }

    private static let metadata: Set<String> = ["eXIf", "tEXt", "zTXt", "iTXt", "tIME"]

    /// `[start, end)` from its length to behind its check sum.
    private struct Chunk {
        let type: String
        let start: Int
        let end: Int
        var content: Range<Int> { (start + 8)..<(end - 4) }
    }

    /// All chunks up to IEND; nil if they cannot be followed.
    private static func chunks(of bytes: [UInt8]) -> [Chunk]? {
        guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { return nil }
        var found: [Chunk] = []
        var place = 8
        while place + 12 <= bytes.count {
            let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - place - 12 else { return nil }
            let type = String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self)
            found.append(Chunk(type: type, start: place, end: place + 12 + length))
            if type == "IEND" { return found }
            place += 12 + length
        }
        return nil
    }

    private static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        let checked = Array(type.utf8) + content
        return big(UInt32(content.count)) + checked + big(checkSum(checked))
    }

    private static func big(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// CRC-32 as annex D has it.
    private static func checkSum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
