import Posts

/// Which post of the queue it was that went out: names change, and are given to other posts.
public struct Recognition: Sendable {
    private let identities: [PostID: PostIdentity]
    private let byDigest: [String: PostID]

    /// Knows the posts of a queue again.
    ///
    /// - Parameter knowsWords: Whether anything is asked by its words at all; it takes a look at every text.
    public init(_ posts: [Post], knowsWords: Bool = true) {
        identities = Dictionary(posts.map { ($0.id, $0.identity) }) { first, _ in first }
        byDigest =
            knowsWords ? Dictionary(posts.map { ($0.identity.digest, $0.id) }) { first, _ in first } : [:]
    }

    /// The post that has the words now; if none has, the one that has the name, for then they were edited.
    ///
    /// So a post that was renamed stays what it was even where another one has taken its name: that one is new.
    /// - Parameters:
    ///   - name: The id under which it went out.
    ///   - content: The `PostIdentity.digest` of its link and body at that time, if that is known.
    public func post(_ name: PostID?, content: String?) -> PostID? {
        let namesake = name.flatMap { identities[$0] == nil ? nil : $0 }
        guard let alike = content.flatMap({ byDigest[$0] }) else { return namesake }
        // Of several posts with the same words it is the one with its name.
        if let namesake, identities[namesake] == identities[alike] { return namesake }
        return alike
    }

    /// The names by which an `after:` may call what went out as `name`: that of the post that it is now, and the one it had
    /// as long as no other post has that.
    public func names(of name: PostID?, content: String?) -> [PostID] {
        let known = post(name, content: content)
        let old = name.flatMap { identities[$0] == nil ? $0 : nil }
        return [known, old].compactMap(\.self)
    }

    /// The post of the queue that had another's name when it went out; nil if its name is its own, or nobody's.
    public func stranger(_ name: PostID, content: String?) -> PostID? {
        guard identities[name] != nil, let post = post(name, content: content), post != name else {
            return nil
        }
        return post
    }
}
