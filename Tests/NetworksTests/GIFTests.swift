import Testing

@testable import Networks

/// A GIF with these extensions before its one image.
func gif(_ extensions: [[UInt8]] = [], width: UInt16 = 1, height: UInt16 = 1) -> [UInt8] {
    let sides = [width, height].flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let screen: [UInt8] = sides + [0x80, 0, 0] + [0, 0, 0, 255, 255, 255]
    let image: [UInt8] = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]
    return Array("GIF89a".utf8) + screen + extensions.flatMap { $0 } + image + [0x3B]
}

@Suite struct GIFTests {
    private let control: [UInt8] = [0x21, 0xF9, 4, 0, 10, 0, 0, 0]
    private let looping: [UInt8] = [0x21, 0xFF, 11] + Array("NETSCAPE2.0".utf8) + [3, 1, 0, 0, 0]
    private let comment: [UInt8] = [0x21, 0xFE, 5] + Array("by me".utf8) + [0]
    /// A packet is not cut into sub-blocks; the bytes behind it lead whoever follows lengths to the end (XMP, part 3, 1.1.2).
    private let xmp: [UInt8] =
        [0x21, 0xFF, 11] + Array("XMP DataXMP".utf8) + Array("<x exif:GPSLatitude='52,31N'/>".utf8)
        + [1] + (0...255).reversed() + [0]

    @Test func `a file that tells where it was taken is noticed`() {
        #expect(GIF.hasPosition(gif([xmp])))
        #expect(!GIF.hasPosition(gif([control, looping, comment])))
    }

    @Test func `metadata go, and every other byte stays`() {
        #expect(GIF.withoutMetadata(gif([control, comment, looping, xmp])) == gif([control, looping]))
        #expect(GIF.withoutMetadata(gif()) == gif())
    }

    @Test func `what is sent of a picture has no position`() {
        let bytes = gif([xmp])
        let picture = Message.Picture(name: "a", mediaType: "image/gif", bytes: bytes, size: nil, alt: "A")
        #expect(PictureFile.hasPosition(bytes, mediaType: "image/gif"))
        #expect(picture.bytesToSend == gif())
    }

    @Test func `what only begins like one is no picture`() {
        let whole = gif([control, xmp])
        #expect(PictureFile(whole)?.size == PixelSize(width: 1, height: 1))
        for count in 0..<whole.count {
            let cut = Array(whole.prefix(count))
            #expect(PictureFile(cut) == nil)
            #expect(GIF.withoutMetadata(cut) == cut)
        }
        #expect(PictureFile(Array("GIF89a<script>alert(1)</script>".utf8)) == nil)
    }
}
