/// Adobe's metadata, of which only one question is asked.
enum XMP {
    private static let words = [Array("GPSLatitude".utf8), Array("GPSLongitude".utf8)]

    /// Whether a packet names a position (`exif:GPSLatitude`, XMP specification, part 2).
    static func hasPosition(_ packet: ArraySlice<UInt8>) -> Bool {
        var rest = packet
        while let place = rest.firstIndex(of: UInt8(ascii: "G")) {
            if words.contains(where: { rest[place...].starts(with: $0) }) { return true }
            rest = rest[(place + 1)...]
        }
        return false
    }
}
