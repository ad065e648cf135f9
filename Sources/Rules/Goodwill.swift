import Policies
import Posts
import Timeline

/// Asks draw on what gives have filled.
///
/// Nobody joins a network to be sold to, so an account gives before it asks. Every give adds its gain up to a cap,
/// every ask takes its cost, in time order over history and plan; an ask whose cost the balance does not cover is
/// refused. The cap keeps goodwill from being hoarded and then spent in one burst.
///
/// Example: with `goodwill: { start: 2, cap: 8 }` a promotion that asks 4 is refused at first, and admitted after
/// two curated posts that give 1 each.
public struct Goodwill: Rule {
    /// `goodwill`
    public static let name: RuleName = "goodwill"

    /// Asked where the policy has a `goodwill:` section.
    public static func checks(on account: AccountCase) -> [Goodwill] {
        account.settings.goodwill == nil ? [] : [Goodwill()]
    }

    /// Refuses an ask whose cost exceeds the balance.
    public func refusal(of candidate: Candidate, after past: Past) -> (any Refusal)? {
        let cost = candidate.subject.kind.cost
        guard cost > 0, past.balance < cost else { return nil }
        return GoodwillRefusal(balance: past.balance, cost: cost)
    }

    /// What it costs.
    public func aspect(of subject: Subject, within past: Past) -> Int { subject.kind.cost }

    /// The balance after a post of `kind`: history may have left it below zero, and gives raise it from there.
    static func balance(_ balance: Int, after kind: Kind, cap: Int?) -> Int {
        if kind.goodwill <= 0 { return balance + kind.goodwill }
        // A balance that is over the cap already (a high `start`) is not taken away by a give.
        return max(balance, min(balance + kind.goodwill, cap ?? .max))
    }

    /// Two gives raise a balance of 2 to what a promotion asks; one does not.
    public static let examples: [RuleExample] = [
        .holds("with a start of 2 and two posts that give 1 each, a promotion that asks 4") {
            $0.settings.goodwill = GoodwillSettings(start: 2, cap: 8)
            $0.past = [
                .init("curated", at: "2026-11-23T09:00"), .init("reshare", at: "2026-11-23T12:00"),
            ]
            $0.candidate = .init("promo", at: "2026-11-23T15:00")
        },
        .breaks("with a start of 2 and one post that gives 1, a promotion that asks 4") {
            $0.settings.goodwill = GoodwillSettings(start: 2, cap: 8)
            $0.past = [.init("curated", at: "2026-11-23T09:00")]
            $0.candidate = .init("promo", at: "2026-11-23T15:00")
        },
    ]
}

/// An ask costs more than the balance.
public struct GoodwillRefusal: Refusal, Hashable {
    /// What gives have left.
    public let balance: Int
    /// What the ask would take.
    public let cost: Int

    /// `goodwill`
    public var rule: RuleName { Goodwill.name }

    /// `goodwill is 2 and this asks 4`
    public func sentence(in zone: Zone) -> String { "goodwill is \(balance) and this asks \(cost)" }
}
