import Networks
import Policies
import Posts

/// Turns a post into the message that goes out on an account: words chosen, pictures read.
struct MessageBuilder {
    /// Why a message could not be made.
    enum Failure: Error, Hashable, CustomStringConvertible {
        case file(WorkspaceFiles.Refusal)
        case notAPicture(String)

        /// Whether it may be over in a minute, so that the message is tried again rather than refused.
        var isOfMoment: Bool {
            if case .file(let refusal) = self { refusal.isOfMoment } else { false }
        }

        var description: String {
            switch self {
            case .file(let refusal): "\(refusal)"
            case .notAPicture(let path): "'\(path)' is no PNG, JPEG, GIF or WebP"
            }
        }
    }

    let policy: Policy
    let files: WorkspaceFiles

    /// The message of `post` on `account`, for the `repetition`-th time (0 for the first).
    func message(of post: Post, on account: Account, repetition: Int = 0) throws(Failure) -> Message {
        var images: [Message.Picture] = []
        for image in post.images { images.append(try picture(image.file, alt: image.alt)) }
        var card: Message.Card?
        if let written = post.card {
            var thumbnail: Message.Picture?
            if let path = written.thumbnail { thumbnail = try picture(path, alt: "") }
            card = Message.Card(title: written.title, description: written.description, thumbnail: thumbnail)
        }
        let kind = LabelAudit(label: post.kind, link: post.link, policy: policy)?.kind.name ?? post.kind
        return Message(
            parts: Wording.parts(
                of: post, account: account.id, network: account.network.name, repeat: repetition),
            link: post.link, card: card, images: images, language: post.language, warning: post.warning,
            visibility: post.visibility,
            about: Message.About(
                post: post.id, kind: kind, topics: post.topics, campaign: post.campaign, via: post.via))
    }

    private func picture(_ path: String, alt: String) throws(Failure) -> Message.Picture {
        let bytes: [UInt8]
        do throws(WorkspaceFiles.Refusal) {
            bytes = try files.read(path, limit: WorkspaceFiles.pictureLimit)
        } catch {
            throw .file(error)
        }
        guard let file = PictureFile(bytes) else { throw .notAPicture(path) }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return Message.Picture(name: name, mediaType: file.mediaType, bytes: bytes, size: file.size, alt: alt)
    }
}
