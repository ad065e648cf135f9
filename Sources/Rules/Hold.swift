import Policies
import Posts
import Timeline

/// While an account is on hold, it is silent.
///
/// In a crisis the best plan of last week is the wrong one. `hearth hold` stops everything at once, pinned posts
/// too; `hearth resume` lets the account speak again.
///
/// Example: on an account on hold, nothing is admitted at any time.
public struct Hold: Rule {
    /// `hold`
    public static let name: RuleName = "hold"

    /// Asked while the account is on hold.
    public static func checks(on account: AccountCase) -> [Hold] { account.isHeld ? [Hold()] : [] }

    /// Refuses everything.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? { HoldRefusal() }

    /// All are alike.
    public func aspect(of subject: Subject, within past: Past) -> Int { 0 }

    /// On hold, and not.
    public static let examples: [RuleExample] = [
        .holds("a post on an account that is not on hold") { $0.isHeld = false },
        .breaks("a post on an account that is on hold") { $0.isHeld = true },
    ]
}

/// The account is on hold.
public struct HoldRefusal: Refusal, Hashable {
    /// `hold`
    public var rule: RuleName { Hold.name }

    /// `the account is on hold`
    public func sentence(in zone: Zone) -> String { "the account is on hold" }
}
