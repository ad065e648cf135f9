import Testing

@testable import Networks

/// A WebP of one pixel in the extended form, with these flags and these chunks behind its pixels.
func webp(flags: UInt8, _ chunks: [(type: String, content: [UInt8])] = []) -> [UInt8] {
    func little(_ number: Int) -> [UInt8] { [UInt8(number & 255), UInt8(number >> 8), 0, 0] }
    func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        Array(type.utf8) + little(content.count) + content + (content.count % 2 == 1 ? [0] : [])
    }
    let body =
        chunk("VP8X", [flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]) + chunk("VP8L", [0x2F, 0, 0, 0, 0])
        + chunks.flatMap { chunk($0.type, $0.content) }
    return Array("RIFF".utf8) + little(body.count + 4) + Array("WEBP".utf8) + body
}

@Suite struct WebPTests {
    private let position = exif(orientation: 1, position: true)
    private let xmp = Array("<x exif:GPSLongitude='13,24E'/>".utf8)

    @Test func `a file that tells where it was taken is noticed`() {
        #expect(WebP.hasPosition(webp(flags: 8, [("EXIF", position)])))
        #expect(WebP.hasPosition(webp(flags: 8, [("EXIF", Array(position.dropFirst(6)))])))
        #expect(WebP.hasPosition(webp(flags: 4, [("XMP ", xmp)])))
        #expect(!WebP.hasPosition(webp(flags: 4, [("XMP ", Array("<x/>".utf8))])))
        #expect(!WebP.hasPosition(webp(flags: 0)))
    }

    @Test func `metadata go, the header no longer promises them, and every other byte stays`() {
        let full = webp(flags: 0x1C, [("EXIF", position), ("ABCD", [1]), ("XMP ", xmp)])
        #expect(WebP.withoutMetadata(full) == webp(flags: 0x10, [("ABCD", [1])]))
        #expect(WebP.withoutMetadata(webp(flags: 0)) == webp(flags: 0))
        #expect(WebP.withoutMetadata(full + [7, 7]) == webp(flags: 0x10, [("ABCD", [1])]) + [7, 7])
    }

    @Test func `how to turn the picture is kept, and nothing else of Exif`() {
        let cleaned = WebP.withoutMetadata(webp(flags: 8, [("EXIF", exif(orientation: 6, position: true))]))
        #expect(cleaned == webp(flags: 8, [("EXIF", Exif.block(orientation: 6))]))
        #expect(WebP.withoutMetadata(cleaned) == cleaned)
    }

    @Test func `what cannot be followed is left as it is`() {
        let full = webp(flags: 8, [("EXIF", position)])
        for count in 0..<full.count {
            let cut = Array(full.prefix(count))
            #expect(WebP.withoutMetadata(cut) == cut)
            #expect(!WebP.hasPosition(cut))
        }
    }

    @Test func `what is sent of a picture has no position`() {
        let picture = Message.Picture(
            name: "a.webp", mediaType: "image/webp", bytes: webp(flags: 8, [("EXIF", position)]), size: nil,
            alt: "A")
        #expect(picture.bytesToSend == webp(flags: 0))
    }
}
