import Testing

@testable import Networks

/// A JPEG of 320 x 240 with these segments before the frame; its scan is two bytes that mean nothing.
func jpeg(_ segments: [(marker: UInt8, content: [UInt8])] = []) -> [UInt8] {
    var bytes: [UInt8] = [0xFF, 0xD8]
    for (marker, content) in segments + [(0xC0, [8, 0, 240, 1, 64, 1, 1, 0x11, 0])] {
        bytes += [0xFF, marker, UInt8((content.count + 2) >> 8), UInt8((content.count + 2) & 255)] + content
    }
    return bytes + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0x3F, 0, 0xAB, 0xCD, 0xFF, 0xD9]
}

/// Exif in little-endian order with an orientation and, if wanted, a position.
func exif(orientation: UInt8, position: Bool) -> [UInt8] {
    var tiff: [UInt8] = [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, position ? 2 : 1, 0]
    tiff += [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
    if position { tiff += [0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0] }
    tiff += [0, 0, 0, 0]
    if position { tiff += [1, 0, 1, 0, 2, 0, 2, 0, 0, 0, 0x4E, 0, 0, 0, 0, 0, 0, 0] }
    return Array("Exif".utf8) + [0, 0] + tiff
}

@Suite struct JPEGTests {
    private let jfif: (UInt8, [UInt8]) = (0xE0, Array("JFIF".utf8) + [0, 1, 1, 0, 0, 1, 0, 1, 0, 0])

    @Test func `a file that tells where it was taken is noticed`() {
        #expect(JPEG.hasPosition(jpeg([jfif, (0xE1, exif(orientation: 1, position: true))])))
        #expect(!JPEG.hasPosition(jpeg([jfif, (0xE1, exif(orientation: 1, position: false))])))
        #expect(!JPEG.hasPosition(jpeg([jfif])))
        #expect(!JPEG.hasPosition(redPixel))
    }

    @Test func `metadata go, and every other byte stays`() {
        let xmp = Array("http://ns.adobe.com/xap/1.0/\u{0}<x/>".utf8)
        let icc: (UInt8, [UInt8]) = (0xE2, Array("ICC_PROFILE".utf8) + [0, 1, 1])
        let full = jpeg([
            jfif, (0xE1, exif(orientation: 1, position: true)), (0xE1, xmp), icc,
            (0xED, Array("Photoshop 3.0".utf8) + [0]), (0xFE, Array("made with".utf8)),
        ])
        #expect(JPEG.withoutMetadata(full) == jpeg([jfif, icc]))
    }

    @Test func `a file without metadata is not touched`() {
        #expect(JPEG.withoutMetadata(jpeg([jfif])) == jpeg([jfif]))
    }

    @Test func `how to turn the picture is kept, and nothing else of Exif`() {
        let cleaned = JPEG.withoutMetadata(jpeg([jfif, (0xE1, exif(orientation: 6, position: true))]))
        #expect(!JPEG.hasPosition(cleaned))
        #expect(JPEG.displayedSize(cleaned) == PixelSize(width: 240, height: 320))
        #expect(cleaned.count == jpeg([jfif]).count + 36)
        #expect(JPEG.withoutMetadata(cleaned) == cleaned)
        #expect(cleaned.starts(with: jpeg([jfif]).prefix(20)))
    }

    @Test(arguments: [(1, 320, 240), (3, 320, 240), (5, 240, 320), (8, 240, 320), (9, 320, 240)])
    func `the size is that which is seen`(_ orientation: Int, _ width: Int, _ height: Int) {
        let bytes = jpeg([(0xE1, exif(orientation: UInt8(orientation), position: false))])
        #expect(JPEG.displayedSize(bytes) == PixelSize(width: width, height: height))
    }

    @Test func `what cannot be followed is left as it is`() {
        let full = jpeg([(0xE1, exif(orientation: 6, position: true))])
        for count in 0..<full.count - 14 {
            let cut = Array(full.prefix(count))
            #expect(JPEG.withoutMetadata(cut) == cut)
            _ = JPEG.hasPosition(cut)
            _ = PictureFile(cut)
        }
    }
}
