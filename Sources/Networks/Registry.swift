import Posts

/// Every network, in order of their names.
///
/// Adding a network means its file, its test, its section in `docs/networks.md` and one line here.
public enum NetworkRegistry {
    /// The networks.
    public static let all: [any Network.Type] = [
        Bluesky.self, Mastodon.self, Webhook.self,
    ]

    /// The network of this name.
    public static func network(named name: NetworkName) -> (any Network.Type)? {
        all.first { $0.profile.name == name }
    }
}
