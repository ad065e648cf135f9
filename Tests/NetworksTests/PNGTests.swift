import Testing

@testable import Networks

/// A PNG of one pixel with these chunks before its pixels. Check sums are zero: nobody looks at those of what goes.
func png(_ chunks: [(type: String, content: [UInt8])] = []) -> [UInt8] {
    func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        [0, 0, UInt8(content.count >> 8), UInt8(content.count & 255)] + Array(type.utf8) + content + [
            0, 0, 0, 0,
        ]
    }
    let header = chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + header
        + chunks.flatMap { chunk($0.type, $0.content) } + chunk("IDAT", [1, 2, 3]) + chunk("IEND", [])
}

@Suite struct PNGTests {
    private let position = Array(exif(orientation: 1, position: true).dropFirst(6))
    private let xmp = Array("XML:com.adobe.xmp\0\0\0\0\0<x exif:GPSLatitude='52,31N'/>".utf8)

    @Test func `a file that tells where it was taken is noticed`() {
        #expect(PNG.hasPosition(png([("eXIf", position)])))
        #expect(PNG.hasPosition(png([("iTXt", xmp)])))
        #expect(!PNG.hasPosition(png([("eXIf", Array(exif(orientation: 1, position: false).dropFirst(6)))])))
        #expect(!PNG.hasPosition(png([("iTXt", Array("Title\0\0\0\0\0GPS".utf8))])))
        #expect(!PNG.hasPosition(redPixel))
    }

    @Test func `metadata go, and every other byte stays`() {
        let gamma: (String, [UInt8]) = ("gAMA", [0, 0, 0xB1, 0x8F])
        let full = png([
            ("eXIf", position), gamma, ("tEXt", Array("Author\0me".utf8)), ("zTXt", [65, 0, 0, 1]),
            ("iTXt", xmp),
            ("tIME", [7, 234, 11, 23, 9, 15, 0]),
        ])
        #expect(PNG.withoutMetadata(full) == png([gamma]))
        #expect(PNG.withoutMetadata(redPixel) == redPixel)
    }

    @Test func `how to turn the picture is kept, and nothing else of Exif`() {
        let turned = Array(exif(orientation: 6, position: true).dropFirst(6))
        let cleaned = PNG.withoutMetadata(png([("eXIf", turned)]))
        #expect(!PNG.hasPosition(cleaned))
        // Its check sum by Python's zlib.crc32.
        let block: [UInt8] =
            [0, 0, 0, 26] + Array("eXIf".utf8) + Exif.block(orientation: 6) + [0xD6, 0x67, 0x4B, 0x69]
        #expect(Array(cleaned[33..<71]) == block)
        #expect(PNG.withoutMetadata(cleaned) == cleaned)
    }

    @Test func `what cannot be followed is left as it is`() {
        let full = png([("eXIf", position)])
        for count in 0..<full.count - 1 {
            let cut = Array(full.prefix(count))
            #expect(PNG.withoutMetadata(cut) == cut)
            #expect(!PNG.hasPosition(cut))
        }
        let headless = Array(full.prefix(8)) + Array(full.dropFirst(33))
        #expect(PNG.withoutMetadata(headless) == headless)
    }

    @Test func `what is sent of a picture has no position`() {
        let picture = Message.Picture(
            name: "a.png", mediaType: "image/png", bytes: png([("eXIf", position)]), size: nil, alt: "A")
        #expect(picture.bytesToSend == png())
    }
}
