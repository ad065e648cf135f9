/// Lossless cleaning of WebP files, chunk by chunk (RFC 9649, 2).
public enum WebP: Sendable {
    /// Whether the file tells where it was taken, in Exif or XMP.
    public static func hasPosition(_ bytes: [UInt8]) -> Bool {
        (chunks(of: bytes) ?? []).contains { chunk in
            switch chunk.type {
            case "EXIF": exif(chunk, in: bytes)?.hasPosition ?? false
            case "XMP ": XMP.hasPosition(bytes[chunk.content])
            default: false
            }
        }
    }

    /// The file without Exif and XMP; the picture itself is not touched.
    ///
    /// How the picture is to be turned is kept, in a chunk that holds nothing else. A file whose chunks cannot be
    /// followed is returned as it is.
    public static func withoutMetadata(_ bytes: [UInt8]) -> [UInt8] {
        guard let chunks = chunks(of: bytes), let last = chunks.last else { return bytes }
        let doomed = chunks.filter { $0.type == "EXIF" || $0.type == "XMP " }
        guard !doomed.isEmpty else { return bytes }
        var out = PictureFile.cut(doomed.map { $0.start..<$0.end }, from: bytes[..<last.end])
        let turned = chunks.first { $0.type == "EXIF" }.flatMap { exif($0, in: bytes) }
        let orientation = turned?.orientation ?? 1
        if orientation != 1 {
            let block = Exif.block(orientation: orientation)
            out += Array("EXIF".utf8) + little(block.count) + block
        }
        out.replaceSubrange(4..<8, with: little(out.count - 8))
        // Of the extended header's flags, bit 3 says that there is Exif, bit 2 that there is XMP.
        if chunks[0].type == "VP8X", chunks[0].content.count >= 10 {
            out[20] = out[20] & ~0b1100 | (orientation == 1 ? 0 : 0b1000)
        }
        // What stood behind the container stands there still.
        return out + bytes[last.end...]
    }

    /// `[start, end)` from its name to behind its padding.
    private struct Chunk {
        let type: String
        let start: Int
        let content: Range<Int>
        let end: Int
    }

    /// All chunks of the container; nil if they cannot be followed.
    private static func chunks(of bytes: [UInt8]) -> [Chunk]? {
        guard bytes.count >= 12, bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WEBP".utf8)
        else { return nil }
        let end = 8 + number(bytes[4..<8])
        guard end <= bytes.count else { return nil }
        var found: [Chunk] = []
        var place = 12
        while place + 8 <= end {
            let length = number(bytes[(place + 4)..<(place + 8)])
            let next = place + 8 + length + length % 2
            guard next <= end else { return nil }
            found.append(
                Chunk(
                    type: String(decoding: bytes[place..<(place + 4)], as: UTF8.self), start: place,
                    content: (place + 8)..<(place + 8 + length), end: next))
            place = next
        }
        return place == end ? found : nil
    }

    /// Some programs write the mark of JPEG's segments before the block.
    private static func exif(_ chunk: Chunk, in bytes: [UInt8]) -> Exif? {
        let content = bytes[chunk.content]
        return Exif(
            Array(content.starts(with: Array("Exif".utf8) + [0, 0]) ? content.dropFirst(6) : content))
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static func little(_ number: Int) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
