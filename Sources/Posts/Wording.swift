/// Which words of a post go out on an account.
public enum Wording {
    /// The parts of the text for the `repeat`-th time (0 for the first) that `post` goes out on an account.
    ///
    /// A text for the account wins over one for its network, that over the rotating variants, those over the body.
    public static func parts(of post: Post, account: AccountID, network: NetworkName, repeat number: Int = 0)
        -> [String]
    {
        if let own = post.texts[account.rawValue] ?? post.texts[network.rawValue] { return own }
        guard !post.variants.isEmpty else { return post.body }
        return post.variants[number % post.variants.count]
    }

    /// The parts as sent where the link has no field of its own: it ends the first part, unless that part or
    /// another one contains it already.
    public static func withLink(_ link: String?, in parts: [String]) -> [String] {
        guard let link, let first = parts.first, !parts.contains(where: { $0.contains(link) }) else {
            return parts
        }
        return [first.isEmpty ? link : first + "\n\n" + link] + parts.dropFirst()
    }
}
