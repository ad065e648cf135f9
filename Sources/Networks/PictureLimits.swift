/// What a network takes of pictures.
struct PictureLimits: Sendable, Hashable {
    /// Who sets the limits, as people call it.
    var who: String
    /// How many in one post.
    var count: Int
    /// Bytes of one.
    var bytes: Int
    /// Pixels of one, width times height.
    var pixels: Int?
    /// Characters of a description.
    var alt: Int?
    /// Media types; empty for any image.
    var types: [String]

    /// What would be refused, or is unwise, about the pictures of a message.
    func complaints(about pictures: [Message.Picture]) -> [Complaint] {
        var found: [Complaint] = []
        if pictures.count > count {
            found.append(
                Complaint("too-many-images", "has \(pictures.count) images, \(who) takes \(count)"))
        }
        return found + pictures.flatMap(complaints)
    }

    private func complaints(about picture: Message.Picture) -> [Complaint] {
        var found: [Complaint] = []
        let name = picture.name
        if PictureFile.hasPosition(picture.bytes, mediaType: picture.mediaType) {
            found.append(
                Complaint(
                    "image-position", "\(name) tells where it was taken; that is removed before it is sent",
                    isError: false))
        }
        let isImage = picture.mediaType.hasPrefix("image/")
        if !isImage || !(types.isEmpty || types.contains(picture.mediaType)) {
            found.append(
                Complaint("image-type", "\(name) is \(picture.mediaType), which \(who) does not take"))
        }
        let length = picture.bytesToSend.count
        if length > bytes {
            found.append(Complaint("image-too-large", "\(name) has \(length) bytes, \(who) takes \(bytes)"))
        }
        if let pixels, let size = picture.size,
            size.width.multipliedReportingOverflow(by: size.height).overflow
                || size.width * size.height > pixels
        {
            found.append(
                Complaint(
                    "image-too-large",
                    "\(name) has \(size.width) x \(size.height) pixels, \(who) takes \(pixels) in all"))
        }
        if picture.alt.allSatisfy(\.isWhitespace) {
            found.append(
                Complaint(
                    "missing-alt", "\(name) has no alt text for those who do not see it", isError: false))
        } else if let alt, picture.alt.count > alt {
            found.append(
                Complaint(
                    "alt-too-long",
                    "the alt text of \(name) has \(picture.alt.count) characters, \(who) takes \(alt)"))
        }
        return found
    }
}

extension Complaint {
    /// Who is meant: the text, or part `index` of `count`.
    static func part(_ index: Int, of count: Int) -> String { count == 1 ? "the text" : "part \(index + 1)" }
}
