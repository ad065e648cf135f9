/// How an unknown outcome is settled.
public enum Settling: Sendable, Hashable {
    /// The client chose the id: the same bytes may be sent again at any time.
    case clientID
    /// The server keeps an idempotency key for so many seconds: look first, then the same key within its
    /// life.
    case key(lifeSeconds: Int)
    /// A container made before says whether it was published.
    case container
    /// Our own recent posts can be read and compared. Absence counts only where `authoritative`, and only in
    /// look-ups made `lagSeconds` or longer after the last call that may have published.
    case readBack(authoritative: Bool, lagSeconds: Int)
    /// Nobody can find out; a person decides.
    case none
}
