import Testing

@testable import Networks

@Suite struct PictureFileTests {
    private func webp(_ chunk: String, _ rest: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBP\(chunk)".utf8) + [0, 0, 0, 0] + rest
            + [UInt8](repeating: 0, count: 12)
    }

    private func expect(_ bytes: [UInt8], _ type: String, _ width: Int, _ height: Int) {
        #expect(PictureFile(bytes)?.mediaType == type)
        #expect(PictureFile(bytes)?.size == PixelSize(width: width, height: height))
    }

    @Test func `the four formats are known by their content, with their size`() {
        expect(redPixel, "image/png", 1, 1)
        expect(gif(width: 320, height: 240), "image/gif", 320, 240)
        expect(webp("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A, 0x40, 0x01, 0xF0, 0x00]), "image/webp", 320, 240)
        // 320 x 240: 14 bits each, one less.
        let bits = UInt32(319 | 239 << 14)
        expect(
            webp("VP8L", [0x2F] + (0..<4).map { UInt8(truncatingIfNeeded: bits >> UInt32(8 * $0)) }),
            "image/webp",
            320, 240)
        expect(webp("VP8X", [0, 0, 0, 0, 0x3F, 0x01, 0x00, 0xEF, 0x00, 0x00]), "image/webp", 320, 240)
        expect(jpeg(), "image/jpeg", 320, 240)
    }

    @Test func `anything else is no picture, whatever its name`() {
        for text in ["", "<svg xmlns=\"\"/>", "GIF", "RIFF....WAVE", "%PDF-1.7", "\u{FEFF}"] {
            #expect(PictureFile(Array(text.utf8)) == nil)
        }
    }

    @Test func `a file that ends early has a type but no size`() {
        for bytes in [
            Array(redPixel.prefix(20)), Array(jpeg().prefix(12)),
            Array(webp("VP8 ", []).prefix(16)),
        ] {
            #expect(PictureFile(bytes) != nil)
            #expect(PictureFile(bytes)?.size == nil)
        }
    }

    @Test func `a picture without an extent has no size`() {
        #expect(PictureFile(gif(width: 0))?.size == nil)
    }

    @Test func `a file without some ranges is what is left of it, in order`() {
        #expect(PictureFile.cut([0..<1, 3..<5], from: [0, 1, 2, 3, 4, 5][...]) == [1, 2, 5])
        #expect(PictureFile.cut([3..<4], from: [0, 1, 2, 3, 4, 5][..<4]) == [0, 1, 2])
        #expect(PictureFile.cut([], from: [7][...]) == [7])
    }
}
