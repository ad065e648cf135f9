import Testing

@testable import Networks

@Suite struct PictureLimitsTests {
    private let limits = PictureLimits(
        who: "social.example", count: 2, bytes: redPixel.count, pixels: 100, alt: 10, types: ["image/png"])

    private func said(_ pictures: [Message.Picture]) -> [String] {
        limits.complaints(about: pictures).map {
            "\($0.isError ? "error" : "warning") \($0.code): \($0.message)"
        }
    }

    private func one(
        alt: String = "ten chars!", size: PixelSize? = PixelSize(width: 10, height: 10),
        type: String = "image/png",
        bytes: [UInt8] = redPixel
    ) -> Message.Picture {
        Message.Picture(name: "a.png", mediaType: type, bytes: bytes, size: size, alt: alt)
    }

    @Test func `exactly at every limit nothing is said`() {
        #expect(said([one(), one()]).isEmpty)
    }

    @Test func `one more is said with its numbers`() {
        #expect(
            said([one(), one(), one()]) == ["error too-many-images: has 3 images, social.example takes 2"])
        #expect(
            said([one(alt: "11 chars...")])
                == ["error alt-too-long: the alt text of a.png has 11 characters, social.example takes 10"])
        #expect(
            said([one(bytes: redPixel + [0])])
                == ["error image-too-large: a.png has 70 bytes, social.example takes 69"])
        #expect(
            said([one(size: PixelSize(width: 101, height: 1))])
                == ["error image-too-large: a.png has 101 x 1 pixels, social.example takes 100 in all"])
        #expect(
            said([one(size: PixelSize(width: .max, height: 2))]).count == 1)
    }

    @Test func `a type it does not take, and a missing alt text`() {
        #expect(
            said([one(type: "image/gif")]) == [
                "error image-type: a.png is image/gif, which social.example does not take"
            ])
        #expect(
            said([one(alt: " ")]) == [
                "warning missing-alt: a.png has no alt text for those who do not see it"
            ])
    }

    @Test func `a position is told, and removed`() {
        let bytes = jpeg([(0xE1, exif(orientation: 1, position: true))])
        let photo = Message.Picture(
            name: "b.jpg", mediaType: "image/jpeg", bytes: bytes, size: nil, alt: "A bench")
        let wide = PictureLimits(who: "x", count: 4, bytes: 1_000, pixels: nil, alt: nil, types: [])
        #expect(wide.complaints(about: [photo]).map(\.code) == ["image-position"])
        #expect(photo.bytesToSend == jpeg())
    }
}
