/// Where members stand among the latest posts, as far as that can ever matter.
struct MemberWindow: Hashable, Comparable {
    /// Rooms that it can have.
    static let rooms = 0...62

    /// How many posts it looks back.
    let room: Int
    /// How many members it tells apart: where so many are, no more is admitted, and older ones leave first.
    let most: Int
    /// How many posts there are.
    private(set) var posts = 0
    /// The latest post is the lowest bit.
    private var bits: UInt64 = 0

    /// No posts yet.
    init(room: Int, most: Int) {
        self.room = room
        self.most = most
    }

    /// How many members there are, `most` for more.
    var members: Int { bits.nonzeroBitCount }

    /// Takes the posts that lack for posts that are no members.
    mutating func fill() { posts = room }

    /// Adds the latest post.
    mutating func append(isMember: Bool) {
        posts = min(room, posts + 1)
        bits = (bits << 1 | (isMember ? 1 : 0)) & (1 << UInt64(posts) - 1)
        while bits.nonzeroBitCount > most { bits &= ~(1 << UInt64(63 - bits.leadingZeroBitCount)) }
    }

    static func < (a: MemberWindow, b: MemberWindow) -> Bool { (a.posts, a.bits) < (b.posts, b.bits) }
}
