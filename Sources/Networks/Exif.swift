/// The two facts of an Exif block that matter here.
struct Exif {
    /// How to turn the picture for display, 1 to 8; 1 is as stored.
    var orientation = 1
    /// Whether there is a directory of positions (GPS) with anything in it.
    var hasPosition = false

    init?(_ tiff: [UInt8]) {
        guard tiff.count >= 8 else { return nil }
        let isLittle = tiff.starts(with: [0x49, 0x49])
        guard isLittle || tiff.starts(with: [0x4D, 0x4D]) else { return nil }
        func number(_ place: Int, _ count: Int) -> Int? {
            guard place >= 0, place + count <= tiff.count else { return nil }
            let bytes = tiff[place..<(place + count)]
            return (isLittle ? Array(bytes.reversed()) : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
        for index in 0..<count {
            let entry = directory + 2 + 12 * index
            guard let tag = number(entry, 2) else { return }
            if tag == 0x0112, let value = number(entry + 8, 2), (1...8).contains(value) {
                orientation = value
            }
            if tag == 0x8825, let place = number(entry + 8, 4), let entries = number(place, 2) {
                hasPosition = entries > 0
            }
        }
    }

    /// A block with one tag, 0x0112, in big-endian order.
    static func block(orientation: Int) -> [UInt8] {
        [0x4D, 0x4D, 0x00, 0x2A, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1]
            + [0, UInt8(clamping: orientation), 0, 0, 0, 0, 0, 0]
    }
}
