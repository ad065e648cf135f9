import Testing

@testable import Networks

struct XMPTests {
    private func hasPosition(_ text: String) -> Bool { XMP.hasPosition(Array(text.utf8)[...]) }

    @Test func `a packet that names a position has one`() {
        #expect(hasPosition("<rdf:Description exif:GPSLatitude=\"52,31N\"/>"))
        #expect(hasPosition("<exif:GPSLongitude>13,24E</exif:GPSLongitude>"))
        #expect(hasPosition("GGPSLatitude"))
    }

    @Test func `one that names none has none`() {
        #expect(!hasPosition(""))
        #expect(!hasPosition("<xmp:CreatorTool>GIMP, G'MIC</xmp:CreatorTool>"))
        #expect(!hasPosition("GPSLatitud"))
    }
}
