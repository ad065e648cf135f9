import Posts

/// A message ready to go out: all words chosen, all pictures read.
public struct Message: Sendable, Hashable {
    /// The parts of a thread, one for a single post; without the link unless its author put it there.
    public var parts: [String]
    /// The page it points to.
    public var link: String?
    /// What a link card says.
    public var card: Card?
    /// Pictures of the first part, in order.
    public var images: [Picture]
    /// BCP 47 tag.
    public var language: String?
    /// Content warning.
    public var warning: String?
    /// Who may see it.
    public var visibility: Visibility?
    /// The post it came from, its effective kind, topics, campaign and credit, for networks that pass them on
    /// (webhooks).
    public var about: About

    /// Where a message came from.
    public struct About: Sendable, Hashable {
        /// The post of the queue.
        public var post: PostID
        /// The effective kind.
        public var kind: KindName
        /// What it is about.
        public var topics: [String]
        /// The campaign it belongs to.
        public var campaign: CampaignName?
        /// Whom to credit.
        public var via: String?

        /// The origin of a message.
        public init(
            post: PostID, kind: KindName, topics: [String] = [], campaign: CampaignName? = nil,
            via: String? = nil
        ) {
            self.post = post
            self.kind = kind
            self.topics = topics
            self.campaign = campaign
            self.via = via
        }
    }

    /// A picture, read and measured.
    public struct Picture: Sendable, Hashable {
        /// File name as others may see it.
        public var name: String
        /// Media type by content, such as `image/png`.
        public var mediaType: String
        /// The file.
        public var bytes: [UInt8]
        /// Size in pixels, if it could be read.
        public var size: PixelSize?
        /// What it shows.
        public var alt: String

        /// A picture.
        public init(name: String, mediaType: String, bytes: [UInt8], size: PixelSize?, alt: String) {
            self.name = name
            self.mediaType = mediaType
            self.bytes = bytes
            self.size = size
            self.alt = alt
        }
    }

    /// A link card made by the client.
    public struct Card: Sendable, Hashable {
        /// Headline.
        public var title: String
        /// A sentence or two.
        public var description: String
        /// Its picture.
        public var thumbnail: Picture?

        /// A card.
        public init(title: String, description: String, thumbnail: Picture?) {
            self.title = title
            self.description = description
            self.thumbnail = thumbnail
        }
    }

    /// A message of `parts`.
    public init(
        parts: [String], link: String? = nil, card: Card? = nil, images: [Picture] = [],
        language: String? = nil,
        warning: String? = nil, visibility: Visibility? = nil, about: About
    ) {
        self.parts = parts
        self.link = link
        self.card = card
        self.images = images
        self.language = language
        self.warning = warning
        self.visibility = visibility
        self.about = about
    }
}

/// Width and height in pixels.
public struct PixelSize: Sendable, Hashable {
    /// Pixels across.
    public var width: Int
    /// Pixels down.
    public var height: Int

    /// A size in pixels.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}
