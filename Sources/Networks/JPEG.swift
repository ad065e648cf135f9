/// Reading and lossless cleaning of JPEG files, segment by segment (ITU-T T.81, annex B; Exif 2.32).
public enum JPEG: Sendable {
    /// Whether the file tells where it was taken, in Exif or XMP.
    public static func hasPosition(_ bytes: [UInt8]) -> Bool {
        if exif(in: bytes)?.hasPosition ?? false { return true }
        return (segments(of: bytes) ?? []).contains {
            $0.marker == 0xE1 && XMP.hasPosition(content($0, in: bytes))
        }
    }

    /// The file without Exif, XMP and IPTC metadata; the picture itself is not touched.
    ///
    /// How the picture is to be turned is kept, in an Exif segment of its own that holds nothing else. A file
    /// whose segments cannot be followed is returned as it is.
    public static func withoutMetadata(_ bytes: [UInt8]) -> [UInt8] {
        guard let segments = segments(of: bytes) else { return bytes }
        let doomed = segments.filter { isMetadata($0, in: bytes) }
        guard !doomed.isEmpty else { return bytes }
        var out = PictureFile.cut(doomed.map { $0.start..<$0.end }, from: bytes[...])
        let orientation = exif(in: bytes)?.orientation ?? 1
        guard orientation != 1 else { return out }
        // Behind JFIF's own segment, which must come first where there is one.
        var insertion = 2
        if let first = JPEG.segments(of: out)?.first, first.marker == 0xE0 { insertion = first.end }
        out.insert(contentsOf: orientationSegment(orientation), at: insertion)
        return out
    }

    /// Size as displayed, nil if there is no frame header.
    static func displayedSize(_ bytes: [UInt8]) -> PixelSize? {
        guard let frame = segments(of: bytes)?.first(where: { isFrame($0.marker) }), frame.count >= 9 else {
            return nil
        }
        let height = Int(bytes[frame.start + 5]) << 8 | Int(bytes[frame.start + 6])
        let width = Int(bytes[frame.start + 7]) << 8 | Int(bytes[frame.start + 8])
        let isTurned = (5...8).contains(exif(in: bytes)?.orientation ?? 1)
        return PixelSize(width: isTurned ? height : width, height: isTurned ? width : height).ifPlausible
    }

    // MARK: - Segments

    /// A marker and what belongs to it: `[start, end)` from its 0xFF to behind its content.
    private struct Segment {
        let marker: UInt8
        let start: Int
        let end: Int
        var count: Int { end - start }
    }

    /// The segments before the scan; nil if they cannot be followed.
    private static func segments(of bytes: [UInt8]) -> [Segment]? {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var found: [Segment] = []
        var place = 2
        while place + 4 <= bytes.count {
            guard bytes[place] == 0xFF else { return nil }
            let marker = bytes[place + 1]
            if marker == 0xFF {  // fill byte
                place += 1
                continue
            }
            if marker == 0xDA || marker == 0xD9 { return found }
            if marker == 0x01 || (0xD0...0xD7).contains(marker) {
                place += 2
                continue
            }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            let end = place + 2 + length
            guard length >= 2, end <= bytes.count else { return nil }
            found.append(Segment(marker: marker, start: place, end: end))
            place = end
        }
        return nil
    }

    /// Start of frame, any coding process: C0 to CF but DHT, JPG and DAC.
    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
    }

    private static func content(_ segment: Segment, in bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes[(segment.start + 4)..<segment.end]
    }

    /// APP1 holds Exif or XMP, APP13 Photoshop's resources with IPTC, COM remarks of the program that wrote
    /// it.
    private static func isMetadata(_ segment: Segment, in bytes: [UInt8]) -> Bool {
        let content = content(segment, in: bytes)
        switch segment.marker {
        case 0xE1: return content.starts(with: exifMark) || content.starts(with: "http://ns.adobe.com/".utf8)
        case 0xED: return content.starts(with: "Photoshop ".utf8)
        case 0xFE: return true
        default: return false
        }
    }

    private static let exifMark = Array("Exif".utf8) + [0, 0]

    private static func exif(in bytes: [UInt8]) -> Exif? {
        guard let segments = segments(of: bytes) else { return nil }
        for segment in segments where segment.marker == 0xE1 {
            let content = content(segment, in: bytes)
            if content.starts(with: exifMark) { return Exif(Array(content.dropFirst(exifMark.count))) }
        }
        return nil
    }

    /// A segment with nothing but how to turn the picture.
    private static func orientationSegment(_ orientation: Int) -> [UInt8] {
        let content = exifMark + Exif.block(orientation: orientation)
        let length = content.count + 2
        return [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + content
    }
}
