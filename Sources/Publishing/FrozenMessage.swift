import Foundation
import Ledger
import Networks
import Posts

/// A message as it is kept while it is under way, pictures included.
struct FrozenMessage: Codable {
    private var parts: [String]
    private var link: String?
    private var card: Card?
    private var images: [Picture]
    private var language: String?
    private var warning: String?
    private var visibility: String?
    private var post: String
    private var kind: String
    private var topics: [String]
    private var campaign: String?
    private var via: String?

    private struct Picture: Codable {
        var name: String
        var mediaType: String
        var bytes: Data
        var width: Int?
        var height: Int?
        var alt: String

        init(_ picture: Message.Picture) {
            name = picture.name
            mediaType = picture.mediaType
            bytes = Data(picture.bytes)
            width = picture.size?.width
            height = picture.size?.height
            alt = picture.alt
        }

        var value: Message.Picture {
            var size: PixelSize?
            if let width, let height { size = PixelSize(width: width, height: height) }
            return Message.Picture(
                name: name, mediaType: mediaType, bytes: Array(bytes), size: size, alt: alt)
        }
    }

    private struct Card: Codable {
        var title: String
        var description: String
        var thumbnail: Picture?
    }

    /// The bytes to keep; equal messages give equal bytes.
    static func freeze(_ message: Message) throws -> Data {
        let frozen = FrozenMessage(
            parts: message.parts, link: message.link,
            card: message.card.map {
                Card(title: $0.title, description: $0.description, thumbnail: $0.thumbnail.map(Picture.init))
            },
            images: message.images.map(Picture.init), language: message.language, warning: message.warning,
            visibility: message.visibility?.rawValue, post: message.about.post.rawValue,
            kind: message.about.kind.rawValue, topics: message.about.topics,
            campaign: message.about.campaign?.rawValue, via: message.about.via)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(frozen)
    }

    /// The message that was kept.
    static func thaw(_ data: Data) throws -> Message {
        let frozen = try JSONDecoder().decode(FrozenMessage.self, from: data)
        return Message(
            parts: frozen.parts, link: frozen.link,
            card: frozen.card.map {
                Message.Card(title: $0.title, description: $0.description, thumbnail: $0.thumbnail?.value)
            },
            images: frozen.images.map(\.value), language: frozen.language, warning: frozen.warning,
            visibility: frozen.visibility.flatMap(Visibility.init(rawValue:)),
            about: Message.About(
                post: PostID(frozen.post), kind: KindName(frozen.kind), topics: frozen.topics,
                campaign: frozen.campaign.map { CampaignName($0) }, via: frozen.via))
    }
}
