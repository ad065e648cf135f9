import Policies
import Posts
import Timeline

/// Why a placement is none that a plan could hold, whatever the rules say.
public enum SlotRefusal: Refusal, Hashable {
    /// The policy has no such account.
    case unknownAccount(AccountID)
    /// The queue has no such post, or it may not go to this account.
    case unknownPost(PostID)
    /// The post is kept from this account, for this reason.
    case barred(String)
    /// It lies before the first or after the last minute of the horizon `[now, end)`.
    case outsideHorizon(Instant, now: Instant, end: Instant)
    /// It is neither one of the account's slots nor the instant the post is pinned to.
    case noSlot(Instant)
    /// Something else went out, or goes out, on the account at that instant; nil for what is no queue post.
    case taken(Instant, by: PostID?)

    /// `slot`
    public static let name: RuleName = "slot"
    /// `barred`
    public static let barredName: RuleName = "barred"
    /// `slot`, or `barred` for a post that is.
    public var rule: RuleName { if case .barred = self { SlotRefusal.barredName } else { SlotRefusal.name } }

    /// Such as `2026-11-23T09:07 is not one of the account's slots`.
    public func sentence(in zone: Zone) -> String {
        switch self {
        case .unknownAccount(let account):
            "the policy has no account \(account)"
        case .unknownPost(let post):
            "the queue has no post \(post) that may go to this account"
        case .barred(let reason):
            reason
        case .outsideHorizon(let at, let now, let end):
            "\(zone.local(at: at)) is not in the horizon from \(zone.local(at: now)) to \(zone.local(at: end))"
        case .noSlot(let at):
            "\(zone.local(at: at)) is not one of the account's slots"
        case .taken(let at, let post):
            "\(post?.rawValue ?? "something else") goes out on the account at \(zone.local(at: at)) already"
        }
    }
}
