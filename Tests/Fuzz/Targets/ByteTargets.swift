import Networks
import Timeline

/// Files that are no texts.
extension FuzzTarget {
    static let bytes: [FuzzTarget] = [
        FuzzTarget("zone", words: ["TZif", "TZif2", "\nCET-1CEST,M3.5.0,M10.5.0/3\n", "\n<+03>-3\n", "J366"])
        {
            bytes in
            guard let rules = try? ZoneRules(tzif: bytes) else { return nil }
            let zone = Zone(name: "Test/Zone", rules: rules)
            for year in [1970, 2026, 2038, 2100] {
                let instant = Instant(minutes: (year - 1970) * 525_960)
                _ = zone.local(at: instant)
            }
            return nil
        },
        FuzzTarget(
            "picture",
            words: [
                "RIFF", "WEBP", "VP8X", "VP8 ", "VP8L", "EXIF", "XMP ", "IHDR", "eXIf", "iTXt", "IEND",
                "Exif\0\0",
                "II*\0", "MM\0*", "GIF89a", "GPSLatitude", "http://ns.adobe.com/xap/1.0/\0",
            ]
        ) { bytes in
            guard let file = PictureFile(bytes) else { return nil }
            let picture = Message.Picture(
                name: "a", mediaType: file.mediaType, bytes: bytes, size: file.size, alt: "A")
            let sent = picture.bytesToSend
            guard PictureFile(sent)?.mediaType == file.mediaType else {
                return "cleaning has changed the type"
            }
            let again = Message.Picture(
                name: "a", mediaType: file.mediaType, bytes: sent, size: file.size, alt: "A")
            return again.bytesToSend == sent ? nil : "cleaning twice is not cleaning once"
        },
    ]
}
