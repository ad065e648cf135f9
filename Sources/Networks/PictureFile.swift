/// What the first bytes of a file say about it, whatever its name pretends.
public struct PictureFile: Sendable, Hashable {
    /// `image/png`, `image/jpeg`, `image/gif` or `image/webp`.
    public var mediaType: String
    /// Size as displayed: a JPEG that is to be turned by a quarter has its sides swapped. Nil if unreadable.
    public var size: PixelSize?

    /// Looks at the content; nil if it is none of the four. A GIF may begin like a page: it is one only if its blocks lead
    /// to its end.
    public init?(_ bytes: [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            mediaType = "image/png"
            size = PictureFile.pngSize(bytes)
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            mediaType = "image/jpeg"
            size = JPEG.displayedSize(bytes)
        } else if GIF.isWhole(bytes) {
            mediaType = "image/gif"
            size = PictureFile.gifSize(bytes)
        } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            mediaType = "image/webp"
            size = PictureFile.webpSize(bytes)
        } else {
            return nil
        }
    }

    /// IHDR is always the first chunk (PNG, third edition, 11.2.1).
    private static func pngSize(_ bytes: [UInt8]) -> PixelSize? {
        guard bytes.count >= 24, bytes[12..<16].elementsEqual("IHDR".utf8) else { return nil }
        return PixelSize(width: big(bytes[16..<20]), height: big(bytes[20..<24])).ifPlausible
    }

    private static func gifSize(_ bytes: [UInt8]) -> PixelSize? {
        PixelSize(width: little(bytes[6..<8]), height: little(bytes[8..<10])).ifPlausible
    }

    /// The three forms of WebP (RFC 9649): lossy, lossless, extended.
    private static func webpSize(_ bytes: [UInt8]) -> PixelSize? {
        guard bytes.count >= 30 else { return nil }
        switch String(decoding: bytes[12..<16], as: UTF8.self) {
        case "VP8 ":
            guard bytes[23..<26].elementsEqual([0x9D, 0x01, 0x2A]) else { return nil }
            return PixelSize(
                width: little(bytes[26..<28]) & 0x3FFF, height: little(bytes[28..<30]) & 0x3FFF
            ).ifPlausible
        case "VP8L":
            guard bytes[20] == 0x2F else { return nil }
            let bits = little(bytes[21..<25])
            return PixelSize(width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1).ifPlausible
        case "VP8X":
            return PixelSize(width: little(bytes[24..<27]) + 1, height: little(bytes[27..<30]) + 1)
                .ifPlausible
        default: return nil
        }
    }

    private static func big(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
    private static func little(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

extension PixelSize {
    /// Itself, unless a side is missing or larger than any format knows.
    var ifPlausible: PixelSize? {
        (1...0x7FFF_FFFF).contains(width) && (1...0x7FFF_FFFF).contains(height) ? self : nil
    }
}

extension PictureFile {
    /// A file without some ranges of it, which ascend.
    static func cut(_ ranges: [Range<Int>], from bytes: ArraySlice<UInt8>) -> [UInt8] {
        var left: [UInt8] = []
        left.reserveCapacity(bytes.count)
        var place = bytes.startIndex
        for range in ranges {
            left += bytes[place..<range.lowerBound]
            place = range.upperBound
        }
        return left + bytes[place...]
    }

    /// Whether a file of this media type tells where it was taken.
    static func hasPosition(_ bytes: [UInt8], mediaType: String) -> Bool {
        switch mediaType {
        case "image/jpeg": JPEG.hasPosition(bytes)
        case "image/png": PNG.hasPosition(bytes)
        case "image/webp": WebP.hasPosition(bytes)
        case "image/gif": GIF.hasPosition(bytes)
        default: false
        }
    }
}

extension Message.Picture {
    /// The bytes that are sent: without what a camera or a program wrote about place, time and device.
    public var bytesToSend: [UInt8] {
        switch mediaType {
        case "image/jpeg": JPEG.withoutMetadata(bytes)
        case "image/png": PNG.withoutMetadata(bytes)
        case "image/webp": WebP.withoutMetadata(bytes)
        case "image/gif": GIF.withoutMetadata(bytes)
        default: bytes
        }
    }
}
