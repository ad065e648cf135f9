import Testing

@testable import Networks

struct ExifTests {
    /// The block of an Exif segment, without the word before it.
    private func block(orientation: UInt8, position: Bool) -> [UInt8] {
        Array(exif(orientation: orientation, position: position).dropFirst(6))
    }

    @Test(arguments: 1...8) func `a block that is written is read again`(orientation: Int) {
        let read = Exif(Exif.block(orientation: orientation))
        #expect(read?.orientation == orientation)
        #expect(read?.hasPosition == false)
    }

    @Test func `both orders of bytes are read, and a directory of positions is noticed`() {
        #expect(Exif(block(orientation: 6, position: true))?.orientation == 6)
        #expect(Exif(block(orientation: 6, position: true))?.hasPosition == true)
        #expect(Exif(block(orientation: 6, position: false))?.hasPosition == false)
    }

    @Test func `an orientation that is none is as stored`() {
        #expect(Exif(block(orientation: 0, position: false))?.orientation == 1)
        #expect(Exif(block(orientation: 9, position: false))?.orientation == 1)
    }

    @Test func `a block cut anywhere is read as far as it goes or not at all`() {
        let whole = block(orientation: 6, position: true)
        for count in whole.indices {
            let read = Exif(Array(whole.prefix(count)))
            // Its head says where the directory is, and that how many entries it has.
            #expect((read == nil) == (count < 10), "\(count)")
            #expect(read?.orientation ?? 1 == (count < 20 ? 1 : 6), "\(count)")
        }
    }

    @Test func `what begins otherwise is no block`() {
        #expect(Exif(Array("Exif\0\0MM".utf8)) == nil)
        #expect(Exif([]) == nil)
    }
}
